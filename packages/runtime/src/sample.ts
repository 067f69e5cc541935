import type { Plan } from '@koppel/compiler';
import { emptyCounters } from '@koppel/model';
import type { Clock, FlowError, Source } from '@koppel/sdk';
import { dryJournal, drySlots, systemWith } from './dry.ts';
import type { OpenSlot, RunTrace, ViewLink } from './environment.ts';
import { executeRun } from './executor.ts';
import { SampleWrites, type SampleWrite, type WriteRoles } from './sample-writes.ts';
import type { ClaimedRun, PlannedWrite, RunJournal } from './ports.ts';

/** Records of a sample, at most: they are one batch. */
export const maxSample = 50;

export interface SampleOptions {
  readonly plan: Plan;
  readonly slots: ReadonlyMap<string, OpenSlot>;
  /** Links, bases and claims as they are now. */
  readonly journal: Pick<RunJournal, 'findLinks' | 'basesOf' | 'findClaims' | 'findRefused'>;
  readonly viewLink: ViewLink;
  /** These source keys, or null: the records changed last. */
  readonly keys: readonly string[] | null;
  /** Per source, at most `maxSample`. */
  readonly limit: number;
  /** Given where also is asked what stays as it is and what would be sent: both cost a further look at the targets. */
  readonly roles?: WriteRoles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What would be written for the records of a sample; with an error, as far as it came. */
export interface SampleResult {
  readonly planned: readonly PlannedWrite[];
  /** The nodes that each record left, and by which port, in the order of things; by the key of the source. */
  readonly paths: ReadonlyMap<string, readonly SampleStep[]>;
  /** Of the records that a node writes or finds as they should be; empty where nobody asked. */
  readonly writes: readonly SampleWrite[];
  readonly error: FlowError | null;
}

/** A node that a record of a sample left. */
export interface SampleStep {
  readonly nodeId: string;
  readonly port: string;
}

/**
 * Tries a plan on a few records: a dry run that reads a sample and keeps nothing. What it says of a record is what a dry run
 * says and what a real run does, because nothing here decides: it is the same executor. Rejects with the signal's reason.
 */
export async function trySample(options: SampleOptions): Promise<SampleResult> {
  const { plan, clock, signal } = options;
  const planned: PlannedWrite[] = [];
  const paths = new Map<string, SampleStep[]>();
  const writes = options.roles ? new SampleWrites(plan) : null;
  const end = await executeRun({
    claimed: sampleRun(plan, clock),
    plan,
    slots: drySlots(sampledSlots(options)),
    journal: dryJournal(recorder(options.journal, planned)),
    clock,
    newId: () => '',
    viewLink: options.viewLink,
    trace: stepsInto(paths, plan, writes),
    drain: new AbortController().signal,
    abort: signal,
    // Somebody waits for it: a system that does not answer is said at once.
    maxPauses: 1,
  });
  const error = end.kind === 'waiting' || end.kind === 'failed' ? end.error : null;
  const { roles, slots, journal } = options;
  return { planned, paths, writes: roles ? await writes!.told({ slots, roles, journal, signal }) : [], error };
}

/** Notes where records go, and what is to be known of writes. */
function stepsInto(paths: Map<string, SampleStep[]>, plan: Plan, writes: SampleWrites | null): RunTrace {
  const nothing = () => {};
  return {
    left(node, port, record) {
      const { key } = record;
      writes?.left(node, port, record);
      const { nodeId, ports } = plan.nodes[node]!;
      const steps = paths.get(key) ?? [];
      paths.set(key, steps);
      steps.push({ nodeId, port: ports[port] ?? String(port) });
    },
    failed: nothing,
    replied: nothing,
    hashed: nothing,
    sending: writes?.sending ?? nothing,
    reached: writes?.reached ?? nothing,
    compared: writes?.compared ?? nothing,
  };
}

/** A run that is in no list: of a sample. */
export function sampleRun({ flowId }: Plan, clock: Clock): ClaimedRun {
  return {
    fence: 0,
    run: {
      id: 'sample',
      number: 0,
      flowId,
      flowVersion: 0,
      isDryRun: true,
      scope: { kind: 'all' },
      cause: { kind: 'person', name: 'sample' },
      state: { status: 'running', startedAt: clock.now().toISOString() },
      attempt: 1,
      counters: emptyCounters(),
      expected: null,
      createdAt: clock.now().toISOString(),
    },
    checkpoint: {},
    nodes: {},
    lastSeq: 0,
    logLinesLeft: 0,
    waits: 0,
  };
}

/** Reading gives the sample, in one batch. */
function sampledSlots({ slots, keys, limit }: SampleOptions): ReadonlyMap<string, OpenSlot> {
  const sampled = (source: Source): Source => ({
    overlapMs: source.overlapMs,
    sample: (request) => source.sample(request),
    async *read({ fields, signal }) {
      const records = await source.sample({ fields, keys, limit: Math.min(limit, maxSample), signal });
      yield { records, cursor: '', expected: records.length };
    },
  });
  return new Map(
    [...slots].map(([slot, { connectionId, system }]) => {
      const sampling = systemWith(system, {
        source: (entity) => {
          const source = system.source(entity);
          return source && sampled(source);
        },
        close: () => Promise.resolve(),
      });
      return [slot, { connectionId, system: sampling }];
    }),
  );
}

/** Knows the links and bases of the store, and keeps what would be written in memory alone. */
function recorder(known: SampleOptions['journal'], planned: PlannedWrite[]): RunJournal {
  return {
    findLinks: (sides, writer, keys) => known.findLinks(sides, writer, keys),
    basesOf: (ids) => known.basesOf(ids),
    findClaims: (sides, keys) => known.findClaims(sides, keys),
    findRefused: (sides, keys) => known.findRefused(sides, keys),
    cursorOf: () => Promise.resolve(null),
    watched: () => Promise.resolve([]),
    findOpenEffects: () => Promise.resolve(new Map()),
    linkedKeys: () => Promise.resolve([]),
    linkCount: () => Promise.resolve(0),
    openDrift: () => Promise.resolve(new Map()),
    noteDrift: () => Promise.resolve(),
    beginEffects: (_fence, effects) => Promise.resolve(effects.map(() => 0)),
    createdIn: () => Promise.resolve(new Map()),
    keepWrites: () => Promise.resolve(),
    appendFacts: () => Promise.resolve(),
    commitState: () => Promise.resolve(),
    commitBatch: (commit) => {
      planned.push(...commit.planned);
      return Promise.resolve();
    },
  };
}
