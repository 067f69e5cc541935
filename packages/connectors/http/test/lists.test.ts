import { systemClock, type ReadRequest, type SourceBatch } from '@koppel/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { startRest, type RestUnderTest } from './system-under-test.ts';

let subject: RestUnderTest;
afterEach(() => subject.close());

const signal = new AbortController().signal;
const unordered = { query: [], isOrdered: false };

async function start(list: object, count: number, traits: object = {}): Promise<void> {
  subject = await startRest({ clock: systemClock, traits, resource: { list } });
  for (let number = 1; number <= count; number += 1) subject.rest.make({ name: `C${number}` });
}

function read(request: Partial<ReadRequest> = {}): AsyncIterable<SourceBatch> {
  return subject.system.source('account')!.read({ fields: ['name'], scope: { kind: 'changes' }, cursor: null, resume: 'watermark', batchSize: 3, signal, ...request }); // prettier-ignore
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function keysOf(batches: AsyncIterable<SourceBatch>, between: (round: number) => void = () => undefined) {
  const keys: string[] = [];
  let round = 0;
  for await (const { records } of batches) {
    keys.push(...records.map(({ key }) => key));
    round += 1;
    between(round);
  }
  return keys;
}

describe('a list that moves while it is read', () => {
  test('a record that is deleted hides none behind it where records are skipped by number', async () => {
    await start({ ...unordered, total: '' }, 10);
    const keys = await keysOf(read(), (round) => {
      // Two of those that were given already: all behind them move up by two.
      if (round === 1) for (const key of ['1001', '1003']) subject.rest.customers.delete(key);
    });
    for (let number = 1; number <= 10; number += 1) expect(keys).toContain(String(1000 + number));
  });

  test('records that were all deleted before the place that was reached hide none either', async () => {
    await start({ ...unordered, total: '' }, 10);
    const keys = await keysOf(read(), (round) => {
      if (round === 2) for (let number = 1; number <= 6; number += 1) subject.rest.customers.delete(String(1000 + number));
    });
    for (let number = 7; number <= 10; number += 1) expect(keys).toContain(String(1000 + number));
  }); // prettier-ignore

  test.each(['offset', 'page'])('changes hide none where the list is sorted by them and paged by %s', async (paging) => {
    await start({ paging, total: '' }, 12, { paging });
    const keys = await keysOf(read(), (round) => {
      subject.rest.nowMs += 1000;
      if (round <= 4) subject.rest.change(String(1000 + round), { name: 'Moved' });
    });
    for (let number = 1; number <= 12; number += 1) expect(keys).toContain(String(1000 + number));
  }); // prettier-ignore

  test('many records of one moment are read, more than fit on a page', async () => {
    await start({}, 40);
    expect(new Set(await keysOf(read())).size).toBe(40);
  });
});

describe('places to go on from', () => {
  test('a next link that the system has forgotten is replaced by a read from where the run began', async () => {
    await start({ ...unordered, paging: 'nextLink', nextPath: 'data.next' }, 9, { paging: 'nextLink' });
    const batches = read()[Symbol.asyncIterator]();
    const { cursor } = (await batches.next()).value as SourceBatch;
    let isForgotten = true;
    subject.rest.canned.set('/api/customers?limit=3&offset', (request, response) => {
      // The old link is gone; those of a read begun anew work.
      if (isForgotten) {
        isForgotten = false;
        return void response.writeHead(410).end('{}');
      }
      const offset = Number(new URL(String(request.url), subject.rest.origin).searchParams.get('offset'));
      const some = [...subject.rest.customers.values()].slice(offset, offset + 3);
      const next = offset + 3 < 9 ? `/api/customers?limit=3&offset=${offset + 3}` : null;
      return void response.end(JSON.stringify({ data: { customers: some, next } }));
    });
    expect(new Set(await keysOf(read({ cursor, resume: 'checkpoint' }))).size).toBe(9);
    expect(isForgotten).toBe(false);
    // A list that never works is a mistake in the description.
    subject.rest.canned.clear();
    subject.rest.canned.set('/api/customers', (_request, response) => response.writeHead(410).end('{}'));
    await expect(keysOf(read({ cursor, resume: 'checkpoint' }))).rejects.toMatchObject({
      code: 'http.request-refused',
    });
  });

  test('a place that was kept under other settings begins anew and loses nothing', async () => {
    await start({ ...unordered }, 7);
    const [first] = await all(read());
    await subject.close();
    await start({}, 7);
    expect(await keysOf(read({ cursor: first!.cursor, resume: 'checkpoint' }))).toHaveLength(7);
  });

  test('stays small, however many records share a moment', async () => {
    await start({ pageSize: 100 }, 3000);
    let longest = 0;
    for await (const { cursor } of read({ batchSize: 500 })) longest = Math.max(longest, cursor.length);
    expect(longest).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('forms of the parameter for changes', () => {
  test.each([
    ['iso', '2026-06-01T11:44:59.000Z'],
    ['isoSeconds', '2026-06-01T11:44:59Z'],
    ['date', '2026-05-31'],
    ['seconds', '1780314299'],
    ['milliseconds', '1780314299000'],
  ])('%s', async (changedForm, expected) => {
    await start({ changedForm }, 1);
    const [batch] = await all(read());
    subject.rest.canned.set('/api', (_request, response) => response.end('{"data":{"customers":[]}}'));
    await keysOf(read({ cursor: batch!.cursor }));
    const { searchParams } = new URL(subject.rest.requests.at(-1)!.url, subject.rest.origin);
    expect(searchParams.get('modified_since')).toBe(expected);
  });
});
