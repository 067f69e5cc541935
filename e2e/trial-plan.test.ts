import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFixtureServer, type FixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';

let server: FixtureServer;
let browser: Browser;

beforeAll(async () => {
  const root = fileURLToPath(new URL('../packages/canvas/dist', import.meta.url));
  server = await startFixtureServer({ port: 0, root });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

it('the whole plan of a trial is saved as a spreadsheet, a line per field', async () => {
  server.pretend('normal', 'administrator');
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${server.url}/runs/run-4801`);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('plan-4801.csv');
  const lines = (await readFile((await download.path())!, 'utf8')).replace('\uFEFF', '').trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/;Run 4801;v\d+$/);
  expect(lines[1]).toMatch(/^Nothing was changed in either system\.;/);
  expect(lines[3]).toBe('Would;Key;Record;Node;Field;Now;After;Why');
  const rows = lines.slice(4).map((line) => line.split(';'));
  expect(new Set(rows.map(([action]) => action))).toEqual(new Set(['Create', 'Update', 'Same', 'Skipped', 'Problem']));
  await page.context().close();
});

it('the plan of a trial calls the values of choices as their system does, on the screen and in the spreadsheet', async () => {
  server.pretend('normal', 'administrator');
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${server.url}/runs/run-4801?plan=create`);
  const row = page.getByRole('row', { name: /^Payment terms/ });
  await row.getByText('30 dagen').waitFor();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = (await readFile((await (await waiting).path())!, 'utf8')).split('\r\n');
  const terms = lines.filter((line) => line.includes(';Payment terms;')).map((line) => line.split(';')[6]);
  expect(new Set(terms)).toEqual(new Set(['30 dagen']));
  await page.context().close();
});
