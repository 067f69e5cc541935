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
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

test('a person makes a token, a program uses it, and from the moment it is revoked it is turned away', async () => {
  await page.goto(`${koppel.url}/settings/tokens`);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('What it is for').fill('Nightly report');
  await page.getByRole('checkbox', { name: 'see flows' }).click();
  await page.getByRole('button', { name: 'Make the token' }).click();
  const token = await page.getByRole('status').locator('code').innerText();
  expect(token).toMatch(/^koppel_[\w-]{43}$/);

  const ask = async (what: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${koppel.url}/api/workspaces/main/${what}`, { headers })).status;
  };
  expect([await ask('flows'), await ask('members')]).toEqual([200, 403]);

  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'Nightly report' });
  await row.getByText('May: see flows').waitFor();
  expect(await page.content()).not.toContain(token);
  await row.getByRole('button', { name: 'Revoke Nightly report' }).click();
  // What could not be done is told where one confirmed it, and is still there to be done.
  const calls = '**/api/**/api-tokens/**';
  await page.route(calls, (route) => route.abort());
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await dialog.getByRole('alert').waitFor();
  await page.unroute(calls);
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('There are no tokens in this workspace yet.').waitFor();
  expect(await ask('flows')).toBe(401);
});
