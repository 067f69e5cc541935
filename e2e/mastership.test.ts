import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;
let page: Page;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());
beforeEach(async () => {
  screens.server.pretend('normal', 'administrator');
  page = await screens.newPage();
});
afterEach(() => page.context().close());

const cells = (group: string) => page.getByRole('row', { name: new RegExp(`^${group}`) }).getByRole('cell');

it('a row that hands over says so on both sides, in words, and lets the state of the record be chosen', async () => {
  await page.goto(`${screens.url}/mastership?row=order.content`);
  const inspector = page.getByRole('complementary', { name: 'Order' });
  await inspector.getByText('The CRM decides these values until the record is in the ERP.').waitFor();
  await page.getByText('1 hands over').waitFor();
  await expect(inspector.getByRole('radio', { name: /ERP/ }).innerText()).resolves.toContain('Takes over');
  await inspector.getByLabel('Passes to the ERP').click();
  await page.getByRole('option', { name: 'As soon as a field says so' }).click();
  await inspector.getByLabel('Holds one of').fill('submitted, active');
  await inspector.getByRole('button', { name: 'Change master…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change master' }).click();
  await inspector.getByText('until Status is “submitted” or “active” there').waitFor();
  await inspector.getByLabel('Passes to the ERP').click();
  await page.getByRole('option', { name: 'Never' }).click();
  await inspector.getByRole('button', { name: 'Change master…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change master' }).click();
  await inspector.getByText('The CRM decides these values. The ERP shows them').waitFor();
});

it('what flows do to each other stands on its row, with the flows', async () => {
  await page.goto(`${screens.url}/mastership?row=account.finance`);
  const found = page.getByRole('region', { name: 'What flows do to each other' });
  await found.getByText(/each may undo what the other wrote/).waitFor();
  await expect(cells('Credit and payment terms').count()).resolves.toBeGreaterThan(0);
  await page.getByText('1 finding on flows').waitFor({ state: 'attached' });
  await found.getByRole('link', { name: 'Customers ERP → CRM' }).first().click();
  await page.waitForURL(/\/flows\/accounts-erp-to-crm/);
});

it('a field that nobody decided on is decided from the address that a refused flow leads to', async () => {
  await page.goto(`${screens.url}/mastership?row=account/~fax`);
  const inspector = page.getByRole('complementary', { name: 'fax' });
  await inspector.getByText('Nobody has decided yet.').waitFor();
  await inspector.getByRole('radio', { name: /ERP/ }).click();
  await inspector.getByRole('button', { name: 'Change master…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change master' }).click();
  await inspector.getByText('The ERP decides these values.').waitFor();
});

it('the table is saved as a page to sign', async () => {
  await page.goto(`${screens.url}/mastership`);
  await page.getByRole('button', { name: 'Download' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Page to sign (HTML)' }).click();
  expect((await download).suggestedFilename()).toBe('mastership-3.html');
});

it('flows that came with a newer version are offered once', async () => {
  await page.goto(`${screens.url}/flows`);
  const offer = page.getByRole('region', { name: 'New flows of this version' });
  await offer.getByText('1 new flow ships with this version:').waitFor();
  await offer.getByRole('button', { name: 'Add' }).click();
  await page.getByText('1 flow was added, switched off', { exact: true }).waitFor();
  await offer.waitFor({ state: 'detached' });
});
