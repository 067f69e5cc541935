// The flow as Koppel runs it: compiled, then executed batch by batch with counters, outcomes and commits, in memory.
import { compile, type FusedStep, type PassReport, type Plan } from '@koppel/compiler';
import { defaultMastership, emptyCounters, type FieldValue, type ValueList } from '@koppel/model';
import { coreNodes } from '@koppel/nodes';
import { executeRun, type RunJournal } from '@koppel/runtime';
import { createCatalog, systemClock, type Cell, type ReadRequest, type SourceBatch, type System } from '@koppel/sdk';
import { serveContestant } from '../contestant.ts';
import { checksumOf } from './checksum.ts';
import { transformFlow } from './flow.ts';
import { customers, fieldOf, languageCodes, paymentTerms, recordCount, type Customer } from './records.ts';

const list = (id: string, entries: Readonly<Record<string, string>>): [string, ValueList] => [
  id,
  { koppel: 'value-list', version: 1, id, title: { en: id }, entries },
];

const compiled = compile(transformFlow, {
  catalog: createCatalog({ nodes: coreNodes, connectors: [], presets: [] }),
  mastership: defaultMastership,
  valueLists: new Map([list('payment-terms', paymentTerms), list('languages', languageCodes)]),
  parameterValues: {},
  subFlows: [],
  slots: new Map([
    ['erp', { connectorId: 'memory', schemas: new Map() }],
    ['crm', { connectorId: 'memory', schemas: new Map() }],
  ]),
});
if (!compiled.ok) throw new Error(compiled.issues.map(({ message }) => message).join('\n'));
const { plan } = compiled;

const properties = new Map(Object.entries(fieldOf).map(([property, field]) => [field, property as keyof Customer]));
const wanted = plan.sources[0]!.shape.fields.map(({ field }) => field);
const rows = customers(recordCount).map((customer): FieldValue[] =>
  wanted.map((field) => (properties.has(field) ? customer[properties.get(field)!] : null)),
);

/** A system whose records lie in memory already. */
const memory: System = {
  async *test() {},
  describe: () => Promise.resolve([]),
  source: () => ({ overlapMs: 0, read, sample: () => Promise.resolve([]) }),
  sink: () => undefined,
  close: () => Promise.resolve(),
};

async function* read({ batchSize }: ReadRequest): AsyncGenerator<SourceBatch> {
  for (let from = 0; from < rows.length; from += batchSize) {
    const values = rows.slice(from, from + batchSize);
    const records = values.map((each, index) => ({
      key: `C${from + index}`,
      version: null,
      change: 'upserted' as const,
      values: each,
    }));
    yield { records, cursor: String(from), expected: rows.length };
  }
}

/** A journal that keeps nothing. */
const nowhere: RunJournal = {
  cursorOf: () => Promise.resolve(null),
  watched: () => Promise.resolve([]),
  findLinks: () => Promise.resolve(new Map()),
  basesOf: () => Promise.resolve(new Map()),
  findClaims: () => Promise.resolve(new Map()),
  findRefused: () => Promise.resolve(new Map()),
  findOpenEffects: () => Promise.resolve(new Map()),
  linkedKeys: () => Promise.resolve([]),
  linkCount: () => Promise.resolve(0),
  openDrift: () => Promise.resolve(new Map()),
  noteDrift: () => Promise.resolve(),
  beginEffects: () => Promise.resolve([]),
  createdIn: () => Promise.resolve(new Map()),
  keepWrites: () => Promise.resolve(),
  appendFacts: () => Promise.resolve(),
  commitBatch: () => Promise.resolve(),
  commitState: () => Promise.resolve(),
};

/** What the pass over all records makes, without the time. */
function resultOf({ steps }: Plan): string {
  const last = plan.nodes.findIndex(({ nodeId }) => nodeId === 'n10');
  const made: (readonly Cell[])[] = [];
  const report: PassReport = {
    entered() {},
    left() {},
    ended: (node, _port, { values }) => void (node === last && made.push(values)),
    failed(_node, _record, error) {
      throw error;
    },
    passOn() {},
  };
  const records = rows.map((values, index) => ({
    index,
    key: `C${index}`,
    version: null,
    change: 'upserted' as const,
    name: '',
    values,
    target: null,
  }));
  (steps[0] as FusedStep).run(records, report);
  return checksumOf(made);
}

const checksum = resultOf(plan);
const never = new AbortController().signal;
await serveContestant(async () => {
  const slots = new Map([['erp', { connectionId: 'memory', system: memory }]]);
  const started = performance.now();
  const end = await executeRun({
    claimed: {
      fence: 1,
      run: {
        id: 'run',
        number: 1,
        flowId: plan.flowId,
        flowVersion: 1,
        isDryRun: false,
        scope: { kind: 'all' },
        cause: { kind: 'commandLine', name: 'bench' },
        state: { status: 'running', startedAt: new Date().toISOString() },
        attempt: 1,
        counters: emptyCounters(),
        expected: null,
        createdAt: new Date().toISOString(),
      },
      checkpoint: {},
      nodes: {},
      lastSeq: 0,
      logLinesLeft: 0,
      waits: 0,
    },
    plan,
    slots,
    journal: nowhere,
    clock: systemClock,
    newId: () => 'failure',
    drain: never,
    abort: never,
  });
  const seconds = (performance.now() - started) / 1000;
  if (end.kind !== 'done') throw new Error(`The run ended as ${end.kind}.`);
  return { records: rows.length, seconds, checksum };
});
