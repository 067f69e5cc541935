import { expect, test } from 'vitest';
import { threeWay } from '../../src/plan-view/difference.ts';

const marked = (pieces: readonly { readonly kind: string; readonly text: string }[]) =>
  pieces.map(({ kind, text }) => (kind === 'same' ? text : `[${text}]`)).join('');

test('marks what each side added, and what of the first is gone from either', () => {
  const { base, ours, theirs } = threeWay('account.limit', 'min(account.limit)', 'account.limit * 2');
  expect([base, ours, theirs].map(marked)).toEqual(['account.limit', '[min(]account.limit[)]', 'account.limit[ * 2]']);
  const gone = threeWay('abcdefgh', 'cdefgh', 'abcdef');
  expect([gone.base, gone.ours, gone.theirs].map(marked)).toEqual(['[ab]cdef[gh]', 'cdefgh', 'abcdef']);
});

test('without a first value the two sides are held against each other', () => {
  const { base, ours, theirs } = threeWay(null, 'account.name', 'account.name + "!"');
  expect([base, ours, theirs].map(marked)).toEqual(['', 'account.name', 'account.name[ + "!"]']);
});

test('a side that has nothing marks all of the first as gone', () => {
  const { base, ours, theirs } = threeWay('abc', null, 'abc');
  expect([base, ours, theirs].map(marked)).toEqual(['[abc]', '', 'abc']);
});
