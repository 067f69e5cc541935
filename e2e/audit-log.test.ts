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

it('the audit log calls settings and credentials of a connection by their titles', async () => {
  await page.goto(`${server.url}/settings/audit?event=388`);
  const changes = page.getByRole('table', { name: 'What changed' });
  await changes.getByText('Settings › Address').waitFor();
  const replaced = changes.getByRole('row').filter({ hasText: 'Secrets replaced' });
  expect(await replaced.locator('ins').innerText()).toBe('Client secret');
});

it('verifying the audit log leads to the last event that is there before those that were removed', async () => {
  await page.goto(`${server.url}/settings/audit`);
  await page.getByRole('table', { name: 'Events' }).waitFor();
  server.pretend('broken', 'administrator');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText('The first event that is wrong is number 399').waitFor();
  // Events can be read: of the log alone something is wrong.
  server.pretend('normal', 'administrator');
  await page.getByRole('link', { name: 'Show event 398' }).click();
  const event = page.getByRole('region', { name: 'Event' });
  await event.getByText('Event 398').waitFor();
  await event.getByRole('heading', { name: 'Started a run' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});
