import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LinkWrite } from '@koppel/runtime';
import type { LinkToMake } from '../src/links.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { takeRun } from './runs-of-a-test.ts';

let at: TestStore;
beforeEach(() => {
  at = openTestStore();
});
afterEach(() => at.remove());

const sides = { entity: 'account', sourceConnectionId: 'erp', targetConnectionId: 'crm' };
const turned = { entity: 'account', sourceConnectionId: 'crm', targetConnectionId: 'erp' };
const byHand = { how: 'hand', by: 'Lotte', reason: 'They told us' };
const pairOf = (sourceKey: string, targetKey: string): LinkToMake => ({
  sourceKey,
  targetKey,
  sourceName: `Customer ${sourceKey}`,
  targetName: `Account ${targetKey}`,
});
const make = (source: string, target: string, overrides?: { refusal?: boolean; claims?: boolean }) =>
  at.store.links.make(sides, [pairOf(source, target)], byHand, overrides).then(([answer]) => answer!);
/** A run in hand, with a function that stores links as its batches do. */
async function runningRun() {
  const fence = await takeRun(at);
  const counters = { read: 0, created: 0, updated: 0, unchanged: 0, filtered: 0, skipped: 0, failed: 0, waiting: 0 };
  const rest = { checkpoint: {}, counters, nodes: {}, expected: null, logLinesLeft: 0, facts: [], settled: [] };
  return {
    runId: fence.runId,
    commit: (links: readonly LinkWrite[]) =>
      at.store.journal.commitBatch({
        ...fence,
        ...rest,
        at: at.now(),
        links,
        failures: [],
        solved: [],
        cursors: [],
        planned: [],
        drift: [],
        watch: null,
        vanished: [],
      }),
  };
}
const all = async () => (await at.store.links.list(sides, { limit: 500 })).items;

describe('links that people make', () => {
  test('are found by key and by name from either side, and survive a restart', async () => {
    await make('C1', 'A1');
    at.reopen();
    for (const text of ['C1', 'A1', 'customer c1', 'Account A']) {
      expect((await at.store.links.list(sides, { text, limit: 10 })).items).toMatchObject([
        { sourceKey: 'C1', targetKey: 'A1', sourceName: 'Customer C1', targetName: 'Account A1', origin: 'hand' },
      ]);
    }
    expect((await at.store.links.list(turned, { limit: 10 })).items).toMatchObject([
      { sourceKey: 'A1', targetKey: 'C1', sourceName: 'Account A1' },
    ]);
    expect((await at.store.links.list(sides, { text: '%', limit: 10 })).items).toEqual([]);
  });

  test('refuse a record that is linked already, with the link that has it, and change nothing', async () => {
    await make('C1', 'A1');
    expect(await make('C1', 'A2')).toMatchObject({ kind: 'taken', claims: [{ sourceKey: 'C1', targetKey: 'A1' }] });
    expect(await make('C2', 'A1')).toMatchObject({ kind: 'taken', claims: [{ sourceKey: 'C1', targetKey: 'A1' }] });
    expect(await make('C1', 'A1')).toMatchObject({ kind: 'same' });
    expect(await all()).toHaveLength(1);
  });

  test('take the place of the present ones only when that is asked for, and the history tells it', async () => {
    await make('C1', 'A1');
    await make('C2', 'A2');
    at.pass(1000);
    expect(await make('C1', 'A2', { claims: true })).toMatchObject({ kind: 'linked' });
    expect((await all()).map(({ sourceKey, targetKey }) => [sourceKey, targetKey])).toEqual([['C1', 'A2']]);
    const history = await at.store.links.history(sides, { sourceKey: 'C1', targetKey: 'A2' });
    expect(history.map(({ kind, sourceKey, targetKey, by }) => [kind, sourceKey, targetKey, by])).toEqual(
      expect.arrayContaining([
        ['linked', 'C1', 'A2', 'Lotte'],
        ['unlinked', 'C1', 'A1', 'Lotte'],
        ['unlinked', 'C2', 'A2', 'Lotte'],
      ]),
    );
  });

  test('an unlinked pair is linked again only by a person who insists, and runs are told', async () => {
    const made = await make('C1', 'A1');
    const { id } = made as { id: number };
    expect(await at.store.links.unlink([id, 999], 'Lotte', 'Another firm')).toBe(1);
    at.reopen();
    expect(await at.store.journal.findRefused(sides, ['C1', 'C2'])).toEqual(new Map([['C1', new Set(['A1'])]]));
    expect(await at.store.journal.findRefused(turned, ['A1'])).toEqual(new Map([['A1', new Set(['C1'])]]));
    expect(await make('C1', 'A1')).toEqual({ kind: 'refused' });
    expect(await make('C1', 'A1', { refusal: true })).toMatchObject({ kind: 'linked' });
    expect(await at.store.journal.findRefused(sides, ['C1'])).toEqual(new Map());
  });
});

