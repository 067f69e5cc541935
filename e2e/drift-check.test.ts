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
  page = await screens.newPage();
});
afterEach(() => page.context().close());

const panel = () => page.getByRole('region', { name: 'Drift in the last 30 days' });
const dialog = () => page.getByRole('dialog', { name: 'Drift check' });

it('a row says what was edited in the copy, by whom, and what became of it, and leads to what waits', async () => {
  screens.server.pretend('normal', 'administrator');
  await page.goto(`${screens.url}/mastership?row=account.finance`);
  await panel().getByRole('listitem').first().waitFor();
  const [held, put, unknown] = await panel().getByRole('listitem').all();
  expect(await held!.innerText()).toContain(
    'Payment terms of K10816 Brouwerij De Kroon was set to 60D, last changed by Lotte Peeters',
  );
  expect(await put!.innerText()).toContain('Put back to 10.000,00');
  expect(await unknown!.innerText()).toContain('Credit limit of K10402 Garage Claes was set to empty');
  await held!.getByRole('link', { name: 'See the failed record' }).click();
  await page.waitForURL(/\/failures\?run=run-4811/);
});

it('the nightly check is set to another time and zone, and switched off', async () => {
  screens.server.pretend('normal', 'administrator');
  await page.goto(`${screens.url}/mastership`);
  await page.getByRole('button', { name: 'Drift check' }).click();
  await dialog().getByLabel('At', { exact: true }).fill('22:15');
  await dialog().getByLabel('Time zone').fill('America/New_York');
  await dialog()
    .getByRole('switch', { name: /^Every night/ })
    .click();
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().getByText('Next check').waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: 'Drift check' }).click();
  expect(await dialog().getByLabel('At', { exact: true }).inputValue()).toBe('22:15');
  expect(await dialog().getByLabel('Time zone').inputValue()).toBe('America/New_York');
  expect(await dialog().getByRole('switch').isChecked()).toBe(false);
});

it('who may only look sees the findings, and neither checks nor changes the time', async () => {
  screens.server.pretend('normal', 'viewer');
  await page.goto(`${screens.url}/mastership`);
  await page.getByRole('button', { name: 'Drift check' }).click();
  await dialog().getByText('K10007 Bakkerij Maes is gone from the system that has the copy').waitFor();
  const check = dialog().getByRole('button', { name: 'Check now: Customers ERP → CRM' });
  await expect(check.getAttribute('aria-disabled')).resolves.toBe('true');
  expect(await dialog().getByLabel('At', { exact: true }).getAttribute('readonly')).not.toBeNull();
});
