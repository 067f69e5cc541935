import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

const flow = 'accounts-erp-to-crm';
let browser: Browser;
let koppel: RunningKoppel;
let lotte: Page;
let wim: Page;
const complaints: string[] = [];

beforeAll(async () => {
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '40',
  }));
  browser = await launchChromium();
  [lotte, wim] = [await newPage(), await newPage()];
  await lotte.goto(koppel.url);
  await lotte.getByLabel('E-mail').fill(administrator.email);
  await lotte.getByLabel('Password').fill(administrator.password);
  await lotte.getByRole('button', { name: 'Sign in' }).click();
  await lotte.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
  const account = (await (await lotte.request.get(`${koppel.url}/api/session`)).json()) as { csrfToken: string };
  const invited = await lotte.request.post(`${koppel.url}/api/workspaces/main/members`, {
    headers: { origin: koppel.url, 'x-koppel-csrf': account.csrfToken },
    data: { email: 'wim@example.be', name: 'Wim Claes', role: 'analyst' },
  });
  const { link } = (await invited.json()) as { link: { url: string } };
  const token = new URL(link.url).searchParams.get('token');
  await wim.request.post(`${koppel.url}/api/sign-in/link`, { headers: { origin: koppel.url }, data: { token } });
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

async function newPage(): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' })).newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  return page;
}

const open = (page: Page, address = '') => page.goto(`${koppel.url}/w/main/flows/${flow}${address}`);

/** Renames the flow, which is saved by itself. */
async function rename(page: Page, title: string): Promise<void> {
  await open(page, '?tab=settings');
  await page.getByLabel('English').fill(title);
}
const saved = (page: Page) => page.getByText(/^Saved /).waitFor();
const heading = (page: Page, title: string) => page.getByRole('heading', { name: title, level: 1 }).waitFor();
const node = (page: Page, name: string | RegExp) => page.getByRole('group', { name });

test('the second one sees who edits, follows each save and the selection, and asks; a click keeps the draft', async () => {
  await open(lotte);
  await saved(lotte);
  await open(wim);
  await wim.getByText(/^administrator is editing since/i).waitFor();
  await lotte.getByText('1 looks on').waitFor();
  expect(await wim.getByRole('button', { name: /^Undo/ }).getAttribute('aria-disabled')).toBe('true');
  // A key that would change something says why it does not.
  await node(wim, /^Active customers/).click();
  await wim.keyboard.press('d');
  await wim.getByText(/is editing this flow/).waitFor({ state: 'attached' });
  expect(await wim.getByText('Node disabled').count()).toBe(0);
  await wim.keyboard.press('Escape');

  await node(lotte, 'Map to account').click();
  await node(wim, /Map to account.*selected by administrator/i).waitFor();
  await lotte.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await lotte.getByLabel('English').fill('Customers, followed');
  await heading(wim, 'Customers, followed');

  await wim.getByRole('button', { name: 'Take over…' }).click();
  await lotte.getByRole('alert').getByText('Wim Claes wants to take over').waitFor();
  await lotte.getByRole('button', { name: 'Keep editing' }).click();
  await wim.getByText(/^administrator keeps editing/i).waitFor();
});

test('the list of flows says who edits', async () => {
  const list = await wim.context().newPage();
  await list.goto(`${koppel.url}/w/main/flows`);
  await list
    .getByRole('row', { name: /Customers, followed/ })
    .getByText(/administrator is editing/i)
    .waitFor();
  await list.close();
});

test('handing over moves the editing, with what was changed last; the former editor looks on', async () => {
  await wim.getByRole('button', { name: 'Take over…' }).click();
  await lotte.getByLabel('English').fill('Customers, handed over');
  await lotte.getByRole('button', { name: 'Hand over' }).click();
  await lotte.getByText(/^Wim Claes is editing since/).waitFor();
  await heading(wim, 'Customers, handed over');
  await rename(wim, 'Customers of Wim');
  await heading(lotte, 'Customers of Wim');
});

test('in a second tab one is told, and goes on there', async () => {
  await saved(wim);
  const second = await wim.context().newPage();
  await open(second);
  await second.getByText('You have this flow open in another tab.').first().waitFor();
  await second.getByRole('button', { name: 'Go on here' }).click();
  await saved(second);
  await wim.getByText('You have this flow open in another tab.').first().waitFor();
  await second.close();
  await wim.getByText('Nobody is editing this flow now.').first().waitFor();
  await wim.getByRole('button', { name: 'Edit', exact: true }).click();
  await saved(wim);
});

test('changes that could not be sent before somebody took over stay here and are offered', async () => {
  await wim.context().setOffline(true);
  await wim.getByLabel('English').fill('Customers, drawn offline');
  await wim.getByText('Not saved yet, trying again').waitFor();
  // The server has not noticed yet; her question gets no answer.
  await lotte.getByRole('button', { name: 'Take over…' }).click();
  await lotte.getByText('was asked').waitFor();
  await lotte.getByText(/^Saved /).waitFor({ timeout: 90_000 });
  await wim.context().setOffline(false);
  await wim.getByText('took over before your last changes were saved').waitFor();
  await heading(wim, 'Customers, drawn offline');
  await wim.getByRole('button', { name: 'Save them as a new flow' }).click();
  await wim.waitForURL((url) => !url.pathname.endsWith(flow));
  await heading(wim, 'Customers, drawn offline');
  await heading(lotte, 'Customers of Wim');
});

test('after a restart of the server everybody is where they were', async () => {
  await open(wim);
  await wim.getByText(/administrator is editing since/i).waitFor();
  await koppel.kill();
  await koppel.startAgain();
  await wim.getByText(/administrator is editing since/i).waitFor();
  await lotte.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await lotte.getByLabel('English').fill('Customers after the restart');
  await heading(wim, 'Customers after the restart');
  expect(complaints).toEqual([]);
});