describe('what the links of an entity come to', () => {
  const present = async () => (await at.store.links.state('account')).present;

  test('is the same until a link comes or goes, also where as many came as went', async () => {
    expect(await at.store.links.state('account')).toEqual({ present: '0 0', changedAt: null });
    await make('C1', 'A1');
    await make('C2', 'A2');
    const before = await present();
    expect(await present()).toBe(before);
    await at.store.links.unlink([(await all())[0]!.id], 'Lotte', 'Wrong');
    await make('C3', 'A3');
    expect(await all()).toHaveLength(2);
    expect(await present()).not.toBe(before);
    expect((await at.store.links.state('contact')).changedAt).toBeNull();
  });

  test('can be read from the last change on, with what else changed at that moment', async () => {
    await make('C1', 'A1');
    await make('C2', 'A2');
    const { changedAt } = await at.store.links.state('account');
    const idsSince = async (since?: Date) => {
      const ids: number[] = [];
      for await (const { id } of at.store.links.bases('account', since)) ids.push(id);
      return ids.length;
    };
    expect(await idsSince(changedAt!)).toBeGreaterThan(0);
    expect(await idsSince(new Date(changedAt!.getTime() + 1))).toBe(0);
    expect(await idsSince()).toBe(2);
  });
});

describe('links that runs make', () => {
  const write = (sourceKey: string, targetKey: string, change: Partial<LinkWrite> = {}): LinkWrite => ({
    ...sides,
    id: null,
    sourceKey,
    targetKey,
    targetVersion: 'v1',
    writer: 'flow/save',
    hash: 'h',
    base: {},
    madeBy: 'companyNumber',
    sourceName: 'Brouwerij',
    targetName: 'Brouwerij nv',
    ...change,
  });

  test('tell which run made them and by what they were recognised', async () => {
    const run = await runningRun();
    await run.commit([write('C1', 'A1'), write('C2', 'A2', { madeBy: 'number' })]);
    const items = await all();
    expect(
      items.map(({ origin, madeInRun, sourceName, targetName }) => [origin, madeInRun, sourceName, targetName]),
    ).toEqual([
      ['key', run.runId, 'Brouwerij', 'Brouwerij nv'],
      ['match', run.runId, 'Brouwerij', 'Brouwerij nv'],
    ]);
    expect((await at.store.links.list(sides, { origin: 'match', limit: 9 })).items).toHaveLength(1);
    const { id } = items[1]!;
    at.pass(1000);
    await at.store.links.unlink([id], 'Lotte', 'Wrong');
    expect(await at.store.links.history(sides, { sourceKey: 'C1', targetKey: 'A1' })).toMatchObject([
      { kind: 'unlinked', by: 'Lotte', reason: 'Wrong' },
      { kind: 'linked', how: 'companyNumber', runId: run.runId, by: null },
    ]);
  });

  test('a record that is gone is marked until it is seen again', async () => {
    await make('C1', 'A1');
    await at.store.links.seen(sides, 'target', [{ key: 'A1', name: null }]);
    expect(await at.store.links.list(sides, { isSuspicious: true, limit: 9 })).toMatchObject({
      items: [{ targetGoneAt: at.now(), sourceGoneAt: null }],
    });
    await at.store.links.seen(sides, 'target', [{ key: 'A1', name: 'Back' }]);
    expect(await at.store.links.counts(sides)).toEqual({ links: 1, suspicious: 0, suggestions: 0 });
    expect(await all()).toMatchObject([{ targetName: 'Back', targetGoneAt: null }]);
  });
});

describe('suggestions', () => {
  const suggest = (source: string, target: string, score = 80) =>
    at.store.links.suggest(sides, 'job', [
      { ...pairOf(source, target), score, reasons: [{ field: 'name', source: 'A', target: 'B', isEqual: false }] },
    ]);

  test('a second claim makes the present link one to look at, and names it', async () => {
    await make('C1', 'A1');
    await suggest('C1', 'A2');
    expect(await at.store.links.counts(sides)).toEqual({ links: 1, suspicious: 1, suggestions: 1 });
    const { items } = await at.store.links.suggestions(turned, { limit: 9 });
    expect(items).toMatchObject([
      { sourceKey: 'A2', targetKey: 'C1', reasons: [{ source: 'B', target: 'A' }], claims: [{ sourceKey: 'A1' }] },
    ]);
  });

  test('a dismissed one does not come back; a linked one is done', async () => {
    await suggest('C1', 'A1', 70);
    await suggest('C2', 'A2', 90);
    const { items } = await at.store.links.suggestions(sides, { limit: 9 });
    expect(items.map(({ sourceKey }) => sourceKey)).toEqual(['C2', 'C1']);
    expect(await at.store.links.dismiss([items[0]!.id], 'Lotte', 'Only the same name')).toBe(1);
    await suggest('C2', 'A2');
    await make('C1', 'A1');
    expect((await at.store.links.suggestions(sides, { limit: 9 })).items).toEqual([]);
  });
});

