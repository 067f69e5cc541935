import { testClock } from '@koppel/sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const { signal } = new AbortController();
let crm: CrmUnderTest;
beforeEach(async () => {
  crm = await startCrm({ clock: testClock() });
});
afterEach(() => crm.close());

const locks = () => crm.system.locks!('account')!;
const lock = (...fields: string[]) => locks().set(fields.map((field) => ({ field, maySeed: true })), 'locked', signal); // prettier-ignore
const open = (...fields: string[]) => locks().set(fields.map((field) => ({ field, maySeed: true })), 'open', signal); // prettier-ignore

/** What a salesperson may do, tried over the API; the administrator's hands pass column security. */
async function salesperson(method: string, path: string, body?: unknown): Promise<Response> {
  return crm.handsOf('salesperson').answer(method, path, body, method === 'PATCH' ? { 'if-match': '*' } : {});
}

test('tells which fields are open, and which Dataverse cannot lock and why', async () => {
  const states = await locks().read(['name', 'number', 'currency', 'owner', 'blocked', 'creditLimit', 'nothing'], signal); // prettier-ignore
  expect(states.map(({ field, state }) => `${field} ${state}`)).toEqual([
    'name open',
    'number impossible',
    'currency impossible',
    'owner impossible',
    'blocked impossible',
    'creditLimit open',
  ]);
  expect(states[1]!.reason!.en).toContain('alternate key');
  expect(await crm.system.locks!('order')!.read(['lines', 'tracking'], signal)).toMatchObject([
    { field: 'lines', state: 'impossible' },
    { field: 'tracking', state: 'open' },
  ]);
  expect(crm.system.locks!('invoice')).toBeUndefined();
});

test('a locked field is read by everybody, filled when a record is made, and changed by Koppel alone', async () => {
  const [key] = await crm.make(['Op slot BV']);
  expect(await lock('creditLimit', 'number', '~fax')).toMatchObject([
    { field: 'creditLimit', state: 'locked' },
    { field: 'number', state: 'impossible' },
    { field: '~fax', state: 'locked' },
  ]);
  const [found] = await crm.system.sink('account')!.find([{ by: 'key', key: key! }], { fields: ['name'], signal });
  const version = found![0]!.version;
  const [outcome] = await crm.system.sink('account')!.send([{ op: 'update', key: key!, version, values: { creditLimit: '500' } }], { signal }); // prettier-ignore
  expect(outcome).toMatchObject({ kind: 'confirmed', values: { creditLimit: '500' } });
  const read = await salesperson('GET', `accounts(${key})?$select=creditlimit`);
  expect(await read.json()).toMatchObject({ creditlimit: 500 });
  expect((await salesperson('PATCH', `accounts(${key})`, { creditlimit: 1 })).status).toBe(403);
  expect((await salesperson('PATCH', `accounts(${key})`, { name: 'Andere naam' })).status).toBe(204);
  expect((await salesperson('POST', 'accounts', { name: 'Nieuw', creditlimit: 5 })).status).toBe(204);
  expect(await open('creditLimit', '~fax')).toMatchObject([{ state: 'open' }, { state: 'open' }]);
  expect((await salesperson('PATCH', `accounts(${key})`, { creditlimit: 1 })).status).toBe(204);
  expect(await crm.hands.rows("fieldpermissions?$filter=attributelogicalname eq 'creditlimit'")).toEqual([]);
});

test('locking twice makes nothing twice, and goes on where it broke off', async () => {
  await lock('iban');
  await lock('iban', 'companyNumber');
  const named = await crm.hands.rows("fieldsecurityprofiles?$filter=startswith(name,'Koppel')");
  expect(named).toHaveLength(2);
  const columns = (await crm.hands.rows('fieldpermissions')).map((row) => row['attributelogicalname']).sort();
  // Two of ours for each column, and one for administrators that the system adds.
  expect(columns).toEqual(['kop_companynumber', 'kop_companynumber', 'kop_companynumber', 'kop_iban', 'kop_iban', 'kop_iban']); // prettier-ignore
});

test('the address as one text is locked with its parts, and opened with the last of them', async () => {
  const isSecured = async () => {
    const [row] = await crm.hands.rows("EntityDefinitions(LogicalName='account')/Attributes?$select=IsSecured&$filter=LogicalName eq 'address1_composite'"); // prettier-ignore
    return row!['IsSecured'];
  };
  await lock('billingAddress.city', 'billingAddress.street');
  expect(await isSecured()).toBe(true);
  await open('billingAddress.city');
  expect(await isSecured()).toBe(true);
  await open('billingAddress.street');
  expect(await isSecured()).toBe(false);
});

test('tells who changed a record last, and whether that was Koppel itself', async () => {
  const [theirs] = await crm.make(['Van een ander']);
  const sink = crm.system.sink('account')!;
  const own = sink.keyFor!('ours');
  await sink.send([{ op: 'create', key: own, version: null, values: { name: 'Van ons' } }], { signal });
  const changes = await crm.system.lastChanges!('account', [theirs!, own, 'not-a-key', '11111111-2222-4333-8444-555555555555'], signal); // prettier-ignore
  expect(changes.toSorted((a, b) => Number(a.isOwn) - Number(b.isOwn))).toEqual([
    { key: theirs, at: '2026-06-01T12:00:00Z', by: 'Ruth Verstappen', isOwn: false },
    { key: own, at: '2026-06-01T12:00:00Z', by: 'Koppel Integration', isOwn: true },
  ]);
});
