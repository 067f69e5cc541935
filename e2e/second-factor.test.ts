import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../packages/server/test/support/authenticator.ts';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let koppel: RunningKoppel;
let browser: Browser;
let page: Page;
let openSockets = 0;

beforeAll(async () => {
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_DEMO: 'off',
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
  }));
  browser = await launchChromium();
  page = await (await browser.newContext({ locale: 'en-BE' })).newPage();
  page.on('websocket', (socket) => {
    openSockets += 1;
    socket.on('close', () => (openSockets -= 1));
  });
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

async function signIn() {
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function setUp(at: Page) {
  await at.getByRole('button', { name: 'Set up' }).click();
  const key = await at.locator('form code').innerText();
  await at.getByLabel('Code', { exact: true }).fill(codeOf(key, new Date()));
  await at.getByRole('button', { name: 'Turn on' }).click();
  await at.getByRole('button', { name: 'I have kept them' }).click();
}

test('a person sets the second factor up, signs in with a recovery code, and turns it off with another', async () => {
  await page.goto(`${koppel.url}/settings/account`);
  await signIn();
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('img', { name: 'QR code of the key' }).waitFor();
  const key = await page.locator('form code').innerText();
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('This code is wrong, too old, or was used before.').waitFor();
  await page.getByLabel('Code', { exact: true }).fill(codeOf(key, new Date()));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).waitFor();
  const codes = await page.getByRole('status').getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 recovery codes are left.').waitFor();

  // The session is another one since then: what changes something still works, and the page goes on being told of runs.
  await expect.poll(() => openSockets).toBe(1);
  await page.getByRole('button', { name: /^Administrator/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await signIn();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await page.getByLabel('Code', { exact: true }).fill(codes[0]!);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByText('9 recovery codes are left.').waitFor();
  await page.getByRole('button', { name: 'Turn off…' }).click();
  await page.getByRole('dialog').getByLabel('Code', { exact: true }).fill(codes[1]!);
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Set up' }).waitFor();
});

test('a workspace that wants a second factor has it set up before it opens', async () => {
  const link = await page.evaluate<string>(`(async () => {
    const { csrfToken } = await (await fetch('/api/session')).json();
    const response = await fetch('/api/workspaces/main/members', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-koppel-csrf': csrfToken },
      body: JSON.stringify({ email: 'sofie@example.be', role: 'viewer' }),
    });
    return (await response.json()).link.url;
  })()`);
  await setUp(page);
  await page.getByRole('link', { name: 'Workspace', exact: true }).click();
  await page.getByLabel('Second factor for everybody').click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The workspace was saved', { exact: true }).waitFor();

  const sofie = await (await browser.newContext({ locale: 'en-BE' })).newPage();
  await sofie.goto(link);
  await sofie.getByRole('button', { name: 'Not now' }).click();
  await sofie.getByRole('heading', { name: 'This workspace wants a second factor' }).waitFor();
  await setUp(sofie);
  await sofie.getByRole('link', { name: 'Flows', exact: true }).waitFor();
});
