import { defaultMastership, languages } from '@koppel/model';
import type { NodeContext, PortType, RecordShape } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { filterRecordsSpec } from '../src/filter-records/spec.ts';
import { coreNodes, corePresets } from '../src/index.ts';

const shape: RecordShape = {
  entity: 'account',
  sourceRole: 'erp',
  fields: [
    { field: 'name', type: { kind: 'text' } },
    { field: 'companyNumber', type: { kind: 'text' } },
    { field: 'vatNumber', type: { kind: 'text' } },
    { field: 'number', type: { kind: 'text' } },
    { field: 'blocked', type: { kind: 'choice', options: [] } },
    { field: 'paymentTerms', type: { kind: 'text' } },
    { field: 'creditLimit', type: { kind: 'money' } },
    { field: 'insuredAmount', type: { kind: 'money' } },
    { field: 'billingAddress.country', type: { kind: 'text' } },
  ],
};
const slot = (name: string) => ({ slot: name, role: name, connectorId: 'memory', schemas: new Map() });
const context: NodeContext = {
  nodeId: 'it',
  slot: slot('erp'),
  otherSlot: slot,
  entity: 'account',
  target: { slot: slot('crm'), entity: 'account' },
  mastership: defaultMastership,
  valueLists: new Map([
    [
      'payment-terms',
      { koppel: 'value-list', version: 1, id: 'payment-terms', title: { en: 'Terms' }, entries: { '30D': '1' } },
    ],
  ]),
  parameters: {},
};
const records: PortType = { kind: 'records', shape };
const fromOther: PortType = { kind: 'records', shape: { ...shape, sourceRole: 'crm' } };
const inputOf = (kind: string, id: string): PortType => {
  if (kind !== 'records') return { kind } as PortType;
  return id === 'changesB' ? fromOther : records;
};

describe.each(coreNodes.map(({ spec, role }) => [spec.type, spec, role] as const))('%s', (_type, spec, role) => {
  test('is named by a verb and speaks every language of the interface', () => {
    expect(spec.type).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(spec.role).toBe(role);
    for (const text of [spec.title, spec.summary, ...[...spec.ports.in, ...spec.ports.out].map(({ title }) => title)]) {
      for (const language of languages) expect(text[language], language).toBeTruthy();
    }
  });

  test('has port ids of its own on each side, and a failed output when it does something with records', () => {
    for (const side of [spec.ports.in, spec.ports.out])
      expect(new Set(side.map(({ id }) => id)).size).toBe(side.length);
    const handles = spec.role !== 'reply' && spec.ports.in.some(({ kind }) => kind === 'records');
    expect(spec.ports.out.some(({ id, kind }) => id === 'rejected' && kind === 'failures')).toBe(handles);
  });

  test.each(spec.examples.map((example) => [example.title, example] as const))(
    'takes its example "%s" and finds no mistake in it',
    (_title, { config }) => {
      const parsed = spec.config.parse(config) as never;
      const inputs = Object.fromEntries(spec.ports.in.map(({ id, kind }) => [id, inputOf(kind, id)]));
      const { issues, outputs } = spec.check(parsed, inputs, context);
      // Which fields may be written is the mastership table's business, not the example's.
      expect(issues.filter(({ severity, code }) => severity === 'error' && !code.startsWith('mastership.'))).toEqual(
        [],
      );
      for (const port of Object.keys(outputs)) expect(spec.ports.out.map(({ id }) => id)).toContain(port);
      expect(spec.telling?.(parsed, context).en).not.toBe('');
    },
  );

  test('refuses a setting that it does not know', () => {
    const [example] = spec.examples;
    expect(spec.config.safeParse({ ...(example!.config as object), nonsense: 1 }).success).toBe(false);
  });

  test('checks without a throw while nothing is connected yet', () => {
    const [example] = spec.examples;
    const bare = { ...context, slot: null, entity: null, target: null };
    expect(() => spec.check(spec.config.parse(example!.config) as never, {}, bare)).not.toThrow();
  });
});

