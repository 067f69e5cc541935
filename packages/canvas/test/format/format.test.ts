import { describe, expect, it } from 'vitest';
import { createFormat } from '../../src/format/format.ts';
import { activateLanguage, createTexts, type MessageId } from '../../src/i18n/texts.ts';
import { withWrittenForms, type TextValues } from '../../src/i18n/compile.ts';
import { createNumberFormat } from '../../src/format/number.ts';
import type { Region } from '../../src/theme/preferences.ts';
import type { Language } from '@koppel/model';

async function formatOf(language: Language, region: Region) {
  const i18n = createTexts();
  await activateLanguage(i18n, language);
  const { number } = createNumberFormat(region);
  const text = (id: MessageId, values?: TextValues) => i18n._(id, values && withWrittenForms(values, number));
  return createFormat({ language, region, timeZone: 'Europe/Brussels', text });
}

describe('formats of a region', () => {
  it('write numbers as people of nl-BE, fr-BE and en-BE do', async () => {
    const [nl, fr, en] = await Promise.all([formatOf('nl', 'nl-BE'), formatOf('fr', 'fr-BE'), formatOf('en', 'en-BE')]);
    expect([nl, fr, en].map((format) => format.number(1284))).toEqual(['1.284', '1\u202f284', '1.284']);
    expect([nl, fr, en].map((format) => format.exact('45000', 2))).toEqual([
      '45.000,00',
      '45\u202f000,00',
      '45.000,00',
    ]);
    expect([nl, fr, en].map((format) => format.decimal(11.24))).toEqual(['11,2', '11,2', '11,2']);
    expect([nl, fr, en].map((format) => format.compact(12_400))).toEqual(['12,4 k', '12,4 k', '12,4 k']);
  });

  it('write an amount digit by digit, however long it is', async () => {
    const format = await formatOf('en', 'nl-BE');
    expect(format.exact('12345678901234567890.12', 2)).toBe('12.345.678.901.234.567.890,12');
  });

  it('write times in the time zone of the workspace, 24 hours a day', async () => {
    const format = await formatOf('en', 'en-BE');
    expect(format.timeMs('2026-11-23T13:02:39.114Z')).toBe('14:02:39,114');
    expect(format.timeSeconds('2026-07-01T22:00:00.000Z')).toBe('00:00:00');
    expect(format.dateTime('2026-11-23T13:02:39.114Z')).toBe('23 Nov 2026 14:02');
  });

  it('write durations in the largest units that say something', async () => {
    const format = await formatOf('en', 'nl-BE');
    expect([640, 1_900, 18_000, 101_000, 7_500_000, 273_600_000].map((ms) => format.duration(ms))).toEqual([
      '640 ms',
      '1,9 s',
      '18 s',
      '1 min 41',
      '2 h 05',
      '3 d 4 h',
    ]);
  });

  it('never turn a number into the next unit too early', async () => {
    const format = await formatOf('en', 'en-BE');
    expect([9_999, 10_000, 999_950, 1_000_000].map((value) => format.compact(value))).toEqual([
      '9.999',
      '10 k',
      '1 M',
      '1 M',
    ]);
    expect(format.duration(59_600)).toBe('1 min 00');
  });
});
