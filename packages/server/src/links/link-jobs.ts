import type { EntitySchema, FieldValue } from '@koppel/model';
import type { LinkJobResult, MatchRule, RuleResult } from '@koppel/protocol';
import { asFlowError, Defect, type Clock, type FindQuery, type Redaction } from '@koppel/sdk';
import type { ImportVerdict, LinkJob, LinkJobRow, MatchFound, MatchTable, MergedRecord, Store } from '@koppel/store';
import { z } from 'zod';
import type { ConnectionPool } from '../workspace/connection-pool.ts';
import type { Discovery } from '../workspace/discovery.ts';
import type { CsvFile } from './csv-file.ts';
import { EntityReader, type SeenRecord } from './link-systems.ts';
import { explain, explainingFields, isUsable, ruleValue } from './match-rules.ts';

export interface LinkJobPorts {
  readonly store: Store;
  readonly pool: ConnectionPool;
  readonly discovery: Discovery;
  readonly clock: Clock;
  readonly redaction: Redaction;
  /** Called after links were made: records may have waited for them. */
  readonly onLinked: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** What an import was asked for. The file itself is not kept: its rows are, with what was found out about them. */
export const importParamsSchema = z.object({ fileName: z.string() });

export interface ImportColumns {
  readonly leftColumn: number;
  readonly rightColumn: number;
  /** `key`, or the field that names a record. */
  readonly leftBy: string;
  readonly rightBy: string;
}

type Sides = Pick<LinkJob, 'entity' | 'sourceConnectionId' | 'targetConnectionId'>;
/** Does the work; `tell` says how far it is. Gives the result. */
type Work = (
  job: LinkJob,
  signal: AbortSignal,
  tell: (done: number, expected: number | null) => Promise<void>,
) => Promise<LinkJobResult>;

/** A record merged into one that was itself merged later, and so on. */
const maxMerges = 5;
const rowsAtATime = 100;
const tellEveryMs = 500;
const mostExamples = 10;
/** A record that looks like more than these is not helped by suggestions. */
const mostCandidates = 5;

/** Long work on record links, one at a time per pair of systems. What a stopped process left undone is told as such. */
export class LinkJobs {
  readonly #ports: LinkJobPorts;
  readonly #running = new Map<
    string,
    { readonly stop: AbortController; readonly work: Promise<void>; readonly pair: string }
  >();

  constructor(ports: LinkJobPorts) {
    this.#ports = ports;
  }

  /** Whether something is going on for these systems, so that nothing else may begin. */
  isBusy(sides: Sides): boolean {
    const pair = pairName(sides);
    return [...this.#running.values()].some((one) => one.pair === pair);
  }

  /** Looks every row of a file up in both systems and says what would become of it. Links nothing. */
  startImport(sides: Sides, file: CsvFile, columns: ImportColumns, fileName: string, by: string): Promise<LinkJob> {
    return this.#start(
      { ...sides, kind: 'import', params: { fileName }, startedBy: by },
      'ready',
      (job, signal, tell) => this.#lookThrough(job, file, columns, signal, tell),
    );
  }

  /** Links the sound rows of an import. Gives false when it is not one that waits for that: all rows must have been looked at. */
  async apply(job: LinkJob): Promise<boolean> {
    if (job.kind !== 'import' || job.result === null) return false;
    const { linkJobs } = this.#ports.store;
    if (!(await linkJobs.move(job.id, ['ready', 'interrupted', 'cancelled', 'failed'], { status: 'running' })))
      return false;
    this.#run(job, 'done', (_job, signal, tell) => this.#apply(job, signal, tell));
    return true;
  }

  startCheck(sides: Sides, by: string): Promise<LinkJob> {
    return this.#start({ ...sides, kind: 'check', params: {}, startedBy: by }, 'done', (job, signal, tell) =>
      this.#check(job, signal, tell),
    );
  }

