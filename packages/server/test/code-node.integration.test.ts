import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import type { FlowDocument } from '@koppel/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, problemOf } from './support/client.ts';
import { accountsOf, connect, ended, flowId } from './support/systems.ts';
import { startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let demo: DemoSystems;
let server: TestKoppel;
let client: Client;
let analyst: Client;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 40 });
  server = await startTestKoppel({ config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await connect(client, demo);
  for (const { id } of await client.call('listConnections'))
    await client.call('discoverConnection', { params: { id } });
  const { link } = await client.call('inviteMember', { body: { email: 'an@example.com', role: 'analyst' } });
  analyst = await Client.byLink(server.url, tokenOf(link!.url));
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const params = { id: flowId };

/** The shipped flow with code between its mapping and its mask. */
function withCode(draft: FlowDocument, code: string, fields: readonly string[] = ['account.name']): FlowDocument {
  const document = structuredClone(draft);
  document.nodes['code'] = { type: 'run-code', v: 1, config: { code, fields: [...fields] } };
  document.edges = document.edges
    .filter((edge) => edge !== 'map.records -> mask.records' && !edge.includes('code.'))
    .concat('map.records -> code.records', 'code.records -> mask.records');
  document.layout.nodes['code'] = [900, 400];
  return document;
}

async function save(who: Client, document: FlowDocument) {
  const { revision } = await client.call('getFlow', { params });
  return who.ask('saveDraft', { params, body: { document, revision } });
}
const draftOf = async () => (await client.call('getFlow', { params })).draft;

const shout = `
export default function (account: { readonly name: string | null }) {
  if (account.name?.includes('BV')) throw new Error('No BV today.');
  return { name: account.name!.toUpperCase() };
}
`;

describe('a step with code', () => {
  test('is tried on samples, with what it gives or what is wrong for each', async () => {
    const document = withCode(await draftOf(), shout);
    const { records } = await client.call('previewFlow', { params, body: { document, nodeId: 'code', limit: 20 } });
    const failed = records.filter(({ port }) => port === 'rejected');
    const done = records.filter(({ port }) => port === 'records');
    expect(done.length).toBeGreaterThan(0);
    expect(failed.length).toBeGreaterThan(0);
    for (const { input, output } of done)
      expect(output?.['account.name']).toBe(String(input?.['account.name']).toUpperCase());
    for (const { errors } of failed) expect(errors['']?.message).toBe('No BV today (line 3, column 43).');
  });

  test('runs: what it fills is written, what it refuses is a failure of its record', async () => {
    await save(client, withCode(await draftOf(), shout));
    const { revision } = await client.call('getFlow', { params });
    await client.call('publishFlow', { params, body: { revision, note: 'Louder' } });
    const run = await client.call('startRun', { params, body: { scope: { kind: 'all' } } });
    const { counters } = await ended(client, run.id);
    expect(counters.failed).toBeGreaterThan(0);
    const { items } = await client.call('listFailures', { query: { flow: flowId, limit: 100 } });
    expect(new Set(items.map(({ error }) => error.code))).toEqual(new Set(['code.threw']));
    const names = (await accountsOf(demo)).map(({ name }) => String(name));
    const loud = names.filter((name) => name === name.toUpperCase() && /[A-Z]/.test(name));
    expect(loud.length).toBe(counters.created + counters.updated);
    // The second time there is nothing to write: the same record gives the same result.
    const again = await ended(client, (await client.call('startRun', { params, body: { scope: { kind: 'all' } } })).id);
    expect(again.counters).toMatchObject({ created: 0, updated: 0 });
  });

  test('that gives what a field cannot hold, or a field that it does not name, fails for its record', async () => {
    const look = async (code: string, fields: readonly string[]) => {
      const document = withCode(await draftOf(), code, fields);
      const { records } = await client.call('previewFlow', { params, body: { document, nodeId: 'code', limit: 1 } });
      return records[0]!.errors['']?.message;
    };
    expect(await look('export default () => ({ creditLimit: 12.5 })', ['account.creditLimit'])).toBe(
      "The code gave 12.5 for account.creditLimit, which takes an amount as text, such as '12.50' or (12.5).toFixed(2).",
    );
    expect(await look('export default () => ({ phone: "1" })', ['account.name'])).toContain('none of the fields');
    expect(await look('export default () => { for (;;); }', ['account.name'])).toContain('took too long');
  });

  test('that cannot be read is an error of the flow, and is not published', async () => {
    const document = withCode(await draftOf(), 'export default function ( {');
    const { issues } = await client.call('checkFlow', { params, body: { document } });
    expect(issues.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'code.cannot-be-read',
    ]);
    await save(client, document);
    const { revision } = await client.call('getFlow', { params });
    const refused = await client.ask('publishFlow', { params, body: { revision, note: 'x' } });
    expect([refused.status, problemOf(refused).code]).toEqual([422, 'flow.has-errors']);
    await save(client, withCode(await draftOf(), shout));
  });

  test('is kept in a test of the flow, which runs it as well', async () => {
    const document = await draftOf();
    const { records } = await client.call('tryFlow', { params, body: { document, limit: 5 } });
    const keys = records.map(({ key }) => key);
    await client.call('keepFlowTest', { params, body: { title: 'Loud', document, keys, madeUp: true } });
    const [passed] = await client.call('runFlowTests', { params, body: { document } });
    expect(passed?.outcome).toBe('passed');
    const other = withCode(document, shout.replace('toUpperCase', 'toLowerCase'));
    const [failed] = await client.call('runFlowTests', { params, body: { document: other } });
    expect([failed?.outcome, failed?.differences[0]?.nodeId]).toEqual(['failed', 'code']);
  });
});

describe('who may not write code', () => {
  test('moves, disables and takes out a step with code, and brings back what was published once', async () => {
    const document = await draftOf();
    document.layout.nodes['code'] = [920, 420];
    expect((await save(analyst, document)).status).toBe(200);
    document.nodes['code']!.isDisabled = true;
    expect((await save(analyst, document)).status).toBe(200);
    delete document.nodes['code']!.isDisabled;
    expect((await save(analyst, document)).status).toBe(200);
  });

  test('does not bring other code, by no way that a flow comes in or is tried', async () => {
    const document = withCode(await draftOf(), 'export default () => ({ name: "mine" })');
    const refusals = [
      await save(analyst, document),
      await analyst.ask('previewFlow', { params, body: { document, nodeId: 'code', limit: 1 } }),
      await analyst.ask('tryFlow', { params, body: { document, limit: 1 } }),
      await analyst.ask('importFlow', { body: { document: { ...document, id: 'mine' } } }),
      await analyst.ask('runFlowTests', { params, body: { document } }),
    ];
    for (const refused of refusals) {
      expect(refused.status).toBe(403);
      expect(problemOf(refused).message).toContain('code.edit');
    }
    // Copied within its flow it says nothing new; into another flow it does.
    const { id } = (await analyst.call('createFlow', { body: { title: 'Other' } })).summary;
    const copied = withCode(await draftOf(), shout);
    const other = await analyst.ask('saveDraft', {
      params: { id },
      body: { document: { ...copied, id }, revision: 1 },
    });
    expect(other.status).toBe(403);
  });
});
