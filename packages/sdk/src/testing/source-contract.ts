import { strict as assert } from 'node:assert';
import type { ReadRequest, Source, SourceBatch, SourceRecord } from '../connector.ts';
import { ConnectionError, RunError } from '../errors.ts';
import {
  contractCase,
  rejection,
  type ContractCase,
  type Scene,
  type StartSystem,
  type SystemUnderTest,
} from './contract.ts';

/** What differs between sources that keep the contract. */
export interface SourceUnderTest extends SystemUnderTest {
  /** Whether a read of changes tells of deleted records. */
  readonly showsDeletions: boolean;
}

const names = (count: number, what: string) => Array.from({ length: count }, (_, index) => `${what} ${index + 1}`);
const second = 1000;

function sourceOf({ subject }: Scene<SourceUnderTest>): Source {
  const source = subject.system.source(subject.entity);
  assert(source, 'the connector reads this entity');
  return source;
}

function read(scene: Scene<SourceUnderTest>, request: Partial<ReadRequest> = {}): AsyncIterable<SourceBatch> {
  return sourceOf(scene).read({
    fields: scene.subject.fields,
    scope: { kind: 'changes' },
    cursor: null,
    resume: 'watermark',
    batchSize: 4,
    signal: scene.signal,
    ...request,
  });
}

