import type { ReadRequest, SourceRecord } from '@koppel/sdk';
import { RunError, type HttpClient } from '@koppel/sdk';
import { cannedResponse, testClock } from '@koppel/sdk/testing';
import { afterEach, expect, test } from 'vitest';
import { startCrm, type CrmUnderTest } from './demo-crm.ts';

const { signal } = new AbortController();
const day = 24 * 3600 * 1000;
let crm: CrmUnderTest;
afterEach(() => crm.close());

async function read(request: Partial<ReadRequest>): Promise<{ records: SourceRecord[]; cursors: string[] }> {
  const records: SourceRecord[] = [];
  const cursors: string[] = [];
  const batches = crm.system.source('account')!.read({
    fields: ['name'],
    scope: { kind: 'changes' },
    cursor: null,
    resume: 'watermark',
    batchSize: 3,
    signal,
    ...request,
  });
  for await (const batch of batches) {
    records.push(...batch.records);
    cursors.push(batch.cursor);
  }
  return { records, cursors };
}

const keysOf = (records: readonly SourceRecord[]) => records.map(({ key }) => key).sort();

/** A connection whose answers to reads are looked at, and may be changed. */
function spoiling(change: (url: string) => { status: number } | ((body: string) => string) | null) {
  return (http: HttpClient): HttpClient => ({
    async request(request) {
      const changed = request.method === 'GET' ? change(request.url) : null;
      if (changed !== null && typeof changed !== 'function') {
        const error = { code: '0x80044352', message: 'Version stamp associated with the client has expired.' };
        return cannedResponse({ status: changed.status, body: JSON.stringify({ error }) });
      }
      const { status, headers, ...answer } = await http.request(request).then((response) => ({
        status: response.status,
        headers: response.headers,
        text: response.text(),
        response,
      }));
      return changed === null ? answer.response : cannedResponse({ status, headers, body: changed(answer.text) });
    },
  });
}

test('a change is given once: with the token nothing is read twice', async () => {
  crm = await startCrm({ clock: testClock() });
  await crm.make(['Once', 'Twice']);
  const first = await read({});
  const second = await read({ cursor: first.cursors.at(-1)! });
  expect(second.records).toEqual([]);
  expect(second.cursors).toHaveLength(1);
  const [made] = await crm.make(['New']);
  expect(keysOf((await read({ cursor: second.cursors[0]! })).records)).toEqual([made]);
  // The same token may be used again.
  expect(keysOf((await read({ cursor: second.cursors[0]! })).records)).toEqual([made]);
});

test('a token older than the vendor keeps it: all records are read again, and then changes', async () => {
  crm = await startCrm({ clock: testClock() });
  const { cursors } = await read({});
  crm.passTime(8 * day);
  await crm.make(['A week later']);
  const again = await read({ cursor: cursors.at(-1)! });
  expect(keysOf(again.records)).toEqual((await crm.keys()).sort());
  expect((await read({ cursor: again.cursors.at(-1)! })).records).toEqual([]);
});

test('a refused page of changes is read again from where the changes began', async () => {
  let refused = false;
  const intercept = spoiling((url) => (refused && /skiptoken/.test(url) ? { status: 400 } : null));
  crm = await startCrm({ clock: testClock(), intercept });
  const before = await read({ batchSize: 500 });
  const made = await crm.make(['One', 'Two', 'Three', 'Four', 'Five']);
  const changes = await read({ cursor: before.cursors.at(-1)! });
  expect(changes.cursors).toHaveLength(2);
  refused = true;
  const again = await read({ cursor: changes.cursors[0]!, resume: 'checkpoint', batchSize: 500 });
  expect(keysOf(again.records)).toEqual([...made].sort());
});

test('a flow that has come to want more columns gets them for what changed, and nothing more', async () => {
  crm = await startCrm({ clock: testClock() });
  const { cursors } = await read({ fields: ['name'] });
  const key = '10000000-0000-4000-8000-000000000001';
  await crm.hands.send('PATCH', `accounts(${key})`, { name: 'Fresh', telephone1: '+32 2 1', accountnumber: 'F-1' });
  const gone = (await crm.keys())[0]!;
  await crm.remove(gone);
  const { records } = await read({ cursor: cursors.at(-1)!, fields: ['number', 'phone', 'name'] });
  expect(records).toEqual([
    { key, version: expect.any(String) as string, change: 'upserted', values: ['F-1', '+32 2 1', 'Fresh'] },
    { key: gone, version: null, change: 'deleted', values: [] },
  ]);
});

test('sign-in, permission and load say nothing about the token: they do not start a full read', async () => {
  for (const status of [403, 429, 500, 503]) {
    let refused = false;
    const intercept = spoiling((url) => (refused && /deltatoken/.test(url) ? { status } : null));
    crm = await startCrm({ clock: testClock(), intercept });
    const { cursors } = await read({});
    refused = true;
    await expect(read({ cursor: cursors.at(-1)! })).rejects.toMatchObject({ details: { status } });
    await crm.close();
  }
});

const untracked = (body: string) => body.replace('"ChangeTrackingEnabled":true', '"ChangeTrackingEnabled":false');

test('without change tracking all records are scanned by id, and changes say what to switch on', async () => {
  let refused = false;
  const intercept = spoiling((url) => {
    if (url.includes('EntityDefinitions')) return untracked;
    return refused && /skiptoken/.test(url) ? { status: 400 } : null;
  });
  crm = await startCrm({ clock: testClock(), intercept });
  await crm.make(['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven']);
  const error = await read({}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RunError);
  expect(error).toMatchObject({ code: 'dataverse.no-change-tracking' });
  const all = await read({ scope: { kind: 'all' } });
  const keys = all.records.map(({ key }) => key);
  expect(keys).toEqual((await crm.keys()).sort());
  // Behind each batch: by its link, and where that is refused by the last id.
  for (const isRefused of [false, true]) {
    refused = isRefused;
    for (const [index, cursor] of all.cursors.entries()) {
      const rest = await read({ scope: { kind: 'all' }, cursor, resume: 'checkpoint', batchSize: isRefused ? 500 : 3 });
      expect(rest.records.map(({ key }) => key)).toEqual(keys.slice((index + 1) * 3));
    }
  }
});

test('a server that gives larger pages than asked for still gives batches no larger than asked for', async () => {
  const intercept = (http: HttpClient): HttpClient => ({
    request: ({ headers = {}, ...request }) => {
      const { prefer, ...others } = headers as Record<string, string>;
      const rest = prefer?.replace(/odata\.maxpagesize=\d+,?/, '') ?? '';
      return http.request({ ...request, headers: rest === '' ? others : { ...others, prefer: rest } });
    },
  });
  crm = await startCrm({ clock: testClock(), intercept });
  await crm.make(['One', 'Two', 'Three', 'Four']);
  const { records, cursors } = await read({ batchSize: 3 });
  expect(cursors.length).toBe(Math.ceil(records.length / 3));
  // Before the page's end only the page itself is a place to go on from: its records come again, and none is missing.
  const again = await read({ cursor: cursors[0]!, resume: 'checkpoint', batchSize: 500 });
  expect(keysOf(again.records)).toEqual(keysOf(records));
  expect((await read({ cursor: cursors.at(-1)! })).records).toEqual([]);
});
