import { expect, test } from 'vitest';
import { coreNodes } from '../src/index.ts';

const webhook = coreNodes.find(({ spec }) => spec.type === 'start-on-webhook')!;
if (webhook.role !== 'trigger' || !webhook.receives) throw new Error('not a webhook');
const keysIn = (keys: string, body: unknown) => webhook.receives!({ keys, answer: 'accepted' }).keysIn(body);

test.each<[string, unknown, readonly string[] | null]>([
  ['/id', { id: 'A' }, ['A']],
  ['/id', { id: 12 }, ['12']],
  ['/a/b', { a: { b: 'A' } }, ['A']],
  ['/items/*/id', { items: [{ id: 'A' }, { id: 'B' }, { id: 'A' }] }, ['A', 'B']],
  ['/*', ['A', 'B'], ['A', 'B']],
  ['/items/0', { items: ['A'] }, ['A']],
  ['/a~1b/c~0d', { 'a/b': { 'c~d': 'A' } }, ['A']],
  ['/id', {}, null],
  ['/id', { id: '' }, null],
  ['/id', { id: { nested: true } }, null],
  ['/items/*/id', { items: [] }, null],
  ['/items/*/id', { items: [{ id: 'A' }, {}] }, null],
  ['/items/*/id', { items: 'A' }, null],
  ['/__proto__', {}, null],
  ['/constructor/name', {}, null],
])('%s in %j names %j', (path, body, keys) => {
  expect(keysIn(path, body)).toEqual(keys);
});
