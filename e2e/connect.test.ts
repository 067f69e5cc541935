import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { application, IdentityProvider } from '../packages/server/test/support/identity-provider.ts';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let identity: IdentityProvider;
let koppel: RunningKoppel;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_ALLOW_ADDRESSES: identity.origin,
    KOPPEL_DEMO: 'off',
  }));
  identity.serve({ redirect_uris: [`${koppel.url}/oauth/callback`] });
  browser = await launchChromium();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-BE' })).newPage();
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser.close();
  await koppel.end();
  await identity.close();
});

test('a person connects a system at its provider and comes back signed in; a key that runs out is told', async () => {
  await page.goto(`${koppel.url}/connections/new`);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Connections', exact: true }).first().click();
  await page.getByRole('link', { name: 'Connect another system' }).first().click();
  await page.getByText('HTTP (REST)').click();
  await page.getByLabel('Name', { exact: true }).fill('Webshop');
  await page.getByLabel('Address', { exact: true }).fill(`${identity.origin}/api`);
  await page.getByLabel('Sign-in', { exact: true }).click();
  await page.getByRole('option', { name: /a person/ }).click();
  await page.getByLabel('Address for people').fill(`${identity.origin}/auth`);
  await page.getByLabel('Sign-in address').fill(`${identity.origin}/token`);
  await page.getByLabel('Client id').fill(application.clientId);
  await page.getByLabel('Scope').fill('openid profile offline_access');
  await page.getByLabel('Client secret').fill(application.clientSecret);
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Holds until (if known)').fill(day);
  await page.getByRole('button', { name: 'Save and test' }).click();

  await page.getByText(/Nobody has signed in yet/).waitFor();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.waitForURL(/\/interaction\//);
  await page.getByPlaceholder('Enter any login').fill('lotte@example.be');
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();

  await page.waitForURL(`${koppel.url}/w/main/connections/**`);
  await page.getByText(/Signed in as lotte@example.be/).waitFor();
  expect(await page.getByText(`${koppel.url}/oauth/callback`).count()).toBe(1);
  await page.getByRole('tab', { name: 'Overview and fields' }).click();
  await page.getByText(/Client secret holds until/).waitFor();

  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText(/Nobody has signed in yet/).waitFor();
});