async function batchesOf(batches: AsyncIterable<SourceBatch>): Promise<SourceBatch[]> {
  const all: SourceBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

const recordsOf = (batches: readonly SourceBatch[]): SourceRecord[] => batches.flatMap(({ records }) => records);
const keysOf = (batches: readonly SourceBatch[]): string[] => recordsOf(batches).map(({ key }) => key);
const sorted = (keys: Iterable<string>): string[] => [...keys].sort();

function endOf(batches: readonly SourceBatch[]): string {
  const last = batches.at(-1);
  assert(last, 'the read gave a batch');
  return last.cursor;
}

function valueOf(record: SourceRecord, field: string, { subject }: Scene<SourceUnderTest>) {
  return record.values[subject.fields.indexOf(field)];
}

/** Far enough behind everything before it that no overlap reaches back. */
function leaveOverlap(scene: Scene<SourceUnderTest>): void {
  scene.subject.passTime(sourceOf(scene).overlapMs + 60 * second);
}

/** Reading from the cursor of each batch gives exactly the records behind it. */
async function provesResume(scene: Scene<SourceUnderTest>, request: Partial<ReadRequest>): Promise<SourceBatch[]> {
  const batches = await batchesOf(read(scene, request));
  const all = keysOf(batches);
  assert.equal(new Set(all).size, all.length, 'a read gives each record once');
  let delivered = 0;
  for (const { records, cursor } of batches) {
    delivered += records.length;
    const rest = keysOf(await batchesOf(read(scene, { ...request, cursor, resume: 'checkpoint' })));
    assert.deepEqual(sorted(rest), sorted(all.slice(delivered)), `behind ${delivered} of ${all.length} records`);
  }
  return batches;
}

/**
 * What every source promises (see `Source`), each sentence with a proof against a real system over HTTP. Give the cases to
 * the test runner.
 */
export function sourceContract(start: StartSystem<SourceUnderTest>): ContractCase[] {
  const prove = (title: string, run: (scene: Scene<SourceUnderTest>) => Promise<void>) =>
    contractCase(start, title, run);
  return [
    prove(
      'gives every record once, in batches no larger than asked for, with its values and version',
      async (scene) => {
        const made = await scene.subject.make(names(9, 'Everybody'));
        const batches = await batchesOf(read(scene));
        assert.deepEqual(sorted(keysOf(batches)), sorted(await scene.subject.keys()));
        for (const { records, cursor } of batches) {
          assert(records.length <= 4, `${records.length} records in a batch of at most 4`);
          assert(cursor.length > 0 && cursor.length <= 64 * 1024, `a cursor of ${cursor.length} characters`);
        }
        for (const record of recordsOf(batches)) {
          assert.equal(record.change, 'upserted');
          assert.equal(record.values.length, scene.subject.fields.length);
          assert.equal(typeof record.version, 'string');
        }
        const first = recordsOf(batches).find(({ key }) => key === made[0]);
        assert.equal(first && valueOf(first, 'name', scene), 'Everybody 1');
      },
    ),
    prove('goes on behind any batch: nothing is missing and nothing comes again', async (scene) => {
      await scene.subject.make(names(5, 'Early'));
      scene.subject.passTime(60 * second);
      await scene.subject.make(names(6, 'Late'));
      await provesResume(scene, {});
    }),
    prove('goes on behind any batch where records have the same stamp', async (scene) => {
      await scene.subject.make(names(11, 'Twin'));
      await provesResume(scene, { batchSize: 3 });
    }),
    prove('goes on behind any batch of a run over all records, and its end is where changes begin', async (scene) => {
      await scene.subject.make(names(7, 'All'));
      leaveOverlap(scene);
      const batches = await provesResume(scene, { scope: { kind: 'all' } });
      assert.deepEqual(sorted(keysOf(batches)), sorted(await scene.subject.keys()));
      const [changed] = await scene.subject.make(['After all']);
      const later = keysOf(await batchesOf(read(scene, { cursor: endOf(batches) })));
      assert(later.includes(changed!), 'the record made after the run over all');
    }),
    prove('tells what changed since, and of what lies before the overlap nothing again', async (scene) => {
      const [old] = await scene.subject.make(names(6, 'Old'));
      leaveOverlap(scene);
      const cursor = endOf(await batchesOf(read(scene)));
      leaveOverlap(scene);
      const [fresh] = await scene.subject.make(['Fresh']);
      await scene.subject.rename(old!, 'Old but renamed');
      const changes = recordsOf(await batchesOf(read(scene, { cursor })));
      const byKey = new Map(changes.map((record) => [record.key, record]));
      assert.equal(valueOf(byKey.get(old!)!, 'name', scene), 'Old but renamed');
      assert.equal(valueOf(byKey.get(fresh!)!, 'name', scene), 'Fresh');
      // What stood exactly at the watermark may come again.
      const stood = (await batchesOf(read(scene, { cursor, resume: 'checkpoint' }))).flatMap(({ records }) => records);
      assert.deepEqual(sorted(stood.map(({ key }) => key)), sorted([old!, fresh!]));
    }),
    prove('an end without anything new loses nothing that comes after it', async (scene) => {
      await scene.subject.make(names(3, 'Before'));
      const first = await batchesOf(read(scene));
      let cursor = endOf(first);
      for (let again = 0; again < 3; again += 1) {
        leaveOverlap(scene);
        const batches = await batchesOf(read(scene, { cursor }));
        cursor = batches.at(-1)?.cursor ?? cursor;
      }
      const [made] = await scene.subject.make(['After a long silence']);
      assert(keysOf(await batchesOf(read(scene, { cursor }))).includes(made!), 'the record made after it');
    }),
    prove('sees a change that was committed late, with a stamp inside the overlap', async (scene) => {
      const [late] = await scene.subject.make(['Committed late']);
      scene.subject.passTime(2 * 60 * second);
      await scene.subject.make(['On time']);
      const cursor = endOf(await batchesOf(read(scene)));
      scene.subject.passTime(-60 * second);
      await scene.subject.rename(late!, 'Committed late, and renamed');
      scene.subject.passTime(60 * second);
      const changes = recordsOf(await batchesOf(read(scene, { cursor })));
      const found = changes.find(({ key }) => key === late);
      assert.equal(found && valueOf(found, 'name', scene), 'Committed late, and renamed');
    }),
    prove('a record that changes between two pages is not lost', async (scene) => {
      const made = await scene.subject.make(names(9, 'Moving'));
      const seen: SourceRecord[] = [];
      let cursor = '';
      for await (const batch of read(scene, { batchSize: 3 })) {
        seen.push(...batch.records);
        ({ cursor } = batch);
        if (seen.length <= 3) {
          scene.subject.passTime(second);
          await scene.subject.rename(made[0]!, 'Moved');
          await scene.subject.rename(made[8]!, 'Moved too');
        }
      }
      seen.push(...recordsOf(await batchesOf(read(scene, { cursor }))));
      const latest = new Map(seen.map((record) => [record.key, valueOf(record, 'name', scene)]));
      assert.equal(latest.get(made[0]!), 'Moved');
      assert.equal(latest.get(made[8]!), 'Moved too');
      assert.deepEqual(sorted(latest.keys()), sorted(await scene.subject.keys()));
    }),
    prove('deleted records: told where the system tells, and never in the way', async (scene) => {
      const [stays, goes] = await scene.subject.make(['Stays', 'Goes']);
      const cursor = endOf(await batchesOf(read(scene)));
      leaveOverlap(scene);
      await scene.subject.remove(goes!);
      await scene.subject.rename(stays!, 'Stayed');
      const changes = recordsOf(await batchesOf(read(scene, { cursor })));
      const deleted = changes.filter(({ change }) => change === 'deleted');
      assert.deepEqual(
        deleted.map(({ key, values }) => ({ key, values })),
        scene.subject.showsDeletions ? [{ key: goes!, values: [] }] : [],
      );
      assert(changes.some(({ key, change }) => key === stays && change === 'upserted'));
    }),
    prove('reads exactly the keys asked for, and goes on behind any batch of them', async (scene) => {
      const made = await scene.subject.make(names(7, 'Asked for'));
      await scene.subject.remove(made[2]!);
      const scope = { kind: 'keys' as const, keys: [...made, '00000000-0000-4000-8000-000000000000'] };
      const batches = await provesResume(scene, { scope, batchSize: 2 });
      assert.deepEqual(
        keysOf(batches),
        made.filter((key) => key !== made[2]),
      );
    }),
    prove('gives a sample of the records changed last, newest first, or of those asked for', async (scene) => {
      const [older] = await scene.subject.make(['Older']);
      scene.subject.passTime(60 * second);
      const [newer] = await scene.subject.make(['Newer']);
      const { fields } = scene.subject;
      const { signal } = scene;
      const newest = await sourceOf(scene).sample({ fields, keys: null, limit: 2, signal });
      assert.deepEqual(
        newest.map(({ key }) => key),
        [newer, older],
      );
      const asked = await sourceOf(scene).sample({ fields, keys: [older!], limit: 2, signal });
      assert.deepEqual(
        asked.map((record) => valueOf(record, 'name', scene)),
        ['Older'],
      );
    }),
    prove('stops with the signal’s reason, before and in the middle of a read', async (scene) => {
      await scene.subject.make(names(9, 'Interrupted'));
      const reason = new Error('stopped by hand');
      const stopped = new AbortController();
      stopped.abort(reason);
      assert.equal(await rejection(batchesOf(read(scene, { signal: stopped.signal }))), reason);
      const stop = new AbortController();
      const batches = read(scene, { signal: stop.signal })[Symbol.asyncIterator]();
      const first = await batches.next();
      const next = batches.next();
      stop.abort(reason);
      assert.equal(await rejection(next), reason);
      assert(first.done === false);
      const { records, cursor } = first.value;
      const rest = keysOf(await batchesOf(read(scene, { cursor, resume: 'checkpoint' })));
      assert.deepEqual(sorted([...records.map(({ key }) => key), ...rest]), sorted(await scene.subject.keys()));
    }),
    prove('a place that cannot be read stops the run instead of skipping records', async (scene) => {
      for (const cursor of ['', 'nonsense', '{}', '{"v":1,"kind":"changes"}']) {
        const error = await rejection(batchesOf(read(scene, { cursor })));
        assert(error instanceof RunError, `the cursor ${JSON.stringify(cursor)} is refused as a RunError`);
      }
    }),
    prove('says how long to wait when the system is too busy, and goes on from where it was', async (scene) => {
      const { subject, clock } = scene;
      await subject.make(names(9, 'Patient'));
      const batches = read(scene)[Symbol.asyncIterator]();
      const first = await batches.next();
      assert(first.done === false);
      subject.faults.throttle(7);
      const error = await rejection(batches.next());
      assert(error instanceof ConnectionError);
      assert.deepEqual(error.retry, { afterMs: 7000 });
      subject.faults.clear();
      await clock.advance(7000);
      const { records, cursor } = first.value;
      const rest = keysOf(await batchesOf(read(scene, { cursor, resume: 'checkpoint' })));
      assert.deepEqual(sorted([...records.map(({ key }) => key), ...rest]), sorted(await subject.keys()));
    }),
    prove('an answer that breaks off or is no data is a fault of the system that passes', async (scene) => {
      const { subject, clock } = scene;
      await subject.make(names(9, 'Broken'));
      const batches = await batchesOf(read(scene));
      const breaks: (() => void)[] = [
        () => subject.faults.cutAnswers(),
        () => subject.faults.fail(500),
        () => subject.faults.fail(503),
      ];
      for (const breakIt of breaks) {
        breakIt();
        const error = await rejection(batchesOf(read(scene, { cursor: batches[0]!.cursor, resume: 'checkpoint' })));
        assert(error instanceof ConnectionError, String(error));
        assert.notEqual(error.retry, 'never');
        subject.faults.clear();
        await clock.advance(60_000);
      }
      const rest = keysOf(await batchesOf(read(scene, { cursor: batches[0]!.cursor, resume: 'checkpoint' })));
      assert.deepEqual(rest, keysOf(batches.slice(1)));
    }),
  ];
}