describe('presets', () => {
  test.each(corePresets.map((preset) => [preset.id, preset] as const))(
    '%s fills in a node that exists',
    (_id, preset) => {
      const node = coreNodes.find(({ spec }) => spec.type === preset.nodeType);
      expect(node).toBeDefined();
      expect(node!.spec.config.safeParse(preset.config).success).toBe(true);
      expect({ slot: preset.slot !== undefined, entity: preset.entity !== undefined }).toEqual(node!.spec.needs);
      for (const language of languages) expect(preset.title[language]).toBeTruthy();
    },
  );
});

describe('a schedule', () => {
  const schedule = coreNodes.find(({ spec }) => spec.type === 'start-on-schedule')!;
  if (schedule.role !== 'trigger' || !schedule.next) throw new Error('not a trigger');
  const next = (cron: string, after: string) =>
    schedule.next!({ cron, timeZone: 'Europe/Brussels', quiet: [] }, new Date(after))?.toISOString();

  test('keeps quiet in the local time of its zone, over midnight, on days and dates', () => {
    const quietly = (quiet: string[], after: string) =>
      schedule.next!({ cron: '0 * * * *', timeZone: 'Europe/Brussels', quiet }, new Date(after))?.toISOString();
    // 22:30 in winter is 21:30 in UTC.
    expect(quietly(['22:00-06:00'], '2026-12-01T20:30:00Z')).toBe('2026-12-02T05:00:00.000Z');
    expect(quietly(['12:00-14:00'], '2026-12-01T10:30:00Z')).toBe('2026-12-01T13:00:00.000Z');
    expect(quietly(['sat', 'Sunday'], '2026-11-27T22:30:00Z')).toBe('2026-11-29T23:00:00.000Z');
    expect(quietly(['2026-12-25'], '2026-12-24T22:30:00Z')).toBe('2026-12-25T23:00:00.000Z');
    expect(quietly(['00:00-24:00'], '2026-12-24T22:30:00Z')).toBeUndefined();
  });
  test('says which quiet period it cannot read', () => {
    const { issues } = schedule.spec.check(
      schedule.spec.config.parse({ cron: '0 * * * *', quiet: ['22:00-06:00', 'christmas', '25:00-26:00'] }) as never,
      {},
      context,
    );
    expect(issues.map(({ code, path }) => [code, path.at(-1)])).toEqual([
      ['schedule.unreadable-quiet', 1],
      ['schedule.unreadable-quiet', 2],
    ]);
  });
  test('fires in the local time of its zone, through the year', () => {
    expect(next('0 6 * * *', '2026-07-01T00:00:00Z')).toBe('2026-07-01T04:00:00.000Z');
    expect(next('0 6 * * *', '2026-12-01T00:00:00Z')).toBe('2026-12-01T05:00:00.000Z');
  });
  test('fires once in the hour that comes twice, and right after the hour that never comes', () => {
    // 25 October 2026, 03:00 becomes 02:00; 29 March 2026, 02:00 becomes 03:00.
    const first = next('30 2 * * *', '2026-10-24T12:00:00Z')!;
    expect(next('30 2 * * *', first)).toBe('2026-10-26T01:30:00.000Z');
    expect(next('30 2 * * *', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });
  test.each(['', '* * *', '61 * * * *', '0 0 30 2 *', '@reboot now'])('"%s" is not a time that comes', (cron) => {
    const { issues } = schedule.spec.check({ cron, timeZone: 'Europe/Brussels', quiet: [] } as never, {}, context);
    expect(issues.map(({ code }) => code)).toEqual(['schedule.unreadable']);
  });
  test('a time zone that does not exist is a mistake, not a crash', () => {
    const { issues } = schedule.spec.check(
      { cron: '0 6 * * *', timeZone: 'Europe/Koppel', quiet: [] } as never,
      {},
      context,
    );
    expect(issues).toHaveLength(1);
  });
});

test('a filter tells its condition with the names of fields and in the words of a language', () => {
  const [example] = filterRecordsSpec.examples;
  const config = filterRecordsSpec.config.parse(example!.config);
  expect(filterRecordsSpec.telling?.(config, context)).toEqual({
    en: 'Blocked is not all',
    nl: 'Geblokkeerd is niet all',
    fr: 'Bloqué n’est pas all',
  });
});