  /** Tries rules over all records and changes nothing. */
  startTrial(sides: Sides, rules: readonly MatchRule[], by: string): Promise<LinkJob> {
    return this.#start({ ...sides, kind: 'trial', params: { rules }, startedBy: by }, 'done', (job, signal, tell) =>
      this.#compare(job, rules, signal, tell, async (table, usable) => ({ rules: judge(table, rules, usable) })),
    );
  }

  /** Links what rules are certain of, and suggests the rest. */
  startMatch(sides: Sides, rules: readonly MatchRule[], by: string): Promise<LinkJob> {
    const active = rules.filter(({ mode }) => mode !== 'off');
    return this.#start(
      { ...sides, kind: 'match', params: { rules: active }, startedBy: by },
      'done',
      (job, signal, tell) =>
        this.#compare(job, active, signal, tell, (table, usable, fields) =>
          this.#linkAndSuggest(job, active, { table, usable, fields, signal }),
        ),
    );
  }

  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id);
    running?.stop.abort(new Error('Cancelled by a person.'));
    await running?.work;
    await this.#ports.store.linkJobs.move(id, ['running', 'ready', 'interrupted'], { status: 'cancelled' });
  }

  /** Lets go of everything that is under way. */
  async close(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { stop } of all) stop.abort(new Error('Koppel stops.'));
    await Promise.all(all.map(({ work }) => work));
  }

  async #start(
    wanted: Parameters<Store['linkJobs']['create']>[0],
    end: 'ready' | 'done',
    work: Work,
  ): Promise<LinkJob> {
    const job = await this.#ports.store.linkJobs.create(wanted);
    this.#run(job, end, work);
    return job;
  }

  #run(job: LinkJob, end: 'ready' | 'done', work: Work): void {
    const stop = new AbortController();
    const done = this.#carryOut(job, end, work, stop.signal)
      .catch(this.#ports.report)
      .finally(() => this.#running.delete(job.id));
    this.#running.set(job.id, { stop, work: done, pair: pairName(job) });
  }

  async #carryOut(job: LinkJob, end: 'ready' | 'done', work: Work, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#ports;
    let toldAt = -tellEveryMs;
    const tell = async (done: number, expected: number | null) => {
      signal.throwIfAborted();
      if (clock.monotonicMs() - toldAt < tellEveryMs && done !== expected) return;
      toldAt = clock.monotonicMs();
      await store.linkJobs.progress(job.id, done, expected);
    };
    try {
      const result = await work(job, signal, tell);
      await store.linkJobs.move(job.id, ['running'], { status: end, result });
    } catch (error) {
      if (signal.aborted) {
        await store.linkJobs.move(job.id, ['running'], { status: 'interrupted' });
        return;
      }
      const known = asFlowError(error);
      if (known instanceof Defect) this.#ports.report(error);
      await store.linkJobs.move(job.id, ['running'], {
        status: 'failed',
        error: this.#ports.redaction.value(known.view()),
      });
    }
  }

  async #readers({ entity, sourceConnectionId, targetConnectionId }: Sides) {
    const open = (connectionId: string) => EntityReader.open(connectionId, entity, this.#ports);
    const [source, target] = await Promise.all([open(sourceConnectionId), open(targetConnectionId)]);
    return { source, target };
  }

  async #lookThrough(
    job: LinkJob,
    file: CsvFile,
    columns: ImportColumns,
    signal: AbortSignal,
    tell: Parameters<Work>[2],
  ): Promise<LinkJobResult> {
    const { source, target } = await this.#readers(job);
    const { store } = this.#ports;
    const lines = { source: new Map<string, number>(), target: new Map<string, number>() };
    for (let start = 0; start < file.rows.length; start += rowsAtATime) {
      const given = file.rows.slice(start, start + rowsAtATime).map((row, index) => ({
        // As a spreadsheet counts, where the names of the columns are row 1.
        line: start + index + 2,
        source: (row[columns.leftColumn] ?? '').trim(),
        target: (row[columns.rightColumn] ?? '').trim(),
      }));
      const [ofSource, ofTarget] = await Promise.all([
        lookUp(
          source,
          columns.leftBy,
          given.map((row) => row.source),
          signal,
        ),
        lookUp(
          target,
          columns.rightBy,
          given.map((row) => row.target),
          signal,
        ),
      ]);
      const rows = given.map((row, index): LinkJobRow => judgeRow(row, ofSource[index]!, ofTarget[index]!));
      const earlier: { line: number; verdict: ImportVerdict; detail: string }[] = [];
      const judged = (await this.#againstLinks(job, rows)).map((row) => againstFile(row, lines, earlier));
      // A later line of the same batch can still speak against an earlier one.
      const byLine = new Map(earlier.map((one) => [one.line, one]));
      await store.linkJobs.addRows(
        job.id,
        judged.map((row) => {
          const against = row.verdict === 'new' ? byLine.get(row.line) : undefined;
          return against ? { ...row, verdict: against.verdict, detail: against.detail } : row;
        }),
      );
      await store.linkJobs.setVerdicts(
        job.id,
        earlier.filter(({ line }) => line < given[0]!.line),
      );
      await tell(start + given.length, file.rows.length);
    }
    return {};
  }

  /** What the links there are say of rows that are sound so far. */
  async #againstLinks(sides: Sides, rows: readonly LinkJobRow[]): Promise<LinkJobRow[]> {
    const { links } = this.#ports.store;
    const sound = rows.filter(({ verdict }) => verdict === 'new');
    const [claims, refused] = await Promise.all([
      links.claimsOf(sides, {
        sourceKeys: sound.map(({ sourceKey }) => sourceKey!),
        targetKeys: sound.map(({ targetKey }) => targetKey!),
      }),
      links.refused(
        sides,
        sound.map(({ sourceKey }) => sourceKey!),
      ),
    ]);
    const bySource = new Map(claims.map((claim) => [claim.sourceKey, claim]));
    const byTarget = new Map(claims.map((claim) => [claim.targetKey, claim]));
    return rows.map((row) => {
      if (row.verdict !== 'new') return row;
      const ofSource = bySource.get(row.sourceKey!);
      const ofTarget = byTarget.get(row.targetKey!);
      if (ofSource && ofSource.targetKey === row.targetKey) return { ...row, verdict: 'linked' };
      if (ofSource) return { ...row, verdict: 'conflict', detail: ofSource.targetName ?? ofSource.targetKey };
      if (ofTarget) return { ...row, verdict: 'conflict', detail: ofTarget.sourceName ?? ofTarget.sourceKey };
      if (refused.get(row.sourceKey!)?.has(row.targetKey!)) return { ...row, verdict: 'refused' };
      return row;
    });
  }

  async #apply(job: LinkJob, signal: AbortSignal, tell: Parameters<Work>[2]): Promise<LinkJobResult> {
    const { store, onLinked } = this.#ports;
    const expected = (await store.linkJobs.verdictCounts(job.id))['new'] ?? 0;
    let done = 0;
    for (;;) {
      signal.throwIfAborted();
      const { items } = await store.linkJobs.rows(job.id, { verdicts: ['new'], limit: rowsAtATime });
      if (items.length === 0) break;
      const author = { how: 'import', by: job.startedBy, reason: importParamsSchema.parse(job.params).fileName };
      const answers = await store.links.make(
        job,
        items.map(({ sourceKey, targetKey, sourceName, targetName }) => ({
          sourceKey: sourceKey!,
          targetKey: targetKey!,
          sourceName,
          targetName,
        })),
        author,
      );
      await store.linkJobs.setVerdicts(
        job.id,
        items.map(({ line }, index) => ({ line, ...verdictOf(answers[index]!) })),
      );
      done += items.length;
      await tell(done, expected);
    }
    await onLinked();
    return { linked: (await store.linkJobs.verdictCounts(job.id))['applied'] ?? 0 };
  }

  /** Looks at each linked record: what it is called, whether it is still there, and into which one it was merged. */
  async #check(job: LinkJob, signal: AbortSignal, tell: Parameters<Work>[2]): Promise<LinkJobResult> {
    const { links } = this.#ports.store;
    const readers = await this.#readers(job);
    const { links: total } = await links.counts(job);
    const gone = { left: 0, right: 0 };
    let moved = 0;
    let done = 0;
    for (const side of ['source', 'target'] as const) {
      for (let after = 0; ;) {
        const page = await links.keys(job, side, after, rowsAtATime);
        if (page.length === 0) break;
        const found = await readers[side].find(
          page.map(({ key }) => ({ by: 'key', key })),
          [],
          signal,
        );
        const merges = await this.#merges(readers[side], found, signal);
        const stuck = new Set(await links.follow(job, side, merges, job.startedBy));
        moved += merges.length - stuck.size;
        const isMerged = new Set(merges.map(({ key }) => key));
        const seen = page.flatMap(({ key }, index) => {
          if (isMerged.has(key)) return stuck.has(key) ? [{ key, name: null }] : [];
          const hit = found[index]![0];
          return [{ key, name: hit && hit.mergedInto === null ? hit.name : null }];
        });
        gone[side === 'source' ? 'left' : 'right'] += seen.filter(({ name }) => name === null).length;
        await links.seen(job, side, seen);
        after = page.at(-1)!.id;
        done += page.length;
        await tell(done, 2 * total);
      }
    }
    return { gone, moved };
  }

  /** Which of the records were merged into others that are there, over however many merges. */
  async #merges(
    reader: EntityReader,
    found: readonly (readonly SeenRecord[])[],
    signal: AbortSignal,
  ): Promise<MergedRecord[]> {
    const merged = found.flatMap(([hit]) =>
      hit && hit.mergedInto !== null ? [{ key: hit.key, into: hit.mergedInto }] : [],
    );
    const merges: MergedRecord[] = [];
    for (let [open, round] = [merged, 0]; open.length > 0 && round < maxMerges; round += 1) {
      const winners = await reader.find(
        open.map(({ into }) => ({ by: 'key', key: into })),
        [],
        signal,
      );
      open = open.flatMap(({ key, into }, index) => {
        const winner = winners[index]![0];
        if (!winner) return [];
        if (winner.mergedInto !== null) return [{ key, into: winner.mergedInto }];
        merges.push({ key, into, name: winner.name });
        return [];
      });
    }
    return merges;
  }

  /** Puts both systems' records beside each other by the rules, and lets `conclude` look at them. */
  async #compare(
    job: LinkJob,
    rules: readonly MatchRule[],
    signal: AbortSignal,
    tell: Parameters<Work>[2],
    conclude: (table: MatchTable, usable: readonly boolean[], fields: readonly string[]) => Promise<LinkJobResult>,
  ): Promise<LinkJobResult> {
    const { store } = this.#ports;
    const readers = await this.#readers(job);
    const schemas: [EntitySchema, EntitySchema] = [readers.source.schema, readers.target.schema];
    const usable = rules.map((rule) => isUsable(rule, ...schemas));
    const fields = explainingFields(
      rules.filter((_rule, index) => usable[index]),
      ...schemas,
    );
    const table = store.linkJobs.matchTable(job, Math.max(1, rules.length));
    try {
      let done = 0;
      const expected: (number | null)[] = [null, null];
      for (const [at, side] of (['source', 'target'] as const).entries()) {
        for await (const batch of readers[side].all(fields, signal)) {
          table.add(
            side,
            batch.records.map((record) => ({
              key: record.key,
              name: record.name,
              values:
                rules.length === 0
                  ? [null]
                  : rules.map((rule, index) => (usable[index] ? ruleValue(rule, record.values) : null)),
              shown: JSON.stringify(shownValues(fields, record)),
            })),
          );
          done += batch.records.length;
          expected[at] = batch.expected;
          const [one, other] = expected;
          await tell(done, one === null || other === null ? null : one! + other!);
        }
      }
      const { source, target, unlinked } = table.settle();
      return { records: { left: source, right: target, unlinked }, ...(await conclude(table, usable, fields)) };
    } finally {
      table.close();
    }
  }

  async #linkAndSuggest(
    job: LinkJob,
    rules: readonly MatchRule[],
    {
      table,
      usable,
      fields,
      signal,
    }: {
      readonly table: MatchTable;
      readonly usable: readonly boolean[];
      readonly fields: readonly string[];
      readonly signal: AbortSignal;
    },
  ): Promise<LinkJobResult> {
    const { links } = this.#ports.store;
    const result = judge(table, rules, usable);
    let linked = 0;
    for (const [index, { mode, fields: ofRule }] of rules.entries()) {
      if (mode !== 'link' || !usable[index]) continue;
      for await (const found of pages(table, index, 'unique', signal)) {
        const answers = await links.make(job, found.map(toMake), {
          how: ofRule.join('+'),
          by: job.startedBy,
          reason: null,
        });
        linked += answers.filter(({ kind }) => kind === 'linked').length;
      }
      // The next rule must see what this one linked.
      table.settle();
    }
    for (const [index] of rules.entries()) {
      if (!usable[index]) continue;
      for (const verdict of ['unique', 'several', 'taken', 'claimed'] as const) {
        for await (const found of pages(table, index, verdict, signal)) {
          await links.suggest(
            job,
            job.id,
            fewEnough(found).map((one) => suggestionOf(one, fields)),
          );
        }
      }
    }
    await links.dropSuggestionsExcept(job, job.id);
    if (linked > 0) await this.#ports.onLinked();
    const { suggestions } = await links.counts(job);
    return { rules: result, linked, suggested: suggestions };
  }
}

