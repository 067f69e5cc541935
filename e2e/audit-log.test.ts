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

it('the audit log calls settings and credentials of a connection by their titles', async () => {
  await page.goto(`${screens.url}/settings/audit?event=388`);
  const changes = page.getByRole('table', { name: 'What changed' });
  await changes.getByText('Settings › Address').waitFor();
  const replaced = changes.getByRole('row').filter({ hasText: 'Secrets replaced' });
  expect(await replaced.locator('ins').innerText()).toBe('Client secret');
});

it('verifying the audit log leads to the last event that is there before those that were removed', async () => {
  await page.goto(`${screens.url}/settings/audit`);
  await page.getByRole('table', { name: 'Events' }).waitFor();
  screens.server.pretend('broken', 'administrator');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText('The first event that is wrong is number 399').waitFor();
  // Events can be read: of the log alone something is wrong.
  screens.server.pretend('normal', 'administrator');
  await page.getByRole('link', { name: 'Show event 398' }).click();
  const event = page.getByRole('region', { name: 'Event' });
  await event.getByText('Event 398').waitFor();
  await event.getByRole('heading', { name: 'Started a run' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});