describe('comparing two systems by rules', () => {
  test('says for each record without a link why it has no counterpart', async () => {
    await make('C9', 'A9');
    const table = at.store.linkJobs.matchTable(sides, 1);
    const side = (key: string, value: string | null) => ({ key, name: key, values: [value], shown: '{}' });
    table.add('source', [side('C1', '1'), side('C2', null), side('C3', '3'), side('C4', '4'), side('C5', '5')]);
    table.add('source', [side('C9', '9'), side('C10', '9'), side('C6', '6'), side('C7', '6')]);
    table.add('target', [side('A1', '1'), side('A4', '4'), side('B4', '4'), side('A9', '9'), side('A6', '6')]);
    table.add('target', [side('A8', null), side('A1', '1')]);
    expect(table.settle()).toEqual({ source: 9, target: 6, unlinked: 8 });
    expect(table.counts(0)).toEqual({ unique: 1, empty: 1, none: 2, several: 3, taken: 1 });
    expect(table.found(0, 'unique', null, 9)).toMatchObject([{ sourceKey: 'C1', targetKey: 'A1' }]);
    expect(
      table.found(0, 'several', { sourceKey: 'C4', targetKey: 'A4' }, 9).map(({ targetKey }) => targetKey),
    ).toEqual(['B4', 'A6', 'A6']);
    expect(table.examples(0, 'taken', 5)).toEqual([{ key: 'C10', name: 'C10', value: '9' }]);
    table.close();
  });
});

describe('work on links', () => {
  test('that was going on when the process ended says so, and lets nothing go on by itself', async () => {
    const job = await at.store.linkJobs.create({ ...sides, kind: 'check', params: {}, startedBy: 'Lotte' });
    at.reopen();
    expect(await at.store.linkJobs.get(job.id)).toMatchObject({ status: 'interrupted', ...sides });
    expect(await at.store.linkJobs.move(job.id, ['running'], { status: 'done' })).toBe(false);
  });
});

test('no sequence of changes by runs and people makes two links for one record', async () => {
  const key = (letter: string) => fc.integer({ min: 1, max: 4 }).map((number) => `${letter}${number}`);
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('make' as const),
      isTurned: fc.boolean(),
      c: key('C'),
      a: key('A'),
      refusal: fc.boolean(),
      claims: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('unlink' as const), at: fc.nat({ max: 5 }) }),
    fc.record({
      kind: fc.constant('run' as const),
      isTurned: fc.boolean(),
      c: key('C'),
      a: key('A'),
      moves: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('suggest' as const), c: key('C'), a: key('A') }),
    fc.record({ kind: fc.constant('dismiss' as const) }),
  );
  const run = await runningRun();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { links } = at.store;
      for (const one of steps) {
        const known = await all();
        if (one.kind === 'unlink') await links.unlink(known[one.at] ? [known[one.at]!.id] : [], 'Lotte', 'test');
        else if (one.kind === 'dismiss') {
          const { items } = await links.suggestions(sides, { limit: 1 });
          await links.dismiss(
            items.map(({ id }) => id),
            'Lotte',
            'test',
          );
        } else if (one.kind === 'suggest') {
          await links.suggest(sides, 'job', [{ ...pairOf(one.c, one.a), score: 1, reasons: [] }]);
        } else {
          const [s, source, target] = one.isTurned ? [turned, one.a, one.c] : [sides, one.c, one.a];
          if (one.kind === 'make') await links.make(s, [pairOf(source, target)], byHand, one);
          else {
            const id = one.moves ? (known.find((link) => link.sourceKey === one.c)?.id ?? null) : null;
            const wish = { ...s, id, sourceKey: source, targetKey: target, targetVersion: null };
            await run
              .commit([{ ...wish, writer: 'f/n', hash: '', base: {}, madeBy: 'match' }])
              .catch((error: { code?: string }) => expect(error.code).toBe('store.link-taken'));
          }
        }
        const now = await all();
        expect(new Set(now.map(({ sourceKey }) => sourceKey)).size).toBe(now.length);
        expect(new Set(now.map(({ targetKey }) => targetKey)).size).toBe(now.length);
      }
    }),
    { numRuns: 60 },
  );
});