const foundAtATime = 200;

/** What a rule found, page by page. What is linked meanwhile does not change the pages: the table is settled later. */
async function* pages(
  table: MatchTable,
  rule: number,
  verdict: 'unique' | 'several' | 'taken' | 'claimed',
  signal: AbortSignal,
): AsyncIterable<MatchFound[]> {
  for (let after: MatchFound | null = null; ;) {
    signal.throwIfAborted();
    const found: MatchFound[] =
      verdict === 'claimed'
        ? table.claimed(rule, after, foundAtATime)
        : table.found(rule, verdict, after, foundAtATime);
    if (found.length === 0) return;
    yield found;
    after = found.at(-1)!;
  }
}

/** Without the records that look like very many others. */
function fewEnough(found: readonly MatchFound[]): MatchFound[] {
  return [...Map.groupBy(found, ({ sourceKey }) => sourceKey).values()]
    .filter((candidates) => candidates.length <= mostCandidates)
    .flat();
}

const shownSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

function suggestionOf(found: MatchFound, fields: readonly string[]) {
  const read = (text: string) => shownSchema.parse(JSON.parse(text));
  return { ...toMake(found), ...explain(fields, read(found.sourceShown), read(found.targetShown)) };
}

function toMake({ sourceKey, targetKey, sourceName, targetName }: MatchFound) {
  return { sourceKey, targetKey, sourceName, targetName };
}

