import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Writer } from '../src/writer.ts';

let folder: string;
let database: Database.Database;
let time: number;
let writer: Writer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koppel-writer-'));
  database = new Database(join(folder, 'test.db'));
  database.pragma('journal_mode = wal');
  database.exec('create table note (text text not null unique)');
  time = 0;
  writer = new Writer(database, () => time);
});
afterEach(() => {
  writer.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const note = (text: string) => () => {
  database.prepare('insert into note (text) values (?)').run(text);
  return text;
};
const notes = (from = database) => from.prepare<[], string>('select text from note order by rowid').pluck().all();

/** What others see each time a change is told, which is after its commit. */
function watchCommits(): { seen: number[]; tell: () => void; close: () => void } {
  const outside = new Database(join(folder, 'test.db'), { readonly: true });
  const seen: number[] = [];
  return { seen, tell: () => void seen.push(notes(outside).length), close: () => outside.close() };
}

test('commits what was asked for in one turn together, and tells each in order only then', async () => {
  const { seen, tell, close } = watchCommits();
  const told: string[] = [];
  const writes = ['a', 'b', 'c'].map((text) =>
    writer.write(note(text), (value) => {
      told.push(value);
      tell();
    }),
  );
  expect(await Promise.all(writes)).toEqual(['a', 'b', 'c']);
  expect(told).toEqual(['a', 'b', 'c']);
  expect(seen).toEqual([3, 3, 3]);
  close();
});

test.each([
  ['first', 0],
  ['in the middle', 1],
  ['last', 2],
])('undoes a failing change alone when it comes %s', async (_where, position) => {
  const changes = [note('one'), note('two')];
  changes.splice(position, 0, () => {
    note('half')();
    return note('half')();
  });
  const results = await Promise.allSettled(changes.map((change) => writer.write(change)));
  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect(results[position]).toMatchObject({ reason: { code: 'SQLITE_CONSTRAINT_UNIQUE' } });
  expect(notes()).toEqual(['one', 'two']);
});

test('goes on after every change of a group failed', async () => {
  const refuse = () => {
    throw new Error('No.');
  };
  await Promise.allSettled([writer.write(refuse), writer.write(refuse)]);
  await writer.write(note('later'));
  expect(notes()).toEqual(['later']);
});

test('does not keep the others waiting for a long group', async () => {
  const { seen, tell, close } = watchCommits();
  const slow = (text: string) => () => {
    time += 15;
    note(text)();
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => writer.write(slow(text), tell)));
  expect(seen).toEqual([2, 2, 4, 4, 5]);
  close();
});

test('loses the whole group, and says so to each, when the commit fails; later changes are tried anew', async () => {
  // A deferred constraint fails at the commit, as a full disk does.
  database.exec('create table owner (id integer primary key)');
  database.exec('create table thing (owner_id integer references owner (id) deferrable initially deferred)');
  database.pragma('foreign_keys = on');
  const orphan = () => database.prepare('insert into thing (owner_id) values (7)').run();
  const results = await Promise.allSettled([writer.write(note('beside')), writer.write(orphan)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(notes()).toEqual([]);
  await writer.write(note('later'));
  expect(notes()).toEqual(['later']);
});

test('says in plain words that the disk is full, keeps what was there, and goes on when there is room', async () => {
  await writer.write(note('before'));
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true }) as number}`);
  const large = () => note('x'.repeat(100_000))();
  const results = await Promise.allSettled([writer.write(note('beside')), writer.write(large)]);
  expect(results[1]).toMatchObject({ reason: { code: 'store.disk-full', name: 'StoreError' } });
  database.pragma('max_page_count = 1000000');
  await writer.write(note('after'));
  expect(notes().filter((text) => text !== 'beside')).toEqual(['before', 'after']);
  // Whether the neighbour holds is what it was told.
  expect(notes().includes('beside')).toBe(results[0]!.status === 'fulfilled');
});

test('makes everything durable that was asked for before it closes, and refuses the rest', async () => {
  const asked = writer.write(note('asked'));
  writer.close();
  expect(notes()).toEqual(['asked']);
  await asked;
  await expect(writer.write(note('late'))).rejects.toMatchObject({ code: 'store.closed' });
});
