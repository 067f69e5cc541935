import { describe, expect, it } from 'vitest';
import { pasteRules, readRules, writeRules } from '../../src/mapping-editor/rule-clipboard.ts';

const from = { from: 'account.name' };

describe('copied rules', () => {
  it('come back as they were', () => {
    const rows = { 'account.name': from, 'account.x': { cel: '1 + 1' } };
    expect(readRules(writeRules(rows))).toEqual(rows);
  });

  it.each(['', 'hello', '{}', '[1]', '{"kind":"koppel/rules","version":1,"rows":{"a.b":{"from":1}}}'])(
    'are not found in %j',
    (text) => expect(readRules(text)).toBeNull(),
  );

  it('fill every selected row that may be filled when there is one of them', () => {
    const writable = new Set(['account.a', 'account.b']);
    expect(pasteRules({ 'account.name': from }, ['account.a', 'account.owner'], writable)).toEqual({
      'account.a': from,
    });
  });

  it('fill the rows of the same name when there are several', () => {
    const rows = { 'account.a': from, 'account.owner': from };
    expect(pasteRules(rows, ['account.b'], new Set(['account.a', 'account.b']))).toEqual({ 'account.a': from });
  });
});
