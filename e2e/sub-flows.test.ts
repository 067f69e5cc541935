import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let browser: Browser;
let koppel: RunningKoppel;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, { koppel }] = await Promise.all([
    launchChromium(),
    RunningKoppel.start({
      KOPPEL_ADMIN_EMAIL: administrator.email,
      KOPPEL_ADMIN_PASSWORD: administrator.password,
      KOPPEL_DEMO_CUSTOMERS: '100',
    }),
  ]);
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' })).newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

const wires = () => page.locator('.react-flow__edge').count();

test('two nodes become a sub-flow whose node is wired as they were, runs, is undone, and is opened', async () => {
  await page.goto(`${koppel.url}/w/main/flows/accounts-erp-to-crm`);
  await page.getByRole('group', { name: /^Map to account/ }).click();
  await page.getByRole('group', { name: /^Read-only/ }).click({ modifiers: ['Shift'] });
  const before = await wires();
  await page.getByRole('button', { name: 'Make sub-flow…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the sub-flow').fill('As the CRM has it');
  await dialog.getByRole('button', { name: 'Make sub-flow', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });

  const node = page.getByRole('group', { name: /^As the CRM has it, sub-flow.* input from Active customers/i });
  await node.waitFor();
  // The edge between the two is inside now, all others are still drawn.
  await expect.poll(wires).toBe(before - 1);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(wires).toBe(before);
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect.poll(wires).toBe(before - 1);

  // Which system stands for that of the sub-flow is chosen here; left alone, it is the one of the same name.
  await page.getByRole('group', { name: /^As the CRM has it/ }).click();
  const system = page.getByRole('combobox', { name: /^System for/ }).first();
  expect(await system.innerText()).toContain('same name');
  await system.click();
  await page.getByRole('option').nth(1).click();
  await expect.poll(() => system.innerText()).not.toContain('same name');
  const screenshots = process.env['KOPPEL_SCREENSHOTS'];
  if (screenshots) await page.screenshot({ path: `${screenshots}/sub-flow-node.png` });
  await expect
    .poll(async () => (await page.request.get(`${koppel.url}/api/workspaces/main/flows/accounts-erp-to-crm`)).text())
    .toMatch(/"type":"use-sub-flow"[^}]*"slots":\{"/);

  await page.getByRole('button', { name: /^Publish v2/ }).click();
  await dialog.getByLabel('What changed?').fill('A sub-flow');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Run all records again' }).click();
  await page.waitForURL(/\/runs\/./);
  await page.getByRole('main').getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  const used = page.getByRole('group', { name: /^As the CRM has it/ });
  await used.getByText(/^[1-9][\d.]* done$/).waitFor();
  await used.click();
  const times = page.getByRole('region', { name: 'Timeline' });
  await times.getByRole('button', { name: /^As the CRM has it › Map to account/ }).waitFor();
  await times.getByRole('button', { name: /^As the CRM has it › Read-only/ }).waitFor();
  expect(await times.getByRole('button', { name: /^Active customers/ }).count()).toBe(0);
  if (screenshots) await page.screenshot({ path: `${screenshots}/sub-flow-run.png` });
  await expect.poll(wires).toBe(before - 1);

  await page.goto(`${koppel.url}/w/main/flows`);
  await page.getByRole('link', { name: 'As the CRM has it' }).first().click();
  await page.getByRole('group', { name: /^Map to account/ }).waitFor();

  // Here it says who uses it, where it can be tried, and how its users fare with a change.
  const user = page.getByRole('main').getByRole('link', { name: 'Customers ERP → CRM (version 1)' });
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await user.waitFor();
  expect(await page.getByRole('switch').count()).toBe(0);
  await page.getByRole('button', { name: 'Run with sample' }).click();
  await page.getByText('A sub-flow is tried in a flow that uses it').waitFor();
  await user.waitFor();
  await page.getByRole('button', { name: 'Back to design' }).click();
  await page.getByRole('button', { name: /^Publish v2/ }).click();
  await dialog.getByText('The flow that uses it holds with it').waitFor();
  expect(complaints).toEqual([]);
});
