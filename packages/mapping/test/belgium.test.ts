import type { Format } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileRule,
  formatBelgianPhone,
  formatCompanyNumber,
  formatIban,
  formatStructuredCommunication,
  formatVatNumber,
  makeStructuredCommunication,
  parseCompanyNumber,
  parseCreditorReference,
  parseIban,
  parsePeppolId,
  parseStructuredCommunication,
  parseVatNumber,
  peppolId,
} from '../src/index.ts';

describe('company numbers', () => {
  test.each([
    '0403019261',
    '0417497106',
    '0202239951',
    '0203201340',
    '0400378485',
    '0448826918',
    '1000000021',
    '1012345646',
  ])('%s is one', (number) => {
    expect(parseCompanyNumber(number)).toBe(number);
  });

  test.each([
    '0403.019.261',
    'BE 0403 019 261',
    'BE0403.019.261',
    'btw be 0403.019.261',
    'TVA BE0403019261',
    'RPR 0403.019.261',
    '403019261',
    '0403-019-261',
  ])('reads "%s"', (written) => {
    expect(parseCompanyNumber(written)).toBe('0403019261');
  });

  test.each([
    ['a wrong check digit', '0417497107'],
    ['an establishment unit number', '2000000028'],
    ['too few digits', '04030192'],
    ['too many digits', '04030192610'],
    ['zeros only', '0000000097'],
    ['letters', '0403O19261'],
    ['another country', 'NL0403019261'],
    ['nothing', ''],
  ])('refuses %s', (_, written) => {
    expect(parseCompanyNumber(written)).toBeNull();
  });

  test('prints it as the register does', () => {
    expect(formatCompanyNumber('BE0403019261')).toBe('0403.019.261');
  });

  test('its check digits catch every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2_000_000, max: 19_999_999 }),
        fc.nat(9),
        fc.integer({ min: 1, max: 9 }),
        (first, at, by) => {
          const base = String(first).padStart(8, '0');
          const number = base + String(97 - (first % 97)).padStart(2, '0');
          const wrong = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
          expect(parseCompanyNumber(number)).toBe(number);
          expect(parseCompanyNumber(wrong)).toBeNull();
        },
      ),
    );
  });
});

describe('VAT numbers', () => {
  test.each([
    ['BE 0403.019.261', 'BE0403019261'],
    ['0403.019.261', 'BE0403019261'],
    ['BTW BE-0403.019.261', 'BE0403019261'],
    ['nl 0044 95 445 b01', 'NL004495445B01'],
    ['FR 40 303 265 045', 'FR40303265045'],
    ['DE129273398', 'DE129273398'],
    ['LU 20260743', 'LU20260743'],
    ['GR 094259216', 'EL094259216'],
    ['CHE-123.456.788', 'CHE123456788'],
    ['GB 980 7806 84', 'GB980780684'],
  ])('reads "%s"', (written, compact) => {
    expect(parseVatNumber(written)).toBe(compact);
  });

  test.each(['BE0417497107', 'BE12', 'NL123', 'DE12345678', 'FR123', 'hello', 'XX', '', 'BE'])(
    'refuses "%s"',
    (written) => {
      expect(parseVatNumber(written)).toBeNull();
    },
  );

  test('prints a Belgian one in groups and leaves others compact', () => {
    expect(formatVatNumber('BE0403019261')).toBe('BE 0403.019.261');
    expect(formatVatNumber('NL004495445B01')).toBe('NL004495445B01');
  });
});

describe('IBANs', () => {
  test.each([
    ['BE68 5390 0754 7034', 'BE68539007547034'],
    ['BE71 0961 2345 6769', 'BE71096123456769'],
    ['BE43 0689 9999 9501', 'BE43068999999501'],
    ['IBAN: be62 5100 0754 7061', 'BE62510007547061'],
    ['NL91 ABNA 0417 1643 00', 'NL91ABNA0417164300'],
    ['FR14 2004 1010 0505 0001 3M02 606', 'FR1420041010050500013M02606'],
  ])('reads "%s"', (written, compact) => {
    expect(parseIban(written)).toBe(compact);
  });

  test.each([
    ['a wrong check digit', 'BE68 5390 0754 7035'],
    ['a wrong length for its country', 'NL91ABNA04171643001'],
    ['a Belgian account whose own check fails', 'BE79539007547033'],
    ['a text', 'HELLO'],
  ])('refuses %s', (_, written) => {
    expect(parseIban(written)).toBeNull();
  });

  test('prints it in groups of four', () => {
    expect(formatIban('BE68539007547034')).toBe('BE68 5390 0754 7034');
    expect(formatIban('NL91ABNA0417164300')).toBe('NL91 ABNA 0417 1643 00');
  });
});

describe('structured communications', () => {
  test.each([
    ['1', '+++000/0000/00101+++'],
    ['97', '+++000/0000/09797+++'],
    ['1234567890', '+++123/4567/89002+++'],
    ['0909337554', '+++090/9337/55493+++'],
    ['0108068171', '+++010/8068/17183+++'],
  ])('%s becomes %s', (number, communication) => {
    expect(makeStructuredCommunication(number)).toBe(communication);
    expect(formatStructuredCommunication(communication)).toBe(communication);
  });

  test.each(['***090/9337/55493***', '090933755493', '090/9337/55493', ' +++090/9337/55493+++ '])(
    'reads "%s"',
    (written) => {
      expect(parseStructuredCommunication(written)).toBe('090933755493');
    },
  );

  test.each(['+++090/9337/55494+++', '0909337554', '12345678901', 'RF18539007547034', ''])(
    'refuses "%s"',
    (written) => {
      expect(parseStructuredCommunication(written)).toBeNull();
    },
  );

  test('what is made from any number reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (number) => {
        const made = makeStructuredCommunication(String(number))!;
        expect(Number(parseStructuredCommunication(made)!.slice(0, 10))).toBe(number);
      }),
    );
  });

  test('an international creditor reference is checked too', () => {
    expect(parseCreditorReference('RF18 5390 0754 7034')).toBe('RF18539007547034');
    expect(parseCreditorReference('RF19 5390 0754 7034')).toBeNull();
  });
});

