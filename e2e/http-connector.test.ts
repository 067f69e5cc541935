import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RestSystem } from '../packages/connectors/http/test/rest-system.ts';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let signedIn: SignedIn;
let koppel: RunningKoppel;
let rest: RestSystem;
let page: Page;

beforeAll(async () => {
  rest = await RestSystem.start();
  rest.validToken = 'sesame';
  for (let number = 1; number <= 12; number += 1) {
    rest.make({
      name: `Webshop ${number} BV`,
      company_number: null,
      credit: number * 100.5,
      address: { city: 'Gent' },
    });
    rest.nowMs += 1000;
  }
  signedIn = await SignedIn.start({ environment: { KOPPEL_ALLOW_ADDRESSES: rest.origin }, timeoutMs: 10_000 });
  ({ page, koppel } = signedIn);
});
afterAll(async () => {
  await signedIn?.end();
  await rest?.close();
});

/** The card of one request in the description. */
const card = (title: string) => page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) }).last(); // prettier-ignore

async function choose(label: string, option: string, inside = page.locator('main')): Promise<void> {
  await inside.getByLabel(label, { exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function look(name: string): Promise<void> {
  const folder = process.env['KOPPEL_LOOK'];
  if (folder === undefined) return;
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: `${folder}/${name}-light.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${folder}/${name}-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('a system is connected with a key, and a try shows what it answers', async () => {
  await page.goto(`${koppel.url}/connections/new`);
  await page.getByRole('button', { name: 'HTTP (REST)' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Webshop');
  await page.getByLabel('Role', { exact: true }).fill('shop');
  await page.getByLabel('Address', { exact: true }).fill(`${rest.origin}/api`);
  // Only what goes with the chosen sign-in is asked for.
  expect(await page.getByLabel('Client id').count()).toBe(0);
  expect(await page.getByLabel('Password').count()).toBe(0);
  await page.getByLabel('Word before the key').fill('Bearer');
  await page.getByLabel('Key', { exact: true }).fill('sesame');
  await look('new');
  await page.getByRole('button', { name: /^Save and test/ }).click();
  await page.getByRole('heading', { name: 'Webshop' }).waitFor();
  await page.getByText('The connection has no records to read yet.').waitFor();

  await page.getByRole('tab', { name: 'Records' }).click();
  await page.getByText('Nothing is described yet').waitFor();
  await page.getByRole('button', { name: 'Describe records' }).click();
  await choose('Entity', 'Account');
  await page.getByLabel('Name in the system').fill('Customers');
  const list = card('Read the list');
  await list.getByLabel('Address', { exact: true }).fill('/customers');
  await list.getByLabel('Fixed parameters').fill('sort=modified');
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText(/did not send a list of Customers/).waitFor();
  await look('try');
  await page.getByRole('button', { name: 'Take over what was found' }).click();
  expect(await list.getByLabel('Records are in').inputValue()).toBe('data.customers');
  expect(await list.getByLabel('Last change is in').inputValue()).toBe('modified');
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText(/3 records were understood/).waitFor();
});

test('its records are described and saved, and the connection stands the test', async () => {
  const list = card('Read the list');
  await choose('Pages', 'By number of records skipped', list);
  await list.getByLabel('Parameter of the page size').fill('limit');
  await list.getByLabel('Records on a page').fill('5');
  await list.getByLabel('Parameter for changes').fill('modified_since');
  await list.getByLabel('Oldest change first').click();
  await card('Read one record').getByLabel('Address', { exact: true }).fill('/customers/{key}');
  await card('Make a record').getByLabel('Address', { exact: true }).fill('/customers');
  await card('Change a record').getByLabel('Address', { exact: true }).fill('/customers/{key}');
  const find = card('Look up by');
  await find.getByRole('button', { name: 'Add a row' }).click();
  await find.getByLabel('Field in Koppel 1').fill('name');
  await find.getByLabel('Parameter of the list 1').fill('name');
  await choose('Version', 'ETag header', card('Version'));
  await card('Version').getByLabel('Field of the version').fill('etag');
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText(/5 records were understood.*There is a further page/).waitFor();
  await page.getByLabel('Key of a record').fill('1003');
  await page.getByRole('button', { name: 'Read one', exact: true }).click();
  await page.getByText('Webshop 3 BV').first().waitFor();
  await page.getByText('one whose creation got no answer is looked up').waitFor();
  await look('described');
  await card('Fields').scrollIntoViewIfNeeded();
  await look('described-fields');
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The records of Webshop were saved.', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByRole('tab', { name: 'Overview and fields' }).click();
  await page.getByText(/Read 5 records of Customers/).waitFor();
  await page.getByText('address.city').first().waitFor();
  await look('fields');
});

test('what is wrong with a description is said at the field', async () => {
  await page.getByRole('tab', { name: 'Records' }).click();
  const list = card('Read the list');
  await list.getByLabel('Address', { exact: true }).fill('customers');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await list.getByText('Begins with a slash and has no blanks: /customers.').waitFor();
  await page.reload();
  expect(await card('Read the list').getByLabel('Address', { exact: true }).inputValue()).toBe('/customers');
});

test('a flow brings the customers of the ERP into it', async () => {
  const connections = await signedIn.call<{ id: string; name: string }[]>('GET', '/api/workspaces/main/connections');
  const idOf = (name: string) => connections.find((one) => one.name === name)!.id;
  const fields = ['name', 'creditLimit', 'billingAddress.city'];
  const document = {
    koppel: 'flow',
    version: 1,
    id: 'erp-to-webshop',
    title: { en: 'Customers ERP → webshop' },
    slots: { erp: { role: 'erp' }, shop: { role: 'shop' } },
    parameters: {},
    nodes: {
      start: { type: 'start-by-hand', v: 1, config: {} },
      read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
      map: { type: 'map-fields', v: 1, config: { rows: Object.fromEntries(fields.map((field) => [`account.${field}`, { from: `account.${field}` }])) } },
      save: { type: 'save-record', v: 1, slot: 'shop', entity: 'account', config: { match: ['name'] } },
    },
    edges: ['map.records -> save.records', 'read.records -> map.records', 'start.start -> read.start'],
    layout: { nodes: {}, groups: {}, notes: {} },
  }; // prettier-ignore
  await signedIn.call('POST', '/api/workspaces/main/flows/import', { document });
  const slots = { erp: idOf('Demo ERP'), shop: idOf('Webshop') };
  await signedIn.call('PUT', '/api/workspaces/main/flows/erp-to-webshop/bindings', { slots });
  await page.goto(`${koppel.url}/flows/erp-to-webshop`);
  await page.getByRole('application', { name: /^Canvas of/ }).waitFor();
  await look('designer');
  const { revision } = await signedIn.call<{ revision: number }>('GET', '/api/workspaces/main/flows/erp-to-webshop');
  await signedIn.call('POST', '/api/workspaces/main/flows/erp-to-webshop/publish', { revision, note: 'First version' });
  await page.goto(`${koppel.url}/flows`);
  const row = page.getByRole('row', { name: /Customers ERP → webshop/ });
  await row.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Run now…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /run|start/i }).last().click(); // prettier-ignore
  await expect.poll(() => rest.customers.size, { timeout: 60_000 }).toBe(52);
  expect(signedIn.complaints).toEqual([]);
});
