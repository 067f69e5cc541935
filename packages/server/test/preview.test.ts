import { catalog } from '@koppel/catalog';
import type { CompileContext } from '@koppel/compiler';
import { defaultMastership, parseFlow, type FieldValue, type FlowDocument, type ValueList } from '@koppel/model';
import { systemClock, type FindQuery, type Sink, type System } from '@koppel/sdk';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { rootFolder } from '../src/index.ts';
import { preview } from '../src/workspace/preview.ts';

let flow: FlowDocument;
beforeAll(async () => {
  const parsed = parseFlow(await readFile(join(rootFolder, 'flows', 'accounts-erp-to-crm.json'), 'utf8'));
  if (!parsed.ok) throw new Error('The shipped flow is damaged.');
  flow = parsed.document;
});

type Values = Readonly<Record<string, FieldValue>>;

/** An ERP with these customers, by key. */
function erp(customers: Readonly<Record<string, Values>>): System {
  return {
    source: () => ({
      sample: ({ fields }: { fields: readonly string[] }) =>
        Promise.resolve(
          Object.entries(customers).map(([key, values]) => ({
            key,
            version: null,
            change: 'upserted',
            values: fields.map((field) => values[field] ?? null),
          })),
        ),
    }),
  } as unknown as System;
}

/** A CRM with these accounts, by key; it notes what it is asked. */
function crm(accounts: Readonly<Record<string, Values>>): { system: System; asked: FindQuery[] } {
  const asked: FindQuery[] = [];
  const fits = (query: FindQuery, key: string, values: Values) =>
    query.by === 'key'
      ? query.key === key
      : Object.entries(query.values).every(([field, value]) => values[field] === value);
  const sink: Pick<Sink, 'find'> = {
    find(queries, { fields }) {
      asked.push(...queries);
      return Promise.resolve(
        queries.map((query) =>
          Object.entries(accounts)
            .filter(([key, values]) => fits(query, key, values))
            .map(([key, values]) => ({
              key,
              version: null,
              values: Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field))),
            })),
        ),
      );
    },
  };
  return { system: { sink: () => sink } as unknown as System, asked };
}

const list = (id: string): ValueList => ({
  koppel: 'value-list',
  version: 1,
  id,
  title: { en: id },
  entries: { A: '1' },
});

function look(
  nodeId: string,
  systems: { erp: System; crm: System },
  links: ReadonlyMap<string, string> = new Map(),
  document: FlowDocument = flow,
  withWholeTarget = false,
  slots: CompileContext['slots'] = new Map(),
  withTarget = true,
) {
  return preview({
    document,
    context: {
      catalog,
      mastership: defaultMastership,
      subFlows: [],
      valueLists: new Map(['payment-terms', 'delivery-terms'].map((id) => [id, list(id)])),
      parameterValues: {},
      slots,
    },
    nodeId,
    keys: null,
    limit: 50,
    withWholeTarget,
    withTarget,
    system: (slot) => Promise.resolve(slot === 'erp' ? systems.erp : systems.crm),
    linksOf: () => Promise.resolve(links),
    clock: systemClock,
    signal: AbortSignal.timeout(10_000),
  });
}

const customers = {
  e1: { name: 'Peeters', number: '1', companyNumber: '0999', blocked: 'no' },
  e2: { name: 'Hallet', number: '2', companyNumber: '0888', blocked: 'all' },
};

