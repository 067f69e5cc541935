import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;
let page: Page;

beforeAll(async () => {
  screens = await FixtureScreens.start();
  page = await screens.newPage();
});
afterAll(() => screens?.end());

it('a credential is replaced from where it is shown, under the name that people know', async () => {
  await page.goto(`${screens.url}/connections/crm`);
  await page.getByRole('button', { name: 'Replace Client secret…' }).click();
  const value = page.getByLabel('Client secret', { exact: true });
  await value.waitFor();
  expect(await value.evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Set 4 Mar 2026 by Karim').waitFor();
});
