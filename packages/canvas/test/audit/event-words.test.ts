import { describe, expect, it } from 'vitest';
import { actInWords, actorInWords, placeInWords, settingsInWords, valueInWords } from '../../src/audit/event-words.ts';

const text = (id: string) => id;
const names = { field: (name: string) => (name === 'account.vatNumber' ? 'VAT number' : name) };
const format = { dateTime: (at: string | number) => `at ${at}`, number: (value: number) => `n ${value}` };

describe('an event in words', () => {
  it('has a sentence for what was done, and names what an older Koppel did', () => {
    expect(actInWords({ object: 'flow', verb: 'publish' }, text)).toBe('audit.act.flow.publish');
    expect(actInWords({ object: 'flow', verb: 'erase' }, text)).toBe('flow.erase');
  });

  it('never calls somebody who is not signed in by a name', () => {
    expect(actorInWords({ kind: 'nobody', id: null, name: 'Karim' }, text)).toBe('audit.nobody');
    expect(actorInWords({ kind: 'person', id: 'u1', name: 'Karim' }, text)).toBe('Karim');
  });

  it('says where something changed from the outside in, by the names that people know', () => {
    expect(placeInWords('rows/account.vatNumber/master', text, names)).toBe(
      'audit.part.rows › VAT number › audit.part.master',
    );
    expect(placeInWords('settings/baseUrl', text, names)).toBe('audit.part.settings › baseUrl');
  });

  it('calls the credentials that were replaced by their titles, and leaves other values alone', () => {
    expect(settingsInWords('secretsReplaced', 'account.vatNumber, key', names)).toBe('VAT number, key');
    expect(settingsInWords('name', 'account.vatNumber', names)).toBeNull();
  });

  it.each([
    [null, null],
    [true, 'audit.yes'],
    [12, 'n 12'],
    ['', 'audit.empty.text'],
    ['erp', 'erp'],
    ['2026-11-23T14:00:00.000Z', 'at 2026-11-23T14:00:00.000Z'],
  ])('writes %j as %j', (value, words) => {
    expect(valueInWords(value, text, format)).toBe(words);
  });
});
