import { isFinal, type RunFact } from '@koppel/model';
import {
  FenceLost,
  isFenceHeld,
  type BatchCommit,
  type RunFence,
  type RunJournal,
  type StateCommit,
} from '@koppel/runtime';
import type { StoreContext } from '../context.ts';
import type { RunNote } from '../run-news.ts';
import { stateColumns } from '../runs/run-row.ts';
import type { JournalTables } from './tables.ts';

interface Held {
  readonly fence: number;
  readonly lastSeq: number;
  readonly flowId: string;
}

/**
 * The journal of runs. Each call that writes is one transaction, and its first statement asks whether the fence still
 * holds; so what an overtaken worker brings is refused as a whole.
 */
export function createJournal({ database, writer, news }: StoreContext, tables: JournalTables): RunJournal {
  const { links, effects, failures, log, drift, watch } = tables;
  const held = database.prepare<[string], Held>(
    'select last_seq as lastSeq, flow_id as flowId, fence from run where id = ? and ended_at is null',
  );
  const cursor = database.prepare<[string], string>('select cursor from cursor where stream = ?').pluck();
  const moveCursor = database.prepare<[string, string, number, string]>(
    `insert into cursor (stream, cursor, moved_at, run_id) values (?, ?, ?, ?)
     on conflict (stream) do update set cursor = excluded.cursor, moved_at = excluded.moved_at, run_id = excluded.run_id`,
  );
  const setProgress = database.prepare(
    `update run set read = @read, created = @created, updated = @updated, unchanged = @unchanged, filtered = @filtered,
       skipped = @skipped, failed = @failed, waiting = @waiting, expected = @expected, nodes = @nodes,
       checkpoint = @checkpoint, log_lines_left = @logLinesLeft, last_seq = @lastSeq, waits = 0, changed_at = @at
     where id = @runId`,
  );
  const setState = database.prepare(
    `update run set status = @status, state = @state, started_at = coalesce(@startedAt, started_at), ended_at = @endedAt,
       due_at = @dueAt, waits = coalesce(@waits, waits), last_seq = @lastSeq, changed_at = @at,
       worker = iif(@isReleased, null, worker), lease_until = iif(@isReleased, null, lease_until)
     where id = @runId`,
  );
  const setLastSeq = database.prepare<[number, number, string]>(
    'update run set last_seq = ?, changed_at = ? where id = ?',
  );

  const hold = ({ runId, fence }: RunFence): Held => {
    const row = held.get(runId);
    if (!row || !isFenceHeld(fence, row.fence)) throw new FenceLost(runId);
    return row;
  };

  const storeBatch = (commit: BatchCommit): RunNote => {
    const { runId, at } = commit;
    const { lastSeq, flowId } = hold(commit);
    refuseOtherSum(commit);
    links.write(commit.links, at, runId);
    links.markGone(commit.vanished, at);
    effects.settle(runId, commit.settled);
    const joined = failures.write(runId, commit.failures, at);
    const handled = handledOf(commit);
    failures.solve({ runId, flowId }, handled, at);
    const handledKeys = handled.map(({ key }) => key);
    drift.decided(flowId, handledKeys, at);
    for (const { stream, cursor } of commit.cursors) moveCursor.run(stream, cursor, at.getTime(), runId);
    if (commit.watch) watch.write(commit.watch, at);
    const facts = withKeptIds(commit.facts, joined);
    log.append(runId, lastSeq, facts, at);
    log.plan(runId, commit.planned);
    drift.settle(flowId, runId, commit.drift, at);
    setProgress.run({
      ...commit.counters,
      expected: commit.expected,
      nodes: JSON.stringify(commit.nodes),
      checkpoint: JSON.stringify(commit.checkpoint),
      logLinesLeft: commit.logLinesLeft,
      lastSeq: lastSeq + commit.facts.length,
      at: at.getTime(),
      runId,
    });
    return { runId, lastSeq, at, facts };
  };

  const storeState = (commit: StateCommit): RunNote => {
    const { runId, at, state, facts } = commit;
    const { lastSeq } = hold(commit);
    const { status, startedAt, endedAt, dueAt } = stateColumns(state);
    const isReleased = isFinal(state) || status === 'waiting';
    log.append(runId, lastSeq, facts, at);
    setState.run({
      status,
      state: JSON.stringify(state),
      startedAt: startedAt?.getTime() ?? null,
      endedAt: endedAt?.getTime() ?? null,
      dueAt: dueAt?.getTime() ?? null,
      waits: commit.waits ?? null,
      lastSeq: lastSeq + facts.length,
      at: at.getTime(),
      isReleased: isReleased ? 1 : 0,
      runId,
    });
    if (isReleased) effects.abandon(runId);
    if (isFinal(state)) failures.reopen(runId, at);
    return { runId, lastSeq, at, facts };
  };

  const storeFacts = ({ runId, fence }: RunFence, at: Date, facts: readonly RunFact[]): RunNote => {
    const { lastSeq } = hold({ runId, fence });
    log.append(runId, lastSeq, facts, at);
    setLastSeq.run(lastSeq + facts.length, at.getTime(), runId);
    return { runId, lastSeq, at, facts };
  };

  /** Stores, and then tells those who watch. */
  const tellOf = async (change: () => RunNote): Promise<void> => {
    await writer.write(change, news.add);
  };

  return {
    cursorOf: async (stream) => cursor.get(stream) ?? null,
    watched: async (page) => watch.page(page),
    findLinks: async (sides, writerName, sourceKeys) => links.find(sides, writerName, sourceKeys),
    basesOf: async (linkIds) => links.bases(linkIds),
    findClaims: async (sides, targetKeys) =>
      new Map([...effects.reserved(sides, targetKeys), ...links.claims(sides, targetKeys)]),
    findRefused: async (sides, sourceKeys) => links.refused(sides, sourceKeys),
    findOpenEffects: async (sides, sourceKeys) => effects.findOpen(sides, sourceKeys),
    linkedKeys: async (sides, after, limit) => links.linkedKeys(sides, after, limit),
    linkCount: async (sides) => links.count(sides),
    openDrift: async (flowId, sides, sourceKeys) => drift.open(flowId, sides, sourceKeys),
    noteDrift: (fence, found, at) =>
      writer.write(() => {
        const { flowId } = hold(fence);
        drift.note(flowId, fence.runId, found, at);
      }),
    beginEffects: (fence, starts, at) =>
      writer.write(() => {
        hold(fence);
        return effects.begin(fence, starts, at);
      }),
    createdIn: async (runId, sides, sourceKeys) => effects.createdIn(runId, sides, sourceKeys),
    keepWrites: (fence, at, kept) =>
      writer.write(() => {
        hold(fence);
        links.write(kept.links, at, fence.runId);
        effects.settle(fence.runId, kept.settled);
      }),
    appendFacts: (fence, at, facts) => tellOf(() => storeFacts(fence, at, facts)),
    commitBatch: (commit) => tellOf(() => storeBatch(commit)),
    commitState: (commit) => tellOf(() => storeState(commit)),
  };
}

/** Every record that was read has one outcome: numbers that do not add up are a lost record. */
function refuseOtherSum({ runId, counters }: BatchCommit): void {
  const { read, created, updated, unchanged, filtered, skipped, failed, waiting } = counters;
  if (read === created + updated + unchanged + filtered + skipped + failed + waiting) return;
  throw new Error(`The counters of run ${runId} do not add up: ${JSON.stringify(counters)}.`);
}

/** What was handled without a failure. A key that comes twice in a batch, once with a failure, is not solved. */
function handledOf({ solved, failures }: BatchCommit): BatchCommit['solved'] {
  if (failures.length === 0) return solved;
  const failed = new Set(failures.map(({ entity, key }) => JSON.stringify([entity, key])));
  return solved.filter(({ entity, key }) => !failed.has(JSON.stringify([entity, key])));
}

/** A record that failed before joins its failure: the fact then names that one. */
function withKeptIds(facts: BatchCommit['facts'], joined: ReadonlyMap<string, string>): BatchCommit['facts'] {
  if (joined.size === 0) return facts;
  return facts.map((fact) =>
    fact.type === 'record.failed' ? { ...fact, failureId: joined.get(fact.failureId) ?? fact.failureId } : fact,
  );
}
