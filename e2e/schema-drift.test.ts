import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RestSystem } from '../packages/connectors/http/test/rest-system.ts';
import { customers } from '../packages/connectors/http/test/system-under-test.ts';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

let signedIn: SignedIn;
let koppel: RunningKoppel;
let rest: RestSystem;
let page: Page;
let shop = '';

const name = { field: 'name', path: 'name', isRequired: true };
const phone = { field: 'phone', path: 'phone' };
const city = { field: 'billingAddress.city', path: 'address.city' };
const website = { field: 'website', path: 'web' };

const connection = (fields: readonly object[]) => ({
  name: 'Shop',
  connectorId: 'http',
  role: 'erp',
  settings: {
    baseUrl: `${rest.origin}/api`,
    signIn: 'none',
    resources: [customers({ fields, find: [{ field: 'name', parameter: 'name' }] })],
  },
});

beforeAll(async () => {
  rest = await RestSystem.start();
  for (let number = 1; number <= 3; number += 1) {
    rest.make({ name: `Shop ${number} BV`, company_number: null, credit: 100, address: { city: 'Gent' } });
  }
  signedIn = await SignedIn.start({ environment: { KOPPEL_ALLOW_ADDRESSES: rest.origin }, timeoutMs: 60_000 });
  ({ page, koppel } = signedIn);

  ({ id: shop } = await signedIn.call<{ id: string }>('POST', '/connections', connection([name, phone, city])));
  await signedIn.call('POST', `/connections/${shop}/discover`);
  const connections = await signedIn.call<{ id: string; name: string }[]>('GET', '/connections');
  const document = {
    koppel: 'flow',
    version: 1,
    id: 'shop-to-crm',
    title: { en: 'Customers shop → CRM' },
    slots: { erp: { role: 'erp' }, crm: { role: 'crm' } },
    parameters: {},
    nodes: {
      start: { type: 'start-by-hand', v: 1, config: {} },
      read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
      map: {
        type: 'map-fields',
        v: 1,
        config: { rows: { 'account.name': { from: 'account.name' }, 'account.phone': { from: 'account.phone' } } },
      },
      save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: ['name'] } },
    },
    edges: ['map.records -> save.records', 'read.records -> map.records', 'start.start -> read.start'],
    layout: { nodes: {}, groups: {}, notes: {} },
  };
  await signedIn.call('POST', '/flows/import', { document });
  const crm = connections.find((one) => one.name === 'Demo CRM')!.id;
  await signedIn.call('PUT', '/flows/shop-to-crm/bindings', { slots: { erp: shop, crm } });
});
afterAll(async () => {
  await signedIn?.end();
  await rest?.close();
});

test('fields that change while a mapping is open are told, and nothing of the mapping is lost', async () => {
  await page.goto(`${koppel.url}/w/main/flows/shop-to-crm?node=map`);
  const source = page.getByRole('region', { name: 'Fields that arrive' });
  await source.getByRole('treeitem', { name: /phone/i }).waitFor();

  await signedIn.call('PUT', `/connections/${shop}`, connection([name, city, website]));
  await signedIn.call('POST', `/connections/${shop}/discover`);

  const note = page.getByText('The fields of ERP changed while you had this open. Nothing in the flow was changed.');
  await note.waitFor();
  expect(await note.textContent()).toMatch(/Phone is gone\. Website is new\./i);
  const row = page.locator('[data-row-name="account.phone"]');
  await row.getByText(/^Gone since \d+ \w+ \d{4}$/).waitFor();
  expect(await row.locator('.line-through').textContent()).toMatch(/phone/i);
  await source.getByText(/^Gone since/).waitFor();
  await source
    .getByRole('treeitem', { name: /website/i })
    .getByText('New', { exact: true })
    .waitFor();
  await signedIn.expectAccessible('fields-changed');
  await page.getByRole('button', { name: 'Close', exact: true }).first().click();
  await note.waitFor({ state: 'detached' });
  await row.getByText(/^Gone since/).waitFor();
});

test('a vanished field blocks publishing until its row is filled from elsewhere', async () => {
  await page.getByRole('button', { name: '1 problem blocks publishing' }).waitFor();
  await page.locator('[data-row-name="account.phone"]').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: '1 problem blocks publishing' }).waitFor({ state: 'detached' });
  expect(await page.getByText(/^Gone since/).count()).toBe(0);
});

test('the connection says which fields are new and gone, and since when, also later on', async () => {
  await page.goto(`${koppel.url}/w/main/connections/${shop}`);
  const gone = page.getByRole('row', { name: /phone/i });
  await gone.getByText(/^Gone \d+ \w+ \d{4}$/).waitFor();
  await page.getByRole('row', { name: /website/i }).getByText(/^New \d+ \w+ \d{4}$/).waitFor(); // prettier-ignore
  await signedIn.expectAccessible('connection-fields');
  expect(signedIn.complaints).toEqual([]);
});
