import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

let koppel: RunningKoppel;
let browser: Browser;
let page: Page;
/** Pages of a CRM that may show the view, and of a site that may not. */
const sites: Server[] = [];
let link = '';

/** A page that frames whatever the link is. Gives its origin. */
async function site(): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<h1>Account</h1><iframe title="Revenue" src="${link}" width="420" height="800"></iframe>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sites.push(server);
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Runs a flow from the screen's own session, to its end. */
async function run(id: string): Promise<void> {
  const { id: runId } = await call<{ id: string }>('POST', `/api/workspaces/main/flows/${id}/runs`, {
    scope: { kind: 'all' },
  });
  const ended = async () => {
    const { state } = (await call<{ run: { state: { status: string } } }>('GET', `/api/workspaces/main/runs/${runId}`))
      .run;
    expect(state.status).toBe('done');
  };
  await vi.waitFor(ended, { timeout: 60_000, interval: 200 });
}

function call<Reply>(method: string, path: string, body?: unknown): Promise<Reply> {
  return page.evaluate(
    async ([how, where, what]) => {
      const session = (await (await fetch('/api/session')).json()) as { csrfToken: string };
      const headers = { 'x-koppel-csrf': session.csrfToken, 'content-type': 'application/json' };
      const response = await fetch(where!, { method: how!, headers, ...(what === null ? {} : { body: what! }) });
      if (!response.ok) throw new Error(`${where} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as never;
    },
    [method, path, body === undefined ? (method === 'GET' ? null : '{}') : JSON.stringify(body)] as const,
  );
}

beforeAll(async () => {
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '40',
  }));
  browser = await launchChromium();
  page = await (await browser.newContext({ locale: 'en-BE', viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Revenue insight' }).waitFor();
  await run('accounts-erp-to-crm');
  await run('revenue-erp-to-crm');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  for (const server of sites) server.close();
  await koppel?.end();
});

describe('the revenue on the account page of the CRM', () => {
  let crm: string;

  it('is allowed for an address on the settings, which then offer a script to paste', async () => {
    crm = await site();
    await page.goto(`${koppel.url}/settings/embed`);
    await page.getByText('Off: no page may show it.').waitFor();
    await page.getByLabel('Address of the CRM').fill('http://crm.example');
    await page.getByText('Give its https address without a path').first().waitFor();
    await page.getByLabel('Address of the CRM').fill(crm);
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: crm }).waitFor();
    expect(await page.getByLabel('kop_revenue.js').innerText()).toContain('Koppel.showRevenue');
  });

  it('shows in a frame of that address, in its language, without any cookie', async () => {
    const { items } = await call<{ items: { id: number; name: string }[] }>(
      'GET',
      '/api/workspaces/main/revenue/customers?limit=1',
    );
    const [customer] = items;
    ({ url: link } = await call<{ url: string }>(
      'POST',
      `/api/workspaces/main/revenue/customers/${customer!.id}/link`,
    ));
    link = link.replace('#', '?lang=nl#');
    const context = await browser.newContext();
    const account = await context.newPage();
    await account.goto(crm);
    const view = account.frameLocator('iframe');
    await view.getByRole('heading', { name: customer!.name }).waitFor();
    await view.getByText('Omzet, 12 maanden', { exact: true }).waitFor();
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('stays empty in a frame of another site', async () => {
    const other = await site();
    const refused = await browser.newPage();
    const complaints: string[] = [];
    refused.on('console', (message) => complaints.push(message.text()));
    await refused.goto(other);
    await expect.poll(() => complaints.join(' ')).toContain('frame-ancestors');
    expect(await refused.frameLocator('iframe').getByRole('heading').count()).toBe(0);
    await refused.close();
  });

  it('says in plain words, in the language of the frame, when the link is not good', async () => {
    link = `${link.slice(0, -4)}AAAA`;
    const account = await browser.newPage();
    await account.goto(crm);
    await account.frameLocator('iframe').getByRole('alert').getByText('niet door deze Koppel gemaakt').waitFor();
    await account.close();
  });
});

it('months are read with the arrow keys, and another period is chosen', async () => {
  await page.goto(`${koppel.url}/revenue`);
  const chart = page.getByRole('group', { name: /^Revenue per month: / });
  await chart.focus();
  await page.keyboard.press('End');
  const now = new Date().toLocaleDateString('en-BE', { month: 'long', year: 'numeric', timeZone: 'Europe/Brussels' });
  await chart
    .getByRole('paragraph')
    .filter({ hasText: `${now}: ` })
    .waitFor();
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(() =>
      chart
        .getByRole('paragraph')
        .filter({ hasText: `${now}: ` })
        .count(),
    )
    .toBe(0);
  await page.getByRole('combobox', { name: 'Period' }).click();
  await page.getByRole('option').last().click();
  await expect.poll(() => new URL(page.url()).searchParams.get('end')).toMatch(/^\d{4}-\d{2}$/);
  await page.getByRole('region', { name: 'Revenue per month' }).getByRole('button', { name: 'As table' }).click();
  expect(await page.getByRole('table', { name: 'Revenue per month' }).getByRole('row').count()).toBe(13);
});
