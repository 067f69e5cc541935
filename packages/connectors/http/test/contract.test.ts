import { sinkContract, sourceContract } from '@koppel/sdk/testing';
import { describe, test } from 'vitest';
import { startRest } from './system-under-test.ts';

type Kind = Omit<Parameters<typeof startRest>[0], 'clock' | 'intercept'>;

/** Ways in which systems give their lists. */
const lists: Readonly<Record<string, Kind>> = {
  'by number of records skipped, oldest change first': {},
  'by page number, oldest change first, without a total': {
    traits: { paging: 'page' },
    resource: { list: { paging: 'page', total: '' } },
  },
  'by page number, in no order': {
    traits: { paging: 'page' },
    resource: { list: { paging: 'page', total: '', query: ['sort=id'], isOrdered: false } },
  },
  'by number of records skipped, without a parameter for changes': {
    resource: { list: { query: [], changedParameter: '', isOrdered: false } },
  },
  'with a next link in the answer, in no order, deleted records marked': {
    traits: { paging: 'nextLink', marksDeleted: true },
    resource: {
      list: { paging: 'nextLink', nextPath: 'data.next', query: [], isOrdered: false, deletedPath: 'deleted' },
    },
  },
  'with a next link in the Link header': {
    traits: { paging: 'linkHeader' },
    resource: { list: { paging: 'linkHeader', query: [], isOrdered: false } },
  },
  'with a cursor in the answer': {
    traits: { paging: 'cursor' },
    resource: { list: { paging: 'cursor', nextPath: 'data.next', cursorParameter: 'after', query: [], isOrdered: false } },
  },
  'with a cursor in a header': {
    traits: { paging: 'cursorHeader' },
    resource: {
      list: { paging: 'cursorHeader', nextHeader: 'X-Next', cursorParameter: 'after', query: [], isOrdered: false },
    },
  },
  'all at once': {
    traits: { paging: 'none' },
    resource: { list: { paging: 'none', records: '', total: '' } },
  },
}; // prettier-ignore

for (const [name, kind] of Object.entries(lists)) {
  describe(`a list ${name}`, () => {
    for (const { title, run } of sourceContract((ports) => startRest({ ...ports, ...kind }))) {
      // What comes in one answer cannot be interrupted in its middle.
      if (kind.traits?.paging !== 'none' || !/^(says how long to wait|stops with)/.test(title)) test(title, run);
    }
  });
}

const batch = {
  path: '/customers/batch',
  max: 20,
  items: 'items',
  record: 'data',
  key: 'id',
  version: 'version',
  operation: 'op',
  results: 'results',
  resultStatus: 'status',
  resultRecord: 'data',
  resultError: 'error',
};
const revision = { from: 'field', path: 'revision', sendAs: 'body' };

/** Ways in which systems take writes. */
const writes: Readonly<Record<string, Kind>> = {
  'one by one, with an ETag': {},
  'one by one, with a version in the record': { resource: { version: { from: 'field', path: 'revision', sendAs: 'body' } } },
  'where look-ups compare the whole list': { resource: { find: [{ field: 'name' }] } },
  'without an ETag in lists': { resource: { version: { from: 'etag' } } },
  'once per idempotency key': { resource: { create: { path: '/customers', idempotencyHeader: 'Idempotency-Key' } } },
  'under a key of ours': {
    traits: { takesKeys: true },
    resource: { create: { method: 'PUT', path: '/customers/{key}', keyFrom: 'ours' } },
  },
  'several at once, outcomes by our number': {
    resource: { version: { ...revision, sendAs: 'nothing' }, batch: { ...batch, reference: 'ref', resultReference: 'ref' } },
  },
  'several at once, outcomes in the order of the records, under keys of ours': {
    traits: { takesKeys: true },
    resource: { version: { ...revision, sendAs: 'nothing' }, create: { path: '/customers', keyFrom: 'ours' }, batch },
  },
}; // prettier-ignore

for (const [name, kind] of Object.entries(writes)) {
  describe(`writes ${name}`, () => {
    for (const { title, run } of sinkContract((ports) => startRest({ ...ports, ...kind }))) test(title, run);
  });
}
