import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let browser: Browser;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '50',
  }));
});
afterAll(async () => {
  await koppel?.end();
  await browser?.close();
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
});
afterEach(() => page.context().close());

test('the settings of a flow say whether its systems tell of changes, from switching it on', async () => {
  await page.goto(`${koppel.url}/flows/contacts-in-step?tab=settings`);
  await page.getByRole('heading', { name: 'How it learns of changes' }).waitFor();
  await page.getByText('Demo CRM will be asked to tell of changes when the flow is on.').waitFor();
  await page.getByText('Demo ERP does not tell of these changes.', { exact: false }).waitFor();
  await page.getByText('It looks itself in any case: Every 10 minutes, or when told.', { exact: false }).waitFor();
  await page.getByRole('switch', { name: 'Runs on its schedule' }).click();
  await page.getByText('Demo CRM tells at once when something changes.').waitFor();
});

test('a part of a flow comes from the palette as a group, and goes with one undo', async () => {
  await page.goto(`${koppel.url}/flows?do=new`);
  await page.getByRole('dialog').getByRole('textbox').first().fill('Order status');
  await page.keyboard.press('Enter');
  await page.getByText('How does it start?').waitFor();
  const palette = page.getByRole('complementary', { name: 'Nodes' });
  await palette.getByRole('searchbox').fill('order status');
  await palette.getByRole('button', { name: 'Order status back-flow' }).click();
  await page.getByRole('group', { name: /^Read fulfilment/ }).waitFor();
  await page.getByRole('group', { name: /^Cancel order in CRM/ }).waitFor();
  await page.getByText('Order status back-flow').first().waitFor();

  await page.getByRole('button', { name: 'No problems' }).waitFor();
  await page.getByRole('application').first().focus();
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByRole('group', { name: /^Read fulfilment/ }).waitFor({ state: 'detached' });
  await page.getByRole('group', { name: /^Cancel order in CRM/ }).waitFor({ state: 'detached' });
});
