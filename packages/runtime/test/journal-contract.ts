import { emptyCounters, type RunFact } from '@koppel/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  FenceLost,
  type BatchCommit,
  type EffectStart,
  type FailureWrite,
  type LinkWrite,
  type RunFence,
  type RunJournal,
} from '../src/index.ts';
import { Life } from './simulated-world.ts';
import type { TestedJournal } from './tested-journal.ts';

const at = new Date('2026-11-23T09:00:00Z');
const sides = { entity: 'account', sourceConnectionId: 'erp-1', targetConnectionId: 'crm-1' };
const otherWay = { entity: 'account', sourceConnectionId: 'crm-1', targetConnectionId: 'erp-1' };

export const link = (sourceKey: string, targetKey: string, change: Partial<LinkWrite> = {}): LinkWrite => ({
  ...sides,
  id: null,
  sourceKey,
  targetKey,
  targetVersion: 'v1',
  writer: 'customers/save',
  hash: `hash of ${sourceKey}`,
  base: { name: sourceKey },
  madeBy: 'created',
  ...change,
});

export const create = (sourceKey: string, change: Partial<EffectStart> = {}): EffectStart => ({
  op: 'create',
  connectionId: 'crm-1',
  entity: 'account',
  sourceConnectionId: 'erp-1',
  sourceKey,
  targetKey: null,
  payloadHash: 'payload',
  absentAfter: null,
  lookedForAt: null,
  ...change,
});

export const failure = (key: string, change: Partial<FailureWrite> = {}): FailureWrite => ({
  id: `failure-of-${key}`,
  flowId: 'customers',
  nodeId: 'save',
  entity: 'account',
  key,
  name: `Customer ${key}`,
  cause: 'refused',
  error: { code: 'test.refused', message: 'It was refused.', remedy: 'Look there.' },
  input: { 'account.name': key },
  output: null,
  sides: null,
  waitsFor: null,
  ...change,
});

export const failed = (key: string, failureId: string): RunFact => ({
  type: 'record.failed',
  nodeId: 'save',
  key,
  name: key,
  failureId,
  error: { code: 'test.refused', message: 'It was refused.', remedy: 'Look there.' },
});

/** A batch in which nothing happened, but for what a test is about. */
export const batch = (fence: RunFence, change: Partial<BatchCommit> = {}): BatchCommit => ({
  runId: fence.runId,
  fence: fence.fence,
  at,
  checkpoint: {},
  counters: emptyCounters(),
  nodes: {},
  expected: null,
  logLinesLeft: 20_000,
  facts: [],
  links: [],
  settled: [],
  failures: [],
  solved: [],
  cursors: [],
  planned: [],
  drift: [],
  watch: null,
  vanished: [],
  ...change,
});

