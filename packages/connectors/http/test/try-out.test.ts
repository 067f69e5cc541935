import { systemClock } from '@koppel/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { proposalOf } from '../src/proposal.ts';
import { customers, startRest, type RestUnderTest } from './system-under-test.ts';

let subject: RestUnderTest | undefined;
afterEach(async () => {
  await subject?.close();
  subject = undefined;
});

const signal = new AbortController().signal;
const proposed = (body: unknown, headers = {}, recordsPath = '') => proposalOf(body, headers, { entity: 'account', recordsPath }); // prettier-ignore

describe('what an answer suggests', () => {
  const row = { id: 4711, company: 'De Kroon', vat: 'BE0762747721', address: { city: 'Aalst' }, credit: 12, updated_at: '2026-11-23T09:30:00Z', tags: ['x'] }; // prettier-ignore

  test.each([
    ['the answer is the list', [row], {}, { records: '' }],
    ['the list is inside', { data: { items: [row] } }, {}, { records: 'data.items' }],
    ['the longest list counts', { links: [{}], rows: [row, row] }, {}, { records: 'rows' }],
    ['a next link', { rows: [row], links: { next: 'https://a.example/x?page=2' } }, {}, { records: 'rows', paging: 'nextLink', nextPath: 'links.next' }],
    ['a cursor', { rows: [row], meta: { next_cursor: 'abc' } }, {}, { records: 'rows', paging: 'cursor', nextPath: 'meta.next_cursor' }],
    ['a Link header', [row], { link: '<https://a.example/x>; rel="next"' }, { records: '', paging: 'linkHeader' }],
    ['a total', { rows: [row], total: 812 }, {}, { records: 'rows', total: 'total' }],
  ])('%s', (_what, body, headers, list) => {
    expect(proposed(body, headers)).toMatchObject({ key: 'id', list: { ...list, stampPath: 'updated_at' } });
  }); // prettier-ignore

  test('fields with their kind, and the name that Koppel has for them, once', () => {
    const fields = proposed([row, { ...row, credit: 12.5, name: 'Other' }]).fields;
    const byPath = Object.fromEntries(fields.map(({ path, kind, field }) => [path, [kind, field]]));
    expect(byPath).toEqual({
      id: ['integer', null],
      company: ['text', 'name'],
      vat: ['text', 'vatNumber'],
      'address.city': ['text', 'billingAddress.city'],
      credit: ['money', 'creditLimit'],
      updated_at: ['dateTime', null],
      name: ['text', null],
    });
  });

  test.each([null, 7, 'x', {}, [], { a: { b: { c: { d: { e: [row] } } } } }])('nothing, where there is nothing: %j', (body) => {
    expect(proposed(body).fields).toEqual([]);
  }); // prettier-ignore

  test('not without end', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, 'x'.repeat(1000)]));
    const { fields } = proposed([wide]);
    expect(fields.length).toBeLessThanOrEqual(200);
    expect(Math.max(...fields.map(({ example }) => example.length))).toBeLessThanOrEqual(80);
  });
});

describe('a try', () => {
  test('reads the list with what is not saved, and shows what it understands', async () => {
    subject = await startRest({ clock: systemClock, settings: { resources: [] } });
    for (let number = 1; number <= 5; number += 1) subject.rest.make({ name: `C${number}` });
    const trial = await subject.system.tryRead!(customers(), { key: null, signal });
    expect(trial).toMatchObject({ status: 200, records: 3, hasMore: true, problem: null });
    expect(trial.request).toMatch(/^GET http:.*\/api\/customers\?sort=modified&offset=0&limit=3$/);
    expect(trial.rows[0]).toMatchObject({ key: '1001', version: '"r1"', values: { name: 'C1' }, isDeleted: false });
    expect(trial.creates?.en).toContain('looked up after the quiet period');
    expect(subject.rest.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  test('reads one record, or says that there is none', async () => {
    subject = await startRest({ clock: systemClock });
    subject.rest.make({ name: 'A' });
    const { tryRead } = subject.system;
    expect(await tryRead!(customers(), { key: '1001', signal })).toMatchObject({
      records: 1,
      hasMore: null,
      status: 200,
    });
    expect(await tryRead!(customers(), { key: 'gone', signal })).toMatchObject({
      records: 0,
      status: 404,
      problem: null,
    });
  });

  test('says what went wrong, with the answer beside it', async () => {
    subject = await startRest({ clock: systemClock });
    const trial = await subject.system.tryRead!(customers({ list: { records: 'nowhere' } }), { key: null, signal });
    expect(trial).toMatchObject({ status: 200, records: null, problem: { code: 'http.not-a-list' } });
    expect(trial.proposal.list).toMatchObject({ records: 'data.customers' });
    subject.rest.faults = { fail: 500 };
    expect(await subject.system.tryRead!(customers(), { key: null, signal })).toMatchObject({
      status: 500,
      problem: { code: 'http.server-error' },
    });
  });

  test('of an incomplete description says what is missing', async () => {
    subject = await startRest({ clock: systemClock });
    await expect(subject.system.tryRead!({ entity: 'account' }, { key: null, signal })).rejects.toMatchObject({
      code: 'http.description-incomplete',
    });
    expect(subject.rest.requests).toEqual([]);
  });
});
