import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

type Rules = Record<string, unknown>;
interface Flow {
  readonly revision: number;
  readonly summary: { readonly publishedVersion: number | null };
  readonly draft: { readonly nodes: Record<string, { readonly config: { readonly rows: Rules } }> };
}

const accounts = 'accounts-erp-to-crm';
let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  signedIn = await SignedIn.start();
  ({ page, koppel } = signedIn);
});
afterAll(async () => {
  await signedIn?.end();
});

/** A client of the consultant: a workspace of the same Koppel. */
class Client {
  readonly slug: string;
  constructor(slug: string) {
    this.slug = slug;
  }

  async open(path: string): Promise<void> {
    await page.goto(`${koppel.url}/w/${this.slug}${path}`);
  }

  call<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    return signedIn.call(method, `/api/workspaces/${this.slug}${path}`, body);
  }

  /** Looks at what its systems have, as "Look again" on a connection does. */
  async lookAtSystems(): Promise<void> {
    for (const { id } of await this.call<{ id: string }[]>('GET', '/connections')) {
      await this.call('POST', `/connections/${id}/discover`);
    }
  }

  flow(id: string): Promise<Flow> {
    return this.call('GET', `/flows/${id}`);
  }

  async rows(id: string): Promise<Rules> {
    return (await this.flow(id)).draft.nodes['map']!.config.rows;
  }

  /** Changes rows of the account mapping, as the designer saves them. */
  async changeRows(id: string, rows: Rules): Promise<void> {
    const { draft, revision } = await this.flow(id);
    Object.assign(draft.nodes['map']!.config.rows, rows);
    await this.call('PUT', `/flows/${id}/draft`, { document: draft, revision });
  }
}

const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
const step = (name: string): Locator => page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name });

/** Exports the three flows through the wizard; every hit of the check is handled. Gives the file. */
async function exportThree(client: Client, note: string): Promise<string> {
  await client.open('/templates/export');
  await page.getByLabel('Name', { exact: true }).fill('Customer 360 base');
  expect(await page.getByLabel('Id').inputValue()).toBe('customer-360-base');
  const flows = await client.call<{ id: string; title: { en: string } }[]>('GET', '/flows');
  for (const id of [accounts, 'new-customer-crm-to-erp', 'customer-value']) {
    const title = flows.find((flow) => flow.id === id)!.title.en;
    await page.getByRole('checkbox', { name: title, exact: true }).click();
  }
  await button('Continue to Parameters').click();
  await button('Continue to Secrets check').click();
  const host = page.getByRole('listitem', { name: 'Host name track.verbeke.example' });
  await host.waitFor();
  expect(await button('Continue to Documentation').getAttribute('aria-disabled')).toBe('true');
  await host.getByRole('button', { name: 'Make a parameter' }).click();
  await host.getByLabel('Name').fill('trackingHost');
  await host.getByRole('button', { name: 'Accept' }).click();
  await host.getByText('Parameter trackingHost').waitFor();
  const remove = page.getByRole('button', { name: 'Remove', exact: true });
  for (let left = await remove.count(); left > 0; left -= 1) {
    await remove.first().click();
    await expect.poll(() => remove.count(), { timeout: 30_000 }).toBe(left - 1);
  }
  await button('Continue to Documentation').click();
  await button('Continue to Version and download').click();
  await page.getByLabel('What changed').fill(note);
  await button('Make the package').click();
  await page.getByRole('heading', { name: /^Customer 360 base .* is in the library$/ }).waitFor();
  const download = page.waitForEvent('download');
  await button('Download').click();
  return (await download).path();
}

async function upload(client: Client, file: string, version: string): Promise<void> {
  await client.open('/templates');
  await button('Upload a package…').waitFor();
  await page.getByLabel('Package file').setInputFiles(file);
  await page.getByRole('table', { name: 'Available' }).getByText(`Customer 360 base ${version}`).waitFor();
}

/** A sample run of the first flow: it reads records, writes none. */
async function sample(): Promise<void> {
  await button(/^Run with sample: /)
    .first()
    .click();
  await page
    .getByText(/[1-9]\d* records? read/)
    .first()
    .waitFor();
}

