import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFixtureServer, type FixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';

let server: FixtureServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const root = fileURLToPath(new URL('../packages/canvas/dist', import.meta.url));
  server = await startFixtureServer({ port: 0, root });
  server.pretend('normal', 'administrator');
  browser = await launchChromium();
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('a credential is replaced from where it is shown, under the name that people know', async () => {
  await page.goto(`${server.url}/connections/crm`);
  await page.getByRole('button', { name: 'Replace Client secret…' }).click();
  const value = page.getByLabel('Client secret', { exact: true });
  await value.waitFor();
  expect(await value.evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Set 4 Mar 2026 by Karim').waitFor();
});
