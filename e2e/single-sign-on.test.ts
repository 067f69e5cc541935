import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { application, IdentityProvider } from '../packages/server/test/support/identity-provider.ts';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let folder: string;
let identity: IdentityProvider;
let koppel: RunningKoppel;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-sign-on-'));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, `${application.clientSecret}\n`);
  identity = await IdentityProvider.start();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_DEMO: 'off',
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_ALLOW_ADDRESSES: identity.origin,
    KOPPEL_OIDC_ISSUER: identity.origin,
    KOPPEL_OIDC_CLIENT_ID: application.clientId,
    KOPPEL_OIDC_CLIENT_SECRET_FILE: secretFile,
    KOPPEL_OIDC_NAME: 'Verbeke ID',
  }));
  identity.serve({ redirect_uris: [`${koppel.url}/sign-in/return`] });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
  await identity?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function signOn(page: Page, login: string) {
  await page.getByRole('button', { name: 'Sign in with Verbeke ID' }).click();
  await page.waitForURL(/\/interaction\//);
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('a person signs in at the provider of the company and is where the way led; a stranger is told why not', async () => {
  const page = await (await browser.newContext({ locale: 'en-BE' })).newPage();
  await page.goto(`${koppel.url}/w/main/connections`);
  await signOn(page, administrator.email);
  await page.waitForURL(`${koppel.url}/w/main/connections`);
  await page.getByRole('heading', { name: 'Connections', exact: true }).first().waitFor();

  const stranger = await (await browser.newContext({ locale: 'nl-BE' })).newPage();
  await stranger.goto(koppel.url);
  await stranger.getByRole('button', { name: 'Aanmelden met Verbeke ID' }).waitFor();
  const english = await (await browser.newContext({ locale: 'en-BE' })).newPage();
  await english.goto(koppel.url);
  await signOn(english, 'nobody@example.be');
  await english.getByText('Nobody has let you in yet. Ask an administrator to.').waitFor();
});