function shownValues(fields: readonly string[], { values }: SeenRecord): Record<string, FieldValue> {
  return Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));
}

function judge(table: MatchTable, rules: readonly MatchRule[], usable: readonly boolean[]): RuleResult[] {
  const none = { unique: 0, empty: 0, none: 0, several: 0, taken: 0 };
  return rules.map((rule, index) => {
    const examples = (verdict: keyof typeof none) =>
      usable[index]
        ? table.examples(index, verdict, mostExamples).map(({ value, ...rest }) => ({
            ...rest,
            value: value?.replaceAll('\u001F', ', ') ?? null,
          }))
        : [];
    return {
      rule,
      isUsable: usable[index]!,
      counts: usable[index] ? { ...table.counts(index) } : none,
      examples: {
        unique: examples('unique'),
        empty: examples('empty'),
        none: examples('none'),
        several: examples('several'),
        taken: examples('taken'),
      },
    };
  });
}

/** The records that texts of a file name: one list per text; empty texts find nothing. */
async function lookUp(
  reader: EntityReader,
  by: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<SeenRecord[][]> {
  const wanted = [...new Set(texts.filter((text) => text !== ''))];
  const queries = wanted.map((text): FindQuery =>
    by === 'key' ? { by: 'key', key: text } : { by: 'fields', values: { [by]: text } },
  );
  const found = queries.length === 0 ? [] : await reader.find(queries, [], signal);
  const byText = new Map(wanted.map((text, index) => [text, found[index]!]));
  return texts.map((text) => byText.get(text) ?? []);
}

function judgeRow(
  given: { readonly line: number; readonly source: string; readonly target: string },
  sources: readonly SeenRecord[],
  targets: readonly SeenRecord[],
): LinkJobRow {
  const [source, target] = [sources.length === 1 ? sources[0]! : null, targets.length === 1 ? targets[0]! : null];
  const verdict: ImportVerdict =
    given.source === '' || given.target === ''
      ? 'incomplete'
      : sources.length === 0
        ? 'unknownSource'
        : targets.length === 0
          ? 'unknownTarget'
          : source && target
            ? 'new'
            : 'ambiguous';
  return {
    line: given.line,
    givenSource: given.source,
    givenTarget: given.target,
    sourceKey: source?.key ?? null,
    targetKey: target?.key ?? null,
    sourceName: source?.name ?? null,
    targetName: target?.name ?? null,
    verdict,
    detail: verdict === 'ambiguous' ? String(Math.max(sources.length, targets.length)) : null,
  };
}

/**
 * A record that a file names twice. The same pair again is only left out; another pair means that nobody can tell which one
 * is right, so neither is linked: the earlier line goes to `earlier`.
 */
function againstFile(
  row: LinkJobRow,
  lines: { readonly source: Map<string, number>; readonly target: Map<string, number> },
  earlier: { line: number; verdict: ImportVerdict; detail: string }[],
): LinkJobRow {
  if (row.sourceKey === null || row.targetKey === null) return row;
  const before = { source: lines.source.get(row.sourceKey), target: lines.target.get(row.targetKey) };
  lines.source.set(row.sourceKey, before.source ?? row.line);
  lines.target.set(row.targetKey, before.target ?? row.line);
  const first = before.source ?? before.target;
  if (first === undefined || row.verdict !== 'new') return row;
  if (before.source !== before.target) {
    for (const line of [before.source, before.target])
      if (line !== undefined) earlier.push({ line, verdict: 'duplicate', detail: String(row.line) });
  }
  return { ...row, verdict: 'duplicate', detail: String(first) };
}

function verdictOf(answer: Awaited<ReturnType<Store['links']['make']>>[number]): {
  verdict: ImportVerdict;
  detail: string | null;
} {
  switch (answer.kind) {
    case 'linked':
    case 'same':
      return { verdict: 'applied', detail: null };
    case 'taken': {
      const [claim] = answer.claims;
      return { verdict: 'conflict', detail: claim ? `${claim.sourceName ?? claim.sourceKey}` : null };
    }
    case 'refused':
    case 'underWay':
      return { verdict: answer.kind, detail: null };
  }
}

function pairName({ entity, sourceConnectionId, targetConnectionId }: Sides): string {
  return JSON.stringify([entity, ...[sourceConnectionId, targetConnectionId].toSorted()]);
}