describe('a preview', () => {
  test('shows a record only on the branch that it takes', async () => {
    const systems = { erp: erp(customers), crm: crm({}).system };
    const saved = await look('save', systems);
    expect(saved.records.map(({ key, input, stoppedBy }) => [key, input !== null, stoppedBy])).toEqual([
      ['e1', true, null],
      ['e2', false, { nodeId: 'active', port: 'unmatched' }],
    ]);
    const deactivated = await look('deactivate', systems);
    expect(deactivated.records.map(({ key, input, stoppedBy }) => [key, input !== null, stoppedBy])).toEqual([
      ['e1', false, { nodeId: 'active', port: 'matched' }],
      ['e2', true, null],
    ]);
  });

  test('finds what the target holds by the record link, else by the first match rule that finds exactly one', async () => {
    const { system } = crm({
      c1: { name: 'Linked', companyNumber: '0777' },
      c2: { name: 'Matched', companyNumber: '0666' },
      c3: { name: 'Twin', companyNumber: '0555' },
      c4: { name: 'Twin', companyNumber: '0555' },
    });
    const systems = {
      erp: erp({
        e1: { name: 'A', companyNumber: '0666', blocked: 'no' },
        e2: { name: 'B', companyNumber: '0666', blocked: 'no' },
        e3: { name: 'C', companyNumber: '0555', blocked: 'no' },
        e4: { name: 'D', companyNumber: null, blocked: 'no' },
      }),
      crm: system,
    };
    const { records } = await look('save', systems, new Map([['e1', 'c1']]));
    expect(records.map(({ key, present }) => [key, present?.['account.name'] ?? null])).toEqual([
      ['e1', 'Linked'],
      ['e2', 'Matched'],
      ['e3', null],
      ['e4', null],
    ]);
  });

  test('goes on for the other fields where one rule has a mistake, and tells it at that field', async () => {
    const broken = structuredClone(flow);
    (broken.nodes['map']!.config['rows'] as Record<string, unknown>)['account.phone'] = { cel: 'account.phnoe' };
    const systems = { erp: erp(customers), crm: crm({}).system };
    const { error, records } = await look('map', systems, new Map(), broken);
    expect(error).toBeNull();
    expect(records[0]?.output?.['account.name']).toBe('Peeters');
    expect(Object.keys(records[0]!.errors)).toEqual(['account.phone']);
    expect(records[0]!.errors['account.phone']).toMatchObject({ code: 'mapping.rule-not-usable' });
    const { message, remedy, names } = records[0]!.errors['account.phone']!;
    expect(message).toContain('Did you mean phone?');
    // In every language: the check knows them, and no catalogue of sentences does.
    expect(names!.map(({ en }) => en)).toEqual([message, remedy]);
    expect(names![0]!.nl).toContain('Bedoel je phone?');
  });

  test('tells a condition with a mistake in every language, too', async () => {
    const broken = structuredClone(flow);
    broken.nodes['active']!.config = { condition: { cel: 'account.blokt == "no"' } };
    const { records } = await look('active', { erp: erp(customers), crm: crm({}).system }, new Map(), broken);
    const { message, names } = records[0]!.errors['']!;
    expect(message).toBe(`1 Peeters was not written. ${names![0]!.en}`);
    expect(names![0]!.fr).toBe('account n’a pas de champ blokt.');
  });

  test('shows what the target holds in fields that nothing fills only when that is asked for', async () => {
    const { system } = crm({ c1: { name: 'Peeters', companyNumber: '0999', website: 'peeters.example' } });
    const systems = { erp: erp(customers), crm: system };
    const links = new Map([['e1', 'c1']]);
    const field = (name: string) => ({
      field: name,
      systemField: name,
      label: name,
      type: { kind: 'text' as const },
      isRequired: false,
      canCreate: true,
      canUpdate: true,
    });
    const schema = {
      entity: 'account',
      systemEntity: 'accounts',
      label: 'Account',
      hash: '',
      fields: ['name', 'website'].map(field),
    };
    const slots = new Map([['crm', { connectorId: 'dataverse', schemas: new Map([['account', schema]]) }]]);
    const small = structuredClone(flow);
    small.nodes['map']!.config['rows'] = { 'account.name': { from: 'account.name' } };
    const presentOf = async (whole: boolean) =>
      (await look('map', systems, links, small, whole, slots)).records[0]!.present!;
    expect(Object.keys(await presentOf(false))).not.toContain('account.website');
    expect((await presentOf(true))['account.website']).toBe('peeters.example');
  });

  test('spares the target a question where nobody wants to know what it holds', async () => {
    const { system, asked } = crm({ c1: { name: 'Peeters', companyNumber: '0999' } });
    const systems = { erp: erp(customers), crm: system };
    const { records } = await look('map', systems, new Map(), flow, false, new Map(), false);
    expect(records[0]?.output?.['account.name']).toBe('Peeters');
    expect(records[0]?.present).toBeNull();
    expect(asked).toEqual([]);
  });

  test('looks for matches before the node that writes, too, and never by an empty field', async () => {
    const { system, asked } = crm({ c2: { name: 'Matched', companyNumber: '0666' } });
    const { records } = await look('map', {
      erp: erp({
        e1: { name: 'A', companyNumber: '0666', blocked: 'no' },
        e2: { name: 'B', companyNumber: '', blocked: 'no' },
      }),
      crm: system,
    });
    expect(records[0]?.present?.['account.name']).toBe('Matched');
    expect(records[1]?.present).toBeNull();
    expect(asked.every((query) => query.by === 'fields' && Object.values(query.values).every(Boolean))).toBe(true);
  });
});
