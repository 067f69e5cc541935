import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../src/plan-view/difference.ts';

const joined = (pieces: readonly { readonly text: string }[]) => pieces.map(({ text }) => text).join('');
const marked = (pieces: readonly { readonly kind: string; readonly text: string }[]) =>
  pieces.map(({ kind, text }) => (kind === 'same' ? text : `[${text}]`)).join('');

describe('the difference between two values', () => {
  it('marks the characters that changed', () => {
    const { before, after } = difference('Industrielaan 12', 'Industrielaan 14');
    expect(marked(before)).toBe('Industrielaan 1[2]');
    expect(marked(after)).toBe('Industrielaan 1[4]');
  });

  it('marks everything where little is left of the former value', () => {
    const { before, after } = difference('Gent', 'Liège-Guillemins');
    expect(marked(before)).toBe('[Gent]');
    expect(marked(after)).toBe('[Liège-Guillemins]');
  });

  it('always gives both texts whole, and the same pieces in common', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (a, b) => {
          const { before, after } = difference(a, b);
          expect(joined(before)).toBe(a);
          expect(joined(after)).toBe(b);
          const same = (pieces: typeof before) => joined(pieces.filter(({ kind }) => kind === 'same'));
          expect(same(before)).toBe(same(after));
        },
      ),
    );
  });

  it('marks nothing in equal texts', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(difference(text, text).after.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });
});
