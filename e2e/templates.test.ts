import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

type Rules = Record<string, unknown>;
interface Flow {
  readonly revision: number;
  readonly draft: { readonly nodes: Record<string, { readonly config: { readonly rows: Rules } }> };
}

const accounts = 'accounts-erp-to-crm';
let browser: Browser;
const servers: RunningKoppel[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) await server.end();
});

/** A client of the consultant: a Koppel of its own, signed in, with what its systems hold looked at. */
class ClientSite {
  readonly #url: string;
  readonly page: Page;

  private constructor(url: string, page: Page) {
    this.#url = url;
    this.page = page;
  }

  static async start(): Promise<ClientSite> {
    const { koppel } = await RunningKoppel.start({
      KOPPEL_ADMIN_EMAIL: administrator.email,
      KOPPEL_ADMIN_PASSWORD: administrator.password,
      KOPPEL_DEMO_CUSTOMERS: '40',
    });
    servers.push(koppel);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    const site = new ClientSite(koppel.url, page);
    await page.goto(koppel.url);
    await page.getByLabel('E-mail').fill(administrator.email);
    await page.getByLabel('Password').fill(administrator.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Flows' }).waitFor();
    for (const { id } of await site.call<{ id: string }[]>('GET', '/api/connections')) {
      await site.call('POST', `/api/connections/${id}/discover`);
    }
    return site;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.#url + path);
  }

  /** Calls the API with the page's own session. */
  async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    const options = body === undefined ? { method } : { method, data: body };
    const answer = await this.page.request.fetch(this.#url + path, { ...options, headers: { origin: this.#url } });
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  /** Changes rows of the account mapping, as the designer saves them. */
  async changeRows(flowId: string, rows: Rules): Promise<void> {
    const { draft, revision } = await this.call<Flow>('GET', `/api/flows/${flowId}`);
    Object.assign(draft.nodes['map']!.config.rows, rows);
    await this.call('PUT', `/api/flows/${flowId}/draft`, { document: draft, revision });
  }

  async rows(flowId: string): Promise<Rules> {
    return (await this.call<Flow>('GET', `/api/flows/${flowId}`)).draft.nodes['map']!.config.rows;
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name });
  }

  /** Exports the three flows through the wizard; every hit of the check is handled. Gives the file. */
  async exportThree(note: string): Promise<string> {
    const { page } = this;
    await this.open('/templates/export');
    await page.getByLabel('Name', { exact: true }).fill('Customer 360 base');
    expect(await page.getByLabel('Id').inputValue()).toBe('customer-360-base');
    const { items } = { items: await this.call<{ id: string; title: { en: string } }[]>('GET', '/api/flows') };
    for (const id of [accounts, 'new-customer-crm-to-erp', 'customer-value']) {
      await page.getByRole('checkbox', { name: items.find((flow) => flow.id === id)!.title.en, exact: true }).click();
    }
    await this.button('Continue to Parameters').click();
    await this.button('Continue to Secrets check').click();
    await page
      .getByText(/hold(s)? data of|Every hit is handled/)
      .first()
      .waitFor();
    const host = page.getByRole('listitem', { name: 'Host name track.verbeke.example' });
    await host.waitFor();
    expect(await this.button('Continue to Documentation').getAttribute('aria-disabled')).toBe('true');
    await host.getByRole('button', { name: 'Make a parameter' }).click();
    await host.getByLabel('Name').fill('trackingHost');
    await host.getByRole('button', { name: 'Accept' }).click();
    await host.getByText('Parameter trackingHost').waitFor();
    const open = page.getByRole('button', { name: 'Remove', exact: true });
    for (let left = await open.count(); left > 0; left -= 1) {
      await open.first().click();
      await expect.poll(() => open.count(), { timeout: 30_000 }).toBe(left - 1);
    }
    await this.button('Continue to Documentation').click();
    await this.button('Continue to Version and download').click();
    await page.getByLabel('What changed').fill(note);
    const download = page.waitForEvent('download');
    await this.button('Make the package').click();
    await this.button('Download').click();
    return (await download).path();
  }

  async upload(file: string, version: string): Promise<void> {
    await this.open('/templates');
    await this.page.getByLabel('Package file').setInputFiles(file);
    await this.page.getByRole('table', { name: 'Available' }).getByText(`Customer 360 base ${version}`).waitFor();
  }
}

