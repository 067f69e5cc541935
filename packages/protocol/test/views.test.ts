import { describe, expect, test } from 'vitest';
import { changeViewSchema, columnStateSchema, saveViewSchema } from '../src/index.ts';

const many = (count: number) => Array.from({ length: count }, (_, at) => `column${at}`);
const sorted = (count: number) => many(count).map((id) => ({ id, isDescending: false }));

describe('the columns of a list', () => {
  test('stand as the list has them where nothing is said', () => {
    expect(columnStateSchema.parse({})).toEqual({ hidden: [], widths: {}, sort: [] });
  });

  test.each([
    ['40 hidden ones', { hidden: many(40) }],
    ['the narrowest and the widest', { widths: { name: 40, key: 1200 } }],
    ['three that it is sorted by', { sort: sorted(3) }],
  ])('may be %s', (_, state) => {
    expect(columnStateSchema.parse(state)).toMatchObject(state);
  });

  test.each([
    ['41 hidden ones', { hidden: many(41) }],
    ['a name of 41 characters', { hidden: ['a'.repeat(41)] }],
    ['narrower than 40', { widths: { name: 39 } }],
    ['wider than 1200', { widths: { name: 1201 } }],
    ['half a pixel', { widths: { name: 80.5 } }],
    ['41 widths', { widths: Object.fromEntries(many(41).map((id) => [id, 80])) }],
    ['four that it is sorted by', { sort: sorted(4) }],
    ['a property that there is not', { pinned: [] }],
  ])('are not %s', (_, state) => {
    expect(columnStateSchema.safeParse(state).success).toBe(false);
  });
});

describe('a view', () => {
  const view = { screen: 'runs', title: 'Mine', search: { status: 'attention' } };

  test('is kept to oneself unless said otherwise', () => {
    expect(saveViewSchema.parse(view)).toEqual({
      ...view,
      isShared: false,
      columns: { hidden: [], widths: {}, sort: [] },
    });
  });

  test('that is changed keeps what is not named', () => {
    expect(changeViewSchema.parse({ revision: 1, title: ' New ' })).toEqual({ revision: 1, title: 'New' });
  });

  const searchOf = (count: number, length: number) =>
    Object.fromEntries(many(count).map((name) => [name, 'x'.repeat(length)]));
  test.each([
    ['a name that is blank', { title: '  ' }],
    ['a name of 81 characters', { title: 'a'.repeat(81) }],
    ['a list that there is not', { screen: 'people' }],
    ['31 filters', { search: searchOf(31, 1) }],
    ['more than 4 kB', { search: searchOf(1, 4096) }],
    ['more than 4 kB of letters that take two bytes', { search: { text: 'é'.repeat(2048) } }],
    ['a filter that is no text', { search: { page: 2 } }],
    ['an owner', { owner: 'Lotte' }],
  ])('does not have %s', (_, part) => {
    expect(saveViewSchema.safeParse({ ...view, ...part }).success).toBe(false);
  });

  test('has 30 filters and nearly 4 kB', () => {
    expect(saveViewSchema.safeParse({ ...view, search: searchOf(30, 100) }).success).toBe(true);
  });
});