describe('Peppol participants', () => {
  test.each([
    ['0208:0403019261', '0208:0403019261'],
    ['iso6523-actorid-upis::0208:0403019261', '0208:0403019261'],
    ['9925:be0403019261', '9925:BE0403019261'],
    ['0106:12345678', '0106:12345678'],
  ])('reads "%s"', (written, canonical) => {
    expect(parsePeppolId(written)).toBe(canonical);
  });

  test.each(['0208:0403.019.261', '0208:0417497107', '9925:NL004495445B01', '0403019261', '208:0403019261', '0208:'])(
    'refuses "%s"',
    (written) => {
      expect(parsePeppolId(written)).toBeNull();
    },
  );

  test('is made from a company number', () => {
    expect(peppolId('0403.019.261')).toBe('0208:0403019261');
    expect(peppolId('0417.497.107')).toBeNull();
  });
});

describe('phone numbers', () => {
  test.each([
    ['015/41.22.80', '+32 15 41 22 80'],
    ['015 41 22 80', '+32 15 41 22 80'],
    ['+32 (0)15 41 22 80', '+32 15 41 22 80'],
    ['0032 15 412280', '+32 15 41 22 80'],
    ['02/123.45.67', '+32 2 123 45 67'],
    ['+3292345678', '+32 9 234 56 78'],
    ['04 223 45 67', '+32 4 223 45 67'],
    ['0475/12.34.56', '+32 475 12 34 56'],
    ['+32475123456', '+32 475 12 34 56'],
    ['0800 12 345', '+32 800 12 345'],
    ['078 15 15 15', '+32 78 15 15 15'],
    ['+31 20 123 4567', '+31 20 123 4567'],
    ['0031-20-1234567', '+31 20 1234567'],
    ['+49 (30) 901820', '+49 30 901820'],
  ])('writes "%s" as %s', (written, phone) => {
    expect(formatBelgianPhone(written)).toBe(phone);
    expect(formatBelgianPhone(phone)).toBe(phone);
  });

  test.each(['15 41 22 80', '015 41 22', '0475 12 34 5', 'call me', '+0 123', '+1', ''])('refuses "%s"', (written) => {
    expect(formatBelgianPhone(written)).toBeNull();
  });
});

test('very long texts are refused unread', () => {
  const long = 'BE68'.repeat(1_000_000);
  const started = performance.now();
  for (const read of [
    parseCompanyNumber,
    parseVatNumber,
    parseIban,
    parseStructuredCommunication,
    parseCreditorReference,
    formatBelgianPhone,
    parsePeppolId,
  ]) {
    expect(read(long)).toBeNull();
  }
  expect(performance.now() - started).toBeLessThan(100);
});

describe('the vectors as simple rules and as checks in a flow', () => {
  const context = {
    record: { entity: 'account', fields: [{ field: 'x', type: { kind: 'text' as const } }] },
    valueLists: new Map(),
    parameters: {},
  };
  const format = (name: Format, value: string) => compileRule({ from: 'account.x', format: name }, context)([value]);

  test.each<[Format, written: string, gives: string]>([
    ['companyNumber', 'BE0403019261', '0403.019.261'],
    ['vatNumber', 'be 0403.019.261', 'BE0403019261'],
    ['iban', 'BE68 5390 0754 7034', 'BE68539007547034'],
    ['structuredCommunication', '1', '+++000/0000/00101+++'],
    ['structuredCommunication', '97', '+++000/0000/09797+++'],
    ['structuredCommunication', '1234567890', '+++123/4567/89002+++'],
    ['structuredCommunication', '***090/9337/55493***', '+++090/9337/55493+++'],
    ['structuredCommunication', '010806817183', '+++010/8068/17183+++'],
    ['peppolId', '0208:0403019261', '0208:0403019261'],
    ['peppolId', 'BE 0403.019.261', '0208:0403019261'],
    ['peppolId', '9925:BE0403019261', '9925:BE0403019261'],
    ['email', ' info@claes.example ', 'info@claes.example'],
    ['belgianPhone', '015/41.22.80', '+32 15 41 22 80'],
  ])('%s reads "%s"', (name, written, gives) => {
    expect(format(name, written)).toBe(gives);
  });

  test.each<[Format, written: string]>([
    ['companyNumber', '0417497107'],
    ['vatNumber', 'BE0403019262'],
    ['iban', 'BE68 5390 0754 7035'],
    ['structuredCommunication', '+++123/4567/89003+++'],
    ['peppolId', '0208:0417497107'],
    ['email', 'info@claes'],
    ['email', 'info claes@example.be'],
    ['email', 'info@@example.be'],
  ])('%s refuses "%s", quoting it', (name, written) => {
    expect(() => format(name, written)).toThrow(written);
  });
});