test('a consultant brings flows from one client to the next, and upgrades without losing what was changed there', async () => {
  const a = await ClientSite.start();
  const b = await ClientSite.start();
  await a.changeRows(accounts, {
    'account.~fax': { from: 'account.~salespersonCode' },
    'account.website': { cel: '"https://track.verbeke.example/" + account.number' },
  });
  const first = await a.exportThree('First');

  // Installed at B with another field and its own value.
  await b.upload(first, '1.0.0');
  await b.button('Install 1.0.0').click();
  await b.page.getByRole('heading', { name: 'Install Customer 360 base 1.0.0' }).waitFor();
  await b.button('Continue to Connections').click();
  await b.page.getByText('Tested, works').first().waitFor();
  await b.button('Continue to Field mappings').click();
  await b
    .button(/^All /)
    .or(b.page.getByRole('radio', { name: /^All / }))
    .click();
  await b.page.getByRole('combobox', { name: 'Field here for CRM account.~fax' }).click();
  await b.page.getByRole('option', { name: /\(~telephone2\)/ }).click();
  await b.page.getByText('Matched by hand').waitFor();
  await b.button('Continue to Parameters').click();
  await b.page.getByLabel(/tracking ?host/i).fill('volg.janssens.example');
  await b.page.getByLabel(/tracking ?host/i).press('Enter');
  await expect.poll(() => b.button('Continue to Install').getAttribute('aria-disabled')).toBeNull();

  // Left and taken up again.
  await b.open('/templates');
  await b.button('Install 1.0.0').click();
  await b.page
    .getByRole('button', { name: /Install$/ })
    .last()
    .click();
  await b
    .button(/^Run .* with sample$/)
    .first()
    .click();
  await b.page
    .getByText(/records? read/)
    .first()
    .waitFor();
  await b.button('Install and publish').click();
  await b.page.getByRole('heading', { name: 'Customer 360 base 1.0.0 is installed' }).waitFor();
  const here = `${accounts}-2`;
  expect(await b.rows(here)).toMatchObject({ 'account.~telephone2': { from: 'account.~salespersonCode' } });

  // B changes two mappings; A changes one of them, and adds another.
  await b.changeRows(here, {
    'account.creditLimit': { cel: 'min(account.creditLimit, decimal("40000"))' },
    'account.phone': { from: 'account.phone', format: 'trim' },
  });
  const before = await b.rows(here);
  await a.changeRows(accounts, {
    'account.creditLimit': { cel: 'account.creditLimit * decimal("0.95")' },
    'account.~description': { from: 'account.name' },
  });
  const second = await a.exportThree('Risk discount');

  await b.upload(second, '1.1.0');
  await b.page.getByText('2 changes here').waitFor();
  await b.button('Upgrade to 1.1.0').click();
  await b.page.getByText('updates 1.0.0').waitFor();
  await b.page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Compare' }).click();
  await b.page.getByRole('heading', { name: '1 choice left' }).waitFor();
  expect(await b.button('Continue to Install').getAttribute('aria-disabled')).toBe('true');
  await b.page.getByRole('radio', { name: 'Combine both' }).click();
  const combined = 'min(account.creditLimit * decimal("0.95"), decimal("40000"))';
  await b.page.getByLabel('Expression or value').fill(combined);
  await b.button('Accept').click();
  await b.page.getByRole('heading', { name: 'No choices left' }).waitFor();
  await b.button('Continue to Install').click();
  await b
    .button(/^Run .* with sample$/)
    .first()
    .click();
  await b.page
    .getByText(/records? read/)
    .first()
    .waitFor();
  await b.button('Install and publish').click();
  await b.page.getByRole('heading', { name: 'Customer 360 base 1.1.0 is installed' }).waitFor();
  expect(await b.rows(here)).toMatchObject({
    'account.creditLimit': { cel: combined },
    'account.phone': { from: 'account.phone', format: 'trim' },
    'account.~description': { from: 'account.name' },
  });

  // One action back.
  await b.button('Back to before').click();
  await b.page.getByRole('dialog').getByRole('button', { name: 'Back to before' }).click();
  await b.page.getByText('Customer 360 base is back to before').waitFor();
  expect(await b.rows(here)).toEqual(before);
  expect(complaints).toEqual([]);
}, 300_000);
