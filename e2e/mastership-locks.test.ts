import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;
let page: Page;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());
beforeEach(async () => {
  page = await screens.newPage();
});
afterEach(() => page.context().close());

const panel = () => page.getByRole('region', { name: 'Lock in the CRM' });

it('fields of the ERP are locked in the CRM and opened again, and what cannot be locked is said with the reason', async () => {
  screens.server.pretend('normal', 'administrator');
  await page.goto(`${screens.url}/mastership?row=account.finance`);
  await panel().getByText('Not locked.').waitFor();
  expect(await panel().getByRole('listitem').allTextContents()).toEqual([
    'Currency: Dataverse does not let this column be locked',
    'Blocked: Dataverse does not let this column be locked',
  ]);
  await panel().getByRole('button', { name: 'Lock 2 fields' }).press('Enter');
  await panel().getByText('Working.').waitFor();
  expect(await panel().getByText('Not locked.').count()).toBe(0);
  await panel().getByRole('button', { name: 'Unlock 2 fields' }).click();
  await panel().getByText('Not locked.').waitFor();
});

it('a field that the CRM may seed says that it is closed once the record is saved', async () => {
  screens.server.pretend('normal', 'administrator');
  await page.goto(`${screens.url}/mastership?row=account.identity`);
  await panel().getByText('Working.').waitFor();
  expect(await panel().innerText()).toContain('cannot keep such a field open until the record is linked');
});

it('who may not change the mastership sees the locks and cannot change them', async () => {
  screens.server.pretend('normal', 'viewer');
  await page.goto(`${screens.url}/mastership?row=account.finance`);
  const lock = panel().getByRole('button', { name: 'Lock 2 fields' });
  await lock.waitFor();
  await lock.press('Enter');
  await expect(lock.getAttribute('aria-disabled')).resolves.toBe('true');
  expect(await panel().getByText('Working.').count()).toBe(0);
});
