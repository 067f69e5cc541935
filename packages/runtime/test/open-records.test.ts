import type { SourceRecord } from '@koppel/sdk';
import { testClock } from '@koppel/sdk/testing';
import { expect, test } from 'vitest';
import { lookForOpen } from '../src/open-records.ts';
import type { ReadBatch } from '../src/per-source.ts';
import type { RunJournal, WatchedRecord } from '../src/ports.ts';

const place = { stream: 'status/read', entity: 'order', connectionId: 'erp-1' };
const gone = (key: string): SourceRecord => ({ key, version: null, change: 'deleted', values: [], isOpen: false });
const posted = (key: string): SourceRecord => ({ key, version: null, change: 'upserted', values: ['invoiced'], isOpen: false }); // prettier-ignore

/** Looks for these records in a system that says this of them. */
async function look(watched: readonly WatchedRecord[], found: readonly SourceRecord[]): Promise<ReadBatch[]> {
  const asked: Parameters<RunJournal['watched']>[0][] = [];
  const journal = {
    watched: (page: Parameters<RunJournal['watched']>[0]) => {
      asked.push(page);
      return Promise.resolve(watched.filter(({ key }) => key > page.after).slice(0, page.limit));
    },
  };
  const batches: ReadBatch[] = [];
  const options = {
    place,
    fields: ['status'],
    cursor: 'c',
    journal,
    clock: testClock(),
    signal: new AbortController().signal,
  };
  for await (const batch of lookForOpen(async ({ keys }) => found.filter(({ key }) => keys.includes(key)), options)) {
    batches.push(batch);
  }
  expect(asked[0]!.before).toEqual(new Date(testClock().now().getTime() - 600_000));
  return batches;
}

test('a record that is missing for the first time is only noted, the second time it is given as deleted', async () => {
  const watched = [
    { key: 'a', isMissing: false },
    { key: 'b', isMissing: true },
    { key: 'c', isMissing: true },
  ];
  const [batch, ...more] = await look(watched, [gone('a'), gone('b')]);
  expect(more).toEqual([]);
  expect(batch!.records).toEqual([gone('b')]);
  expect(batch!.watch).toEqual({ open: ['c'], missing: ['a'], ended: ['b'] });
  // Looking does not move the stream.
  expect([batch!.cursor, batch!.watermark]).toEqual(['c', null]);
});

test('a record that went on elsewhere is given at once, as it is there', async () => {
  const [batch] = await look([{ key: 'a', isMissing: false }], [posted('a')]);
  expect(batch!.records).toEqual([posted('a')]);
  expect(batch!.watch).toEqual({ open: [], missing: [], ended: ['a'] });
});

test('looks for all of them, a page at a time', async () => {
  const watched = Array.from({ length: 1_200 }, (_, at) => ({ key: String(at).padStart(4, '0'), isMissing: false }));
  const batches = await look(watched, []);
  expect(batches.flatMap(({ watch }) => watch!.open)).toEqual(watched.map(({ key }) => key));
  expect(batches.length).toBeGreaterThan(2);
});

test('when most of them seem gone at once none is, and the run says why', async () => {
  const watched = Array.from({ length: 40 }, (_, at) => ({ key: String(at), isMissing: true }));
  const some = watched.map(({ key }) => gone(key));
  await expect(look(watched, some.slice(0, 21))).rejects.toMatchObject({ code: 'read.many-gone' });
  expect((await look(watched, some.slice(0, 20)))[0]!.records).toHaveLength(20);
});
