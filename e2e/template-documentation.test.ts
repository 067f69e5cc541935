import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFixtureServer, type FixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';

let server: FixtureServer;
let browser: Browser;
beforeAll(async () => {
  const root = fileURLToPath(new URL('../packages/canvas/dist', import.meta.url));
  [server, browser] = await Promise.all([startFixtureServer({ port: 0, root }), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('what a publisher wrote is shown as a page, and nothing of it is carried out or fetched', async () => {
  server.pretend('normal', 'administrator');
  const page = await browser.newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
  });
  await page.goto(`${server.url}/templates/docs/customer-360`);
  const article = page.getByRole('article');
  await article.getByRole('heading', { name: 'Who is master of what' }).waitFor();
  expect(await article.getByRole('table').count()).toBe(3);
  await article.getByText('[Every 15 minutes] --> [Read customers]', { exact: false }).waitFor();
  expect(await article.locator('script, img, a[href^="javascript"]').count()).toBe(0);
  expect(await page.title()).not.toContain('carried out');
  expect(elsewhere).toEqual([]);
});
