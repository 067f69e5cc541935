import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let browser: Browser;
let koppel: RunningKoppel;
/** The same person on two machines. */
let office: BrowserContext;
let home: BrowserContext;

beforeAll(async () => {
  browser = await launchChromium();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '20',
  }));
  [office, home] = [await signedIn(), await signedIn()];
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

async function signedIn(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  const page = await context.newPage();
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
  await page.close();
  return context;
}

const node = (page: Page, name: string) => page.getByRole('group', { name: new RegExp(`^${name}`) });
const saved = (page: Page) => page.getByText(/^Saved \d\d:\d\d$/).waitFor();

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await node(page, 'Active customers').waitFor();
  await saved(page);
  return page;
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await node(page, from).click();
  await page.getByRole('application').first().focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await node(page, to).waitFor();
}

test('what an old tab could not save waits, is offered beside what was saved since, and neither is lost', async () => {
  const old = await open(office);
  await office.setOffline(true);
  await rename(old, 'Active customers', 'Drawn in the old tab');
  await old.getByText('Not saved yet, trying again').waitFor();
  await old.close();

  const newer = await open(home);
  await rename(newer, 'Map to account', 'Saved since');
  await saved(newer);
  await newer.close();

  await office.setOffline(false);
  const page = await office.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  const question = page.getByRole('dialog');
  await question.getByText(/Administrator/i).waitFor();
  // Until somebody chooses, nothing is sent over what was saved since.
  await page.getByText('Saved since').first().waitFor();
  await question.getByRole('button', { name: 'Go on with mine' }).click();
  await node(page, 'Drawn in the old tab').waitFor();
  expect(await node(page, 'Saved since').count()).toBe(0);
  await page.keyboard.press('ControlOrMeta+z');
  await node(page, 'Saved since').waitFor();
  await page.keyboard.press('ControlOrMeta+y');
  await node(page, 'Drawn in the old tab').waitFor();
  await saved(page);
  await page.reload();
  await node(page, 'Drawn in the old tab').waitFor();
  expect(await question.count()).toBe(0);
});
