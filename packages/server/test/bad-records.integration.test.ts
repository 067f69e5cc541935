import type { FailureDetail, Remedy } from '@koppel/protocol';
import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, ended, erpCompany, run } from './support/systems.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const api = '/api/data/v9.2';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 60 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
  for (const flow of ['accounts-erp-to-crm', 'products-erp-to-crm']) await run(client, flow);
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

/** The one open failure whose record is called so. */
async function failureOf(name: string): Promise<FailureDetail> {
  const { items } = await client.call('listFailures', { query: { text: name } });
  expect(
    items.map((item) => item.name),
    name,
  ).toHaveLength(1);
  const failure = await client.call('getFailure', { params: { id: items[0]!.id } });
  expect(failure.error.message).toContain(name);
  expect(failure.error.remedy).not.toBe('');
  return failure;
}

function remedyOf<Kind extends Remedy['kind']>({ remedies }: FailureDetail, kind: Kind) {
  const found = remedies.find((remedy) => remedy.kind === kind);
  expect(found, JSON.stringify(remedies)).toBeDefined();
  return found as Extract<Remedy, { kind: Kind }>;
}

/** Waits for the runs of a retry; the failure has closed by itself. */
async function solves({ id }: FailureDetail, started: Promise<{ runs: { runId: string }[] }>): Promise<void> {
  for (const { runId } of (await started).runs) await ended(client, runId);
  const after = await client.call('getFailure', { params: { id } });
  expect(after.state, `${after.error.message} ${after.error.answer ?? ''}`).toBe('solved');
  expect(after.history.at(-1)!.kind).toBe('solved');
}

const retried = ({ id }: FailureDetail, edit?: { input?: Record<string, string>; output?: Record<string, string> }) =>
  client.call('retryFailures', { body: { ids: [id], ...(edit ? { edit } : {}) } });

/** Some active customer of the ERP, linked and never twice the same. */
let taken = 0;
async function customer(): Promise<Readonly<Record<string, unknown>>> {
  const { reader, of } = await erpCompany(demo);
  const all = await reader.all(`${of('customers')}?$filter=blocked eq ' '`);
  return all[(taken += 1)]!;
}
async function changeInErp(id: unknown, values: Readonly<Record<string, unknown>>): Promise<void> {
  const { reader, of } = await erpCompany(demo);
  await reader.change(`${of('customers')}(${String(id)})`, values);
}
const accountFor = async (number: unknown) =>
  (await crmReader(demo).all(`${api}/accounts?$filter=accountnumber eq '${String(number)}'`))[0]!;

describe('a customer that the CRM cannot take', () => {
  test('an unknown payment term is translated, and the record goes over by itself', async () => {
    const { reader, of } = await erpCompany(demo);
    const { id, displayName } = await customer();
    const term = await reader.post(of('paymentTerms'), {
      code: '75D',
      displayName: '75 days',
      dueDateCalculation: '75D',
    });
    await changeInErp(id, { paymentTermsId: term.body['id'] });
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf(displayName as string);
    expect(failure).toMatchObject({ cause: 'noTranslation', error: { field: 'account.paymentTerms' } });
    expect(failure.error.message).toContain('75D');
    const { list, value } = remedyOf(failure, 'translate');
    const now = (await client.call('listValueLists', {})).find((one) => one.id === list)!;
    const [known] = Object.values(now.entries);
    await client.call('saveValueList', {
      params: { id: list },
      body: { ...now, entries: { ...now.entries, [value]: known! } },
    });
    await solves(failure, retried(failure));
  });

  test('a value set for one try goes over, and nothing in the ERP changes', async () => {
    const { reader, of } = await erpCompany(demo);
    const { id, displayName, number } = await customer();
    const term = await reader.post(of('paymentTerms'), {
      code: '80D',
      displayName: '80 days',
      dueDateCalculation: '80D',
    });
    await changeInErp(id, { paymentTermsId: term.body['id'], city: 'Sint-Niklaas' });
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf(displayName as string);
    const { side, field } = remedyOf(failure, 'edit');
    expect([side, field]).toEqual(['output', 'account.paymentTerms']);
    const known = await client.call('listValueLists', {});
    const [code] = Object.values(known.find((one) => one.id === 'payment-terms')!.entries);
    await solves(failure, retried(failure, { output: { [field]: code! } }));
    expect((await accountFor(number))['address1_city']).toBe('Sint-Niklaas');
    await expect(retried(failure, { output: { 'account.shoeSize': '44' } })).rejects.toThrow(/shoeSize/);
  });

  test('two accounts with its number: it is linked to the right one', async () => {
    const erp = await erpCompany(demo);
    const made = await erp.reader.post(erp.of('customers'), {
      displayName: 'Dubbel BV',
      type: 'Company',
      taxRegistrationNumber: 'BE0403019261',
      country: 'BE',
    });
    const twins = [];
    for (const name of ['Dubbel', 'Dubbel bis']) {
      twins.push(await crmReader(demo).post(`${api}/accounts`, { name, kop_vatnumber: 'BE0403019261' }));
    }
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf('Dubbel BV');
    expect(failure.cause).toBe('alreadyExists');
    const { candidates } = remedyOf(failure, 'link');
    expect(candidates.toSorted()).toEqual(twins.map(({ id }) => id).toSorted());
    const started = client.call('mendFailure', {
      params: { id: failure.id },
      body: { kind: 'link', targetKey: twins[1]!.id! },
    });
    await solves(failure, started);
    expect((await crmReader(demo).one(`${api}/accounts(${twins[1]!.id!})`))['accountnumber']).toBe(made.body['number']);
  });

  test('its account was deleted in the CRM: the link is forgotten, and it is made anew', async () => {
    const { id, displayName, number } = await customer();
    const account = await accountFor(number);
    await crmReader(demo).remove(`${api}/accounts(${String(account['accountid'])})`);
    await changeInErp(id, { city: 'Oostende' });
    await run(client, 'accounts-erp-to-crm');
    const failure = await failureOf(displayName as string);
    expect(failure).toMatchObject({ cause: 'notFound', targetKey: account['accountid'] });
    remedyOf(failure, 'unlink');
    await solves(failure, client.call('mendFailure', { params: { id: failure.id }, body: { kind: 'unlink' } }));
    expect((await accountFor(number))['address1_city']).toBe('Oostende');
  });
});