/** What every journal keeps to, whatever it stores in. */
export function describeJournal(name: string, open: () => TestedJournal): void {
  describe(`the journal ${name}`, () => {
    let tested: TestedJournal;
    let journal: RunJournal;
    let fence: RunFence;

    const take = async (): Promise<RunFence> => {
      const { run, fence: number } = await tested.take();
      return { runId: run.id, fence: number };
    };
    const openOf = async (key: string) => (await journal.findOpenEffects(sides, [key])).get(key) ?? null;
    const begin = async (start: EffectStart, now = at) => (await journal.beginEffects(fence, [start], now))[0]!;

    beforeEach(async () => {
      tested = open();
      await tested.begin();
      journal = tested.forLife(new Life());
      fence = await take();
    });
    afterEach(() => tested.close());

    test('keeps everything of a batch', async () => {
      const counters = { ...emptyCounters(), read: 2, created: 1, failed: 1 };
      const started: RunFact = { type: 'node.started', nodeId: 'save' };
      await journal.commitBatch(
        batch(fence, {
          checkpoint: { read: { cursor: '7', isDone: false } },
          counters,
          facts: [started, failed('C2', 'failure-of-C2')],
          links: [link('C1', 'A1')],
          failures: [failure('C2')],
          cursors: [{ stream: 'customers/read', cursor: '7' }],
        }),
      );
      const view = await tested.look();
      expect(view.run.counters).toEqual(counters);
      expect(view.checkpoint).toEqual({ read: { cursor: '7', isDone: false } });
      expect(view.facts).toEqual([started, failed('C2', 'failure-of-C2')]);
      expect(view.failures).toEqual([{ id: 'failure-of-C2', key: 'C2', code: 'test.refused' }]);
      expect(await journal.cursorOf('customers/read')).toBe('7');
      expect(await journal.cursorOf('customers/other')).toBeNull();
      const found = await journal.findLinks(sides, 'customers/save', ['C1', 'C2']);
      expect([...found.values()]).toMatchObject([
        { sourceKey: 'C1', targetKey: 'A1', targetVersion: 'v1', hash: 'hash of C1' },
      ]);
    });

    test('keeps what a dry run would write', async () => {
      const write = { nodeId: 'save', key: 'C1', name: 'C1', action: 'create', changes: [], reason: null } as const;
      await journal.commitBatch(batch(fence, { planned: [write] }));
      expect((await tested.look()).planned).toEqual([write]);
    });

    test('refuses every write of a worker that was overtaken, and stores nothing of it', async () => {
      const stale = fence;
      fence = await take();
      const started: RunFact = { type: 'node.started', nodeId: 'save' };
      const running = { status: 'running', startedAt: at.toISOString() } as const;
      await expect(journal.beginEffects(stale, [create('C1')], at)).rejects.toThrow(FenceLost);
      await expect(journal.appendFacts(stale, at, [started])).rejects.toThrow(FenceLost);
      await expect(journal.commitState({ ...stale, at, state: running, facts: [started] })).rejects.toThrow(FenceLost);
      await expect(
        journal.commitBatch(
          batch(stale, {
            facts: [started],
            links: [link('C1', 'A1')],
            failures: [failure('C2')],
            cursors: [{ stream: 'customers/read', cursor: '7' }],
          }),
        ),
      ).rejects.toThrow(FenceLost);
      expect(await tested.look()).toMatchObject({
        facts: [],
        links: [],
        failures: [],
        run: { state: { status: 'queued' } },
      });
      expect(await journal.cursorOf('customers/read')).toBeNull();
      expect(await openOf('C1')).toBeNull();
    });

    test('takes no write for a run that has ended', async () => {
      const done = { status: 'done', startedAt: at.toISOString(), endedAt: at.toISOString() } as const;
      await journal.commitState({ ...fence, at, state: done, facts: [] });
      await expect(journal.commitBatch(batch(fence, { links: [link('C1', 'A1')] }))).rejects.toThrow(FenceLost);
      await expect(journal.commitState({ ...fence, at, state: done, facts: [] })).rejects.toThrow(FenceLost);
      expect((await tested.look()).links).toEqual([]);
    });

    test('refuses numbers that lose a record', async () => {
      const counters = { ...emptyCounters(), read: 2, created: 1 };
      await expect(journal.commitBatch(batch(fence, { counters }))).rejects.toThrow(/do not add up/);
    });

    test('stores a batch whole or not at all', async () => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1')], failures: [failure('C9')] }));
      const id = await begin(create('C2'));
      const before = await tested.look();
      await expect(
        journal.commitBatch(
          batch(fence, {
            checkpoint: { read: { cursor: '7', isDone: false } },
            facts: [{ type: 'node.started', nodeId: 'save' }],
            links: [link('C2', 'A2'), link('C3', 'A1')],
            settled: [{ id, state: 'confirmed', targetKey: 'A2' }],
            failures: [failure('C4')],
            solved: [{ entity: 'account', key: 'C9' }],
            cursors: [{ stream: 'customers/read', cursor: '7' }],
          }),
        ),
      ).rejects.toThrow();
      expect(await tested.look()).toEqual(before);
      expect(await openOf('C2')).toMatchObject({ id, state: 'sending' });
    });

    test.each([
      ['another source record for a target record', link('C2', 'A1')],
      ['another target record for a source record', link('C1', 'A2')],
      ['either, seen from the other side', link('A1', 'C2', otherWay)],
    ])('has one link per record: refuses %s', async (_what, second) => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1')] }));
      await expect(journal.commitBatch(batch(fence, { links: [second] }))).rejects.toThrow();
      await expect(
        journal.commitBatch(batch(fence, { links: [link('C5', 'A5'), link('C6', 'A5')] })),
      ).rejects.toThrow();
      expect((await tested.look()).links).toMatchObject([{ sourceKey: 'C1', targetKey: 'A1' }]);
    });

    test('shows a link to flows in both directions, and its hash to its last writer alone', async () => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1')] }));
      const fromThere = (await journal.findLinks(otherWay, 'back/save', ['A1'])).get('A1')!;
      expect(fromThere).toMatchObject({ sourceKey: 'A1', targetKey: 'C1', targetVersion: null, hash: null });
      const back = link('A1', 'C1', { ...otherWay, id: fromThere.id, writer: 'back/save', targetVersion: 'erp-7' });
      await journal.commitBatch(batch(fence, { links: [back] }));
      expect((await journal.findLinks(otherWay, 'back/save', ['A1'])).get('A1')).toMatchObject({
        hash: 'hash of A1',
        targetVersion: 'erp-7',
      });
      expect((await journal.findLinks(sides, 'customers/save', ['C1'])).get('C1')).toMatchObject({
        hash: null,
        targetVersion: 'v1',
      });
    });

    test('takes the same link made twice for one', async () => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1', { base: { name: 'old', phone: '1' } })] }));
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1', { base: { name: 'new' }, hash: 'later' })] }));
      const found = (await journal.findLinks(sides, 'customers/save', ['C1'])).get('C1')!;
      expect(found.hash).toBe('later');
      expect((await journal.basesOf([found.id])).get(found.id)).toEqual({ name: 'new', phone: '1' });
      expect((await tested.look()).links).toHaveLength(1);
    });

    test('changes only the fields of a base that are given, and keeps both forms where a target has its own', async () => {
      const base = { name: 'Claes', phone: null, creditLimit: ['45000.0000', '45000'] as const, isActive: true };
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1', { base })] }));
      const { id } = (await journal.findLinks(sides, 'customers/save', ['C1'])).get('C1')!;
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1', { id, base: {}, targetVersion: 'v2' })] }));
      expect((await journal.basesOf([id])).get(id)).toEqual(base);
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1', { id, base: { name: null } })] }));
      expect((await journal.basesOf([id])).get(id)).toEqual({ ...base, name: null });
    });

    test('moves a link to the record that its source is now linked with', async () => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1'), link('C2', 'A2')] }));
      const { id } = (await journal.findLinks(sides, '', ['C1'])).get('C1')!;
      await expect(journal.commitBatch(batch(fence, { links: [link('C1', 'A2', { id })] }))).rejects.toThrow();
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A3', { id })] }));
      expect((await journal.findLinks(sides, '', ['C1'])).get('C1')).toMatchObject({ id, targetKey: 'A3' });
      expect(await journal.findClaims(sides, ['A1', 'A2', 'A3'])).toEqual(
        new Map([
          ['A2', 'C2'],
          ['A3', 'C1'],
        ]),
      );
    });

    test('claims the keys that creates under way have chosen, until they come to nothing', async () => {
      const id = await begin(create('C1', { targetKey: 'A1' }));
      expect(await journal.findClaims(sides, ['A1', 'A2'])).toEqual(new Map([['A1', 'C1']]));
      await journal.commitBatch(batch(fence, { settled: [{ id, state: 'rejected', targetKey: null }] }));
      expect(await journal.findClaims(sides, ['A1'])).toEqual(new Map());
    });

    test('keeps what was written before its batch is finished, and knows it as made by this run after a crash', async () => {
      const [first, second] = await journal.beginEffects(fence, [create('C1'), create('C2')], at);
      await journal.keepWrites(fence, at, {
        links: [link('C1', 'A1')],
        settled: [{ id: first!, state: 'confirmed', targetKey: 'A1' }],
      });
      fence = await take();
      expect(await openOf('C1')).toBeNull();
      expect(await openOf('C2')).toMatchObject({ id: second!, state: 'unknown' });
      expect((await journal.findLinks(sides, '', ['C1', 'C2'])).get('C1')).toMatchObject({ targetKey: 'A1' });
      expect(await journal.createdIn(fence.runId, sides, ['C1', 'C2', 'C3'])).toEqual(new Map([['C1', 'A1']]));
      expect(await journal.createdIn('another-run', sides, ['C1'])).toEqual(new Map());
      const old = { ...fence, fence: fence.fence - 1 };
      await expect(journal.keepWrites(old, at, { links: [], settled: [] })).rejects.toThrow(FenceLost);
    });

    test('stores effects as sending, in order, before anything is sent', async () => {
      const starts = ['C1', 'C2', 'C3'].map((key) => create(key, { targetKey: `of ${key}` }));
      const ids = await journal.beginEffects(fence, starts, at);
      const found = await journal.findOpenEffects(sides, ['C1', 'C2', 'C3', 'C4']);
      expect([...found.keys()].sort()).toEqual(['C1', 'C2', 'C3']);
      expect(['C1', 'C2', 'C3'].map((key) => found.get(key)!.id)).toEqual(ids);
      expect(found.get('C2')).toMatchObject({ op: 'create', state: 'sending', targetKey: 'of C2' });
    });

    test.each(['confirmed', 'rejected'] as const)('closes an effect for good when it is %s', async (state) => {
      const id = await begin(create('C1'));
      await journal.commitBatch(batch(fence, { settled: [{ id, state, targetKey: 'A1' }] }));
      expect(await openOf('C1')).toBeNull();
      await journal.commitBatch(batch(fence, { settled: [{ id, state: 'unknown', targetKey: null }] }));
      expect(await openOf('C1')).toBeNull();
    });

    test('takes over what was sending when its worker died, and what got no answer, under the same id', async () => {
      const id = await begin(create('C1', { targetKey: 'A1' }));
      fence = await take();
      expect(await openOf('C1')).toMatchObject({ id, state: 'unknown', targetKey: 'A1' });
      expect(await begin(create('C1', { targetKey: 'A1' }))).toBe(id);
      await journal.commitBatch(batch(fence, { settled: [{ id, state: 'unknown', targetKey: null }] }));
      expect(await openOf('C1')).toMatchObject({ id, state: 'unknown' });
      expect(await begin(create('C1', { targetKey: 'A1' }))).toBe(id);
    });

    test('begins no second create while the first may still arrive', async () => {
      const absentAfter = new Date(at.getTime() + 1_000);
      const id = await begin(create('C1', { absentAfter }));
      await journal.commitBatch(batch(fence, { settled: [{ id, state: 'unknown', targetKey: null }] }));
      expect(await openOf('C1')).toMatchObject({ absentAfter });
      await expect(begin(create('C1', { absentAfter }))).rejects.toThrow();
      const later = new Date(absentAfter.getTime() + 1_000);
      const early = new Date(absentAfter.getTime() - 1);
      // It looked while the first could still arrive, and begins when that one must be there.
      await expect(begin(create('C1', { absentAfter: later, lookedForAt: early }), absentAfter)).rejects.toThrow();
      const again = create('C1', { absentAfter: later, lookedForAt: absentAfter });
      expect(await begin(again, absentAfter)).toBe(id);
      expect(await openOf('C1')).toMatchObject({ state: 'sending', absentAfter: later });
    });

    test('begins no create for a record that was created and is linked', async () => {
      const id = await begin(create('C1'));
      const settled = [{ id, state: 'confirmed', targetKey: 'A1' } as const];
      await journal.commitBatch(batch(fence, { settled, links: [link('C1', 'A1')] }));
      await expect(begin(create('C1'))).rejects.toThrow();
      expect(await begin(create('C1', { op: 'update', targetKey: 'A1' }))).not.toBe(id);
    });

    test('begins no create for a record that got its link since it was read', async () => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1')] }));
      await expect(begin(create('C1'))).rejects.toThrow();
      expect(await openOf('C1')).toBeNull();
    });

    test('begins a create anew after the target refused it', async () => {
      const id = await begin(create('C1'));
      await journal.commitBatch(batch(fence, { settled: [{ id, state: 'rejected', targetKey: null }] }));
      await begin(create('C1'));
      expect(await openOf('C1')).toMatchObject({ op: 'create', state: 'sending' });
    });

    test('knows a create for what it is, also when an update without an answer came before it', async () => {
      const id = await begin(create('C1', { op: 'update', targetKey: 'A1' }));
      await journal.commitBatch(batch(fence, { settled: [{ id, state: 'unknown', targetKey: null }] }));
      await begin(create('C1', { targetKey: 'A2' }));
      expect(await openOf('C1')).toMatchObject({ op: 'create', state: 'sending', targetKey: 'A2' });
    });

    test('marks the links of records that are gone, and keeps them; what is written is there again', async () => {
      await journal.commitBatch(batch(fence, { links: [link('C1', 'A1'), link('C2', 'A2')] }));
      const vanished = [
        { connectionId: 'erp-1', entity: 'account', key: 'C1' },
        { connectionId: 'crm-1', entity: 'account', key: 'A2' },
        { connectionId: 'crm-1', entity: 'account', key: 'C1' },
        { connectionId: 'crm-1', entity: 'contact', key: 'A1' },
      ];
      await journal.commitBatch(batch(fence, { vanished }));
      expect((await tested.look()).gone.toSorted()).toEqual(['A2', 'C1']);
      const { id } = (await journal.findLinks(sides, '', ['C1'])).get('C1')!;
      await journal.commitBatch(batch(fence, { links: [{ ...link('C1', 'A1'), id }] }));
      expect((await tested.look()).gone).toEqual(['A2']);
    });

    test('joins a record that fails again to its failure, and the fact names that one', async () => {
      await journal.commitBatch(batch(fence, { failures: [failure('C1', { id: 'first' })] }));
      await journal.commitBatch(
        batch(fence, { failures: [failure('C1', { id: 'second' })], facts: [failed('C1', 'second')] }),
      );
      const view = await tested.look();
      expect(view.failures.map(({ id }) => id)).toEqual(['first']);
      expect(view.facts).toEqual([failed('C1', 'first')]);
    });

    test('solves the failure of a record that was handled, unless it failed elsewhere in the batch', async () => {
      await journal.commitBatch(batch(fence, { failures: [failure('C1'), failure('C2')] }));
      const solved = ['C1', 'C2', 'C3'].map((key) => ({ entity: 'account', key }));
      await journal.commitBatch(batch(fence, { failures: [failure('C2')], solved }));
      expect((await tested.look()).failures.map(({ key }) => key)).toEqual(['C2']);
    });

    test('goes on where the run got, after another worker took it', async () => {
      const counters = { ...emptyCounters(), read: 3, updated: 3 };
      const nodes = { read: { in: 3, out: { records: 3 }, failed: 0, busyMs: 1 } };
      const checkpoint = { read: { cursor: '3', isDone: false } };
      const facts: RunFact[] = [{ type: 'node.started', nodeId: 'read' }];
      await journal.commitBatch(batch(fence, { counters, nodes, checkpoint, facts, expected: 9, logLinesLeft: 5 }));
      const claimed = await tested.take();
      expect(claimed).toMatchObject({ checkpoint, nodes, logLinesLeft: 5, run: { counters, expected: 9 } });
      expect(claimed.fence).toBeGreaterThan(fence.fence);
    });
  });
}
