import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());

it('the whole plan of a trial is saved as a spreadsheet, a line per field', async () => {
  screens.server.pretend('normal', 'administrator');
  const page = await screens.newPage();
  await page.goto(`${screens.url}/runs/run-4801`);
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
  screens.server.pretend('normal', 'administrator');
  const page = await screens.newPage();
  await page.goto(`${screens.url}/runs/run-4801?plan=create`);
  const row = page.getByRole('row', { name: /^Payment terms/ });
  await row.getByText('30 dagen').waitFor();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = (await readFile((await (await waiting).path())!, 'utf8')).split('\r\n');
  const terms = lines.filter((line) => line.includes(';Payment terms;')).map((line) => line.split(';')[6]);
  expect(new Set(terms)).toEqual(new Set(['30 dagen']));
  await page.context().close();
});
