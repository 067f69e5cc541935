import type { FlowDocument } from '@koppel/model';
import type { ExportRequest, FindingDecision } from '@koppel/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

/** One for each place, so that a place that is missed says which it is. */
let count = 0;
const canary = () => `canary${(count += 1)}@verbeke.example`;

let server: TestKoppel;
let client: Client;
let document: FlowDocument;

beforeAll(async () => {
  server = await startTestKoppel({ config: { isDemoOn: true } });
  client = await server.administrator();
  // A client that is known by its name, as one that signs in.
  await client.call('setPassword', { body: { name: 'Verbeke Industrie', newPassword: 'long enough to be one' } });
  const { draft, revision } = await client.call('createFlow', {
    body: { title: 'Orders of Verbeke Industrie', copyOf: 'accounts-erp-to-crm' },
  });
  document = structuredClone(draft);
  document.title = { en: `Of ${canary()}`, nl: canary(), fr: canary() };
  document.summary = { en: canary(), nl: canary(), fr: canary() };
  document.integration = canary();
  document.slots['crm']!.title = { en: canary(), nl: canary() };
  document.parameters = {
    one: { type: 'text', default: canary(), title: { en: canary(), fr: canary() } },
    two: { type: 'text', default: canary() },
  };
  document.phrases = { ...document.phrases, [canary()]: { nl: canary(), fr: canary() } };
  const { map, active, failures } = document.nodes;
  map!.title = `Map for ${canary()}`;
  const rows = map!.config['rows'] as Record<string, unknown>;
  rows['account.website'] = { value: canary() };
  rows['account.email'] = { from: 'account.email', fallback: canary() };
  rows['account.name'] = { cel: `// for ${canary()}\naccount.name + "${canary()}" + 'or ${canary()}'` };
  rows['account.phone'] = {
    from: 'account.phone',
    when: {
      all: [
        { field: 'account.name', is: 'equals', value: canary() },
        { field: 'account.name', is: 'oneOf', value: [canary(), canary()] },
      ],
    },
  };
  active!.config['condition'] = { any: [{ field: 'account.name', is: 'contains', value: canary() }] };
  failures!.config[`free`] = { deep: [{ er: canary() }] };
  document.layout.notes['n'] = { text: `Ask ${canary()} or ${canary()}`, at: [0, 0], colour: 'yellow' };
  document.layout.groups['g'] = { title: canary(), description: canary(), nodes: ['map'] };
  await client.call('saveDraft', { params: { id: draft.id }, body: { document, revision } });
  const lists = await client.call('listValueLists');
  const terms = lists.find(({ id }) => id === 'payment-terms')!;
  const body = {
    ...terms,
    title: { en: canary(), nl: canary() },
    entries: { ...terms.entries, [canary()]: 'A', B: canary() },
  };
  await client.call('saveValueList', { params: { id: terms.id }, body });
});
afterAll(() => server.close());

const request = (): ExportRequest => ({
  id: 'canaries',
  title: { en: `Of ${canary()}`, nl: canary() },
  flows: [document.id],
  note: canary(),
  parameters: { one: { help: { en: canary(), nl: canary() }, title: { en: canary() } }, two: { default: canary() } },
});

const found = (text: string) => [...new Set(text.match(/canary\d+@/g))];

test.each<[string, (canBeParameter: boolean, at: number) => FindingDecision]>([
  ['taken out', () => ({ do: 'remove' })],
  [
    'made a parameter where that can be',
    (can, at) => (can ? { do: 'parameter', name: `value${at}` } : { do: 'remove' }),
  ],
])('of what is %s nothing is in the package, wherever it stood', async (_how, decide) => {
  const body = request();
  const proposal = await client.call('proposeExport', { body });
  const named = proposal.findings.map(({ text, start, end }) => text.slice(start, end));
  expect(named).toContain('orders-of-verbeke-industrie'.slice(-'verbeke-industrie'.length));
  const decisions = Object.fromEntries(
    proposal.findings.map(({ id, canBeParameter }, at) => [id, decide(canBeParameter, at)]),
  );
  const handled = await client.call('proposeExport', { body: { ...body, decisions } });
  expect(handled.findings.filter(({ decision }) => decision === null)).toEqual([]);
  const made = await client.call('exportTemplate', { body: { ...body, decisions } });
  const params = { id: made.id, version: made.version };
  const { content } = await client.call('downloadTemplate', { params });
  expect(found(content)).toEqual([]);
  expect(content).not.toContain('verbeke');
});
