import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let koppel: RunningKoppel;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_DEMO: 'off',
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
  }));
  browser = await launchChromium();
  page = await (await browser.newContext({ locale: 'en-BE' })).newPage();
  await page.goto(`${koppel.url}/settings/workspace`);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

const rows = () => page.getByRole('table', { name: 'Events' }).locator('tr[aria-rowindex]');

test('an administrator finds who changed the workspace, and what it was before and after', async () => {
  await page.getByLabel('Name', { exact: true }).fill('Verbeke NV');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The workspace was saved', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Audit log' }).click();
  await rows().filter({ hasText: 'Changed the workspace' }).getByText('127.0.0.1').waitFor();

  // Without a mouse: J goes to the first row, Enter opens it.
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const event = page.getByRole('region', { name: 'Event' });
  await event.getByRole('heading', { name: 'Changed the workspace' }).waitFor();
  const change = event.getByRole('table', { name: 'What changed' }).getByRole('row').filter({ hasText: 'Name' });
  expect(await change.locator('ins').innerText()).toBe('Verbeke NV');
  expect(await change.locator('del').innerText()).not.toBe('Verbeke NV');
  expect(new URL(page.url()).searchParams.get('event')).toMatch(/^\d+$/);
});

test('what is listed is in the address, and goes back to all by one button', async () => {
  await page.goto(`${koppel.url}/settings/audit?scope=all&verb=signIn`);
  await rows().filter({ hasText: 'Signed in' }).first().waitFor();
  expect(await rows().filter({ hasText: 'Changed the workspace' }).count()).toBe(0);
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Refused or failed' }).click();
  await page.getByText('No events match').waitFor();
  expect(new URL(page.url()).searchParams.get('outcome')).toBe('refused');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await rows().filter({ hasText: 'Koppel started' }).waitFor();
});

test('a file holds what is listed', async () => {
  await page.goto(`${koppel.url}/settings/audit?object=workspace`);
  await rows().filter({ hasText: 'Changed the workspace' }).first().waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^As CSV/ }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('audit-log.csv');
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines[0]).toContain('who;who is;from;what');
  expect(lines.slice(1).every((line) => line.includes(';workspace.'))).toBe(true);
  expect(lines.join('\n')).toContain('Verbeke NV');
});

test('the log is verified by one press', async () => {
  await page.goto(`${koppel.url}/settings/audit`);
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('dialog').getByText('The log is as it was written').waitFor();
});