test('a consultant brings flows from one client to the next, and upgrades without losing what was changed there', async () => {
  await signedIn.call('POST', '/api/workspaces', { slug: 'janssens', name: 'Janssens', environment: 'demo' });
  const a = new Client('main');
  const b = new Client('janssens');
  await a.lookAtSystems();
  await b.lookAtSystems();
  await a.changeRows(accounts, {
    'account.~fax': { from: 'account.~salespersonCode' },
    'account.website': { cel: '"https://track.verbeke.example/" + account.number' },
  });
  const first = await exportThree(a, 'First');

  // Installed at B with another field and its own value.
  await upload(b, first, '1.0.0');
  await button('Trust this publisher…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Trust this key' }).click();
  await page.getByText('Signed, trusted').waitFor();
  await button('Install 1.0.0').click();
  await button('Give up').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on installing' }).click();
  await page.getByRole('heading', { name: 'Install Customer 360 base 1.0.0' }).waitFor();
  await button('Give up').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give up' }).click();
  await page.getByText('Nothing was changed', { exact: false }).first().waitFor();
  await button('Install 1.0.0').click();
  await page.getByRole('heading', { name: 'Install Customer 360 base 1.0.0' }).waitFor();
  await button('Continue to Connections').click();
  await page.getByText('Tested, works').first().waitFor();
  await button('Continue to Field mappings').click();
  await page.getByRole('radio', { name: /^All / }).click();
  await page.getByRole('combobox', { name: 'Field here for CRM account.~fax' }).click();
  await page.getByRole('option', { name: /\(~telephone2\)/ }).click();
  await page.getByText('Matched by hand').waitFor();
  await button('Continue to Parameters').click();
  await page.getByLabel(/tracking ?host/i).fill('volg.janssens.example');
  await page.getByLabel(/tracking ?host/i).press('Enter');
  await page.getByText('It must be filled in.').waitFor({ state: 'detached' });

  // Left and taken up again.
  await b.open('/templates');
  await button('Install 1.0.0').click();
  await step('Install').click();
  await sample();
  await button('Install and publish').click();
  await page.getByRole('heading', { name: 'Customer 360 base 1.0.0 is installed' }).waitFor();
  const here = `${accounts}-2`;
  expect(await b.rows(here)).toMatchObject({ 'account.~telephone2': { from: 'account.~salespersonCode' } });

  // B changes two mappings; A changes one of them, and adds another.
  await b.changeRows(here, {
    'account.creditLimit': { cel: 'min(account.creditLimit, decimal("40000"))' },
    'account.phone': { from: 'account.phone', format: 'trim' },
  });
  const before = await b.flow(here);
  await a.changeRows(accounts, {
    'account.creditLimit': { cel: 'account.creditLimit * decimal("0.95")' },
    'account.~description': { from: 'account.name' },
  });
  const second = await exportThree(a, 'Risk discount');

  await upload(b, second, '1.1.0');
  await page.getByText('2 changes here').waitFor();
  await button('Upgrade to 1.1.0').click();
  await page.getByText('updates 1.0.0').waitFor();
  await step('Compare').click();
  await page.getByRole('heading', { name: '1 choice left' }).waitFor();
  expect(await button('Continue to Install').getAttribute('aria-disabled')).toBe('true');
  // In words, with who changed it here, what differs, and the course of the flow.
  await page.getByRole('heading', { name: 'What should hold for Credit limit?' }).waitFor();
  const ours = page.getByRole('region', { name: 'Janssens' });
  await ours.getByText(/^Changed .* by /).waitFor();
  expect(await ours.locator('ins').first().textContent()).toMatch(/^min\(/);
  const theirs = page.getByRole('region', { name: 'Template 1.1.0' });
  await theirs.getByText('“Risk discount”', { exact: false }).waitFor();
  const drawn = page.getByRole('region', { name: 'Nodes of the flow' }).locator('svg path');
  await expect.poll(() => drawn.count()).toBeGreaterThan(3);
  expect(await button('Accept').getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('radio', { name: 'Combine both' }).click();
  const combined = 'min(account.creditLimit * decimal("0.95"), decimal("40000"))';
  // An answer is accepted only once the check of that very answer came back.
  const held = Promise.withResolvers<void>();
  const effect = '**/template-installations/*/effect';
  await page.route(effect, async (route) => {
    await held.promise;
    await route.continue();
  });
  const asked = page.waitForRequest(effect);
  await page.getByLabel('Expression or value').fill(combined);
  await asked;
  expect(await button('Accept').getAttribute('aria-disabled')).toBe('true');
  held.resolve();
  await page.getByRole('region', { name: 'Result' }).getByText('No errors').waitFor();
  await page.getByText(/sample records get another value for Credit limit than today/).waitFor();
  await button('Accept').click();
  await page.getByRole('heading', { name: 'No choices left' }).waitFor();
  await button('Continue to Install').click();
  await sample();
  await button('Install and publish').click();
  await page.getByRole('heading', { name: 'Customer 360 base 1.1.0 is installed' }).waitFor();
  expect((await b.flow(here)).summary.publishedVersion).toBe(before.summary.publishedVersion! + 1);
  expect(await b.rows(here)).toMatchObject({
    'account.creditLimit': { cel: combined },
    'account.phone': { from: 'account.phone', format: 'trim' },
    'account.~description': { from: 'account.name' },
    'account.~telephone2': { from: 'account.~salespersonCode' },
  });

  // One action back.
  await button('Back to before').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back to before' }).click();
  await page.getByText('Customer 360 base is back to before', { exact: true }).waitFor();
  await page.getByRole('table', { name: 'Installed' }).getByText('Customer 360 base 1.0.0').waitFor();
  const after = await b.flow(here);
  expect(after.draft).toEqual(before.draft);
  expect(after.summary.publishedVersion).toBe(before.summary.publishedVersion);
  expect(signedIn.complaints).toEqual([]);
}, 300_000);
