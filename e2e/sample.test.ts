import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());

async function open(address: string, width: number): Promise<Page> {
  const page = await screens.newPage({ viewport: { width, height: 900 } });
  await page.goto(screens.url + address);
  return page;
}

it('a record of the sample that would fail says at which node, in which field, and shows the record there', async () => {
  const page = await open('/flows/accounts-erp-to-crm?tab=sample', 1440);
  const way = page.getByRole('list', { name: 'Its way through the flow' });
  await way
    .getByRole('button', { name: /^Map to account/ })
    .getByText('Problem')
    .waitFor();
  await page.getByText('Delivery terms: ').waitFor();
  const record = page.getByRole('region', { name: 'As it comes to Map to account' });
  expect(await record.getByRole('row', { name: /^Delivery terms/ }).innerText()).toContain('DPU');
  await page.getByRole('link', { name: 'Fix in Map to account' }).click();
  await page.getByRole('region', { name: 'Rule of Delivery terms' }).waitFor();
  await page.context().close();
});

it('a record of the sample tells which fields stay with their master, and what would be sent', async () => {
  const page = await open('/flows/accounts-erp-to-crm?tab=sample&record=save%2F10482', 1440);
  await page.getByRole('rowheader', { name: 'Kept, because the CRM is master' }).waitFor();
  const owner = page.getByRole('row', { name: /^Account owner/ });
  expect(await owner.innerText()).toContain('Amélie Renard');
  await owner.getByText('The flow has “TVDB”, which is not used').waitFor();
  await page
    .getByRole('rowheader', { name: 'Kept, because it was changed last in the CRM and the newest wins' })
    .waitFor();
  expect(await page.getByRole('row', { name: /^Main phone/ }).innerText()).toContain('+32 9 222 10 10');
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report for sign-off' }).click();
  const report = await readFile((await (await waiting).path())!, 'utf8');
  expect(report).toContain(
    'Kept, because it was changed last in the CRM and the newest wins</th></tr><tr><th>Main phone</th>',
  );
  await page.getByText('What would be sent').click();
  await page.getByRole('figure').getByText('PATCH /api/data/v9.2/accounts(').waitFor();
  await page.context().close();
});

it.each([1440, 1280])(
  'the bar of the designer stays on one line at %i pixels, whatever it has to say',
  async (width) => {
    const page = await open('/flows/accounts-erp-to-crm', width);
    const bar = page.locator('header').first();
    await bar.getByRole('link', { name: 'Version 14 is running' }).waitFor();
    await bar.getByRole('link', { name: 'Review asked' }).waitFor();
    await bar.getByRole('button', { name: /2\.3\.0/ }).waitFor();
    expect((await bar.boundingBox())!.height).toBeLessThan(60);
    expect(await bar.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    await page.context().close();
  },
);

it('undoing a node that was just added calls it by its title', async () => {
  const page = await open('/flows/accounts-erp-to-crm?node=mask', 1440);
  await page.getByRole('application', { name: /^Canvas of/ }).focus();
  await page.keyboard.press('n');
  await page.getByRole('combobox', { name: 'Search nodes' }).fill('filter');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Undo: Add “Filter”' }).waitFor();
  await page.context().close();
});
