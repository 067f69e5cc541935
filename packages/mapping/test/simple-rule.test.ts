import type { FieldType, FieldValue, Format } from '@koppel/model';
import { describe, expect, test } from 'vitest';
import { checkRule, compileRule, leaveAsItIs, MappingError } from '../src/index.ts';
import {
  account,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  fill,
  integer,
  money,
  target,
  text,
  valueList,
} from './sample.ts';

/** The error of a rule for one record. */
function failure(run: () => unknown): MappingError {
  try {
    run();
  } catch (error) {
    if (error instanceof MappingError) return error;
    throw error;
  }
  throw new Error('Nothing failed.');
}

describe('a copied field', () => {
  test.each<[FieldType, FieldValue, FieldType, FieldValue]>([
    [text, 'Hallet', text, 'Hallet'],
    [text, '', text, null],
    [text, '  ', text, null],
    [text, null, text, null],
    [text, ' kept as it is ', text, ' kept as it is '],
    [text, 'écluse', text, 'écluse'],
    [integer, 12, integer, 12],
    [integer, 0, integer, 0],
    [integer, 12, text, '12'],
    [integer, 12, money, '12.00'],
    [integer, 12, decimal, '12'],
    [money, '45000', money, '45000.00'],
    [money, '45000.5000', money, '45000.50'],
    [money, '-0.00', money, '0.00'],
    [money, '45000.00', integer, 45_000],
    [money, '45000.00', text, '45000.00'],
    [decimal, '1e3', money, '1000.00'],
    [decimal, '12.340', decimal, '12.340'],
    [text, ' 1234.5 ', money, '1234.50'],
    [text, '42', integer, 42],
    [boolean, false, boolean, false],
    [boolean, true, text, 'true'],
    [text, 'Ja', boolean, true],
    [choice('yes', 'no'), 'no', boolean, false],
    [date, '2026-11-23', date, '2026-11-23'],
    [date, '2026-11-23', dateTime, '2026-11-23T00:00:00Z'],
    [text, '2026-11-23', date, '2026-11-23'],
    [text, '2026-11-23T15:02:00+01:00', dateTime, '2026-11-23T14:02:00Z'],
    [dateTime, '2026-11-23T14:02:00Z', dateTime, '2026-11-23T14:02:00Z'],
    [choice('A', 'B'), 'A', choice('A', 'B', 'C'), 'A'],
    [integer, 200, choice('100', '200'), '200'],
  ])('of %o with %o is written to %o as %o', (from, value, to, written) => {
    expect(fill(from, value, to)).toBe(written);
  });

  test.each<[string, FieldType, FieldValue, FieldType, string, string]>([
    [
      'a text that is too long',
      text,
      'Construct Hallet',
      { kind: 'text', maxLength: 9 },
      'mapping.does-not-fit',
      '"Construct Hallet" is 16 characters long, and Target takes at most 9.',
    ],
    [
      'an amount with too many decimals',
      money,
      '1.005',
      money,
      'mapping.does-not-fit',
      '"1.005" has more decimals than Target takes, which is 2.',
    ],
    [
      'what is not a number',
      text,
      '1.234,56',
      money,
      'mapping.not-a-number',
      '"1.234,56" is not a number, and Target needs one.',
    ],
    [
      'an amount that is not a number at all',
      money,
      'abc',
      money,
      'mapping.not-a-number',
      '"abc" is not a number, and Target needs one.',
    ],
    [
      'decimals for a whole number',
      decimal,
      '12.5',
      integer,
      'mapping.does-not-fit',
      '"12.5" is not a whole number, and Target takes only those.',
    ],
    [
      'a number beyond what is exact',
      text,
      '9007199254740993',
      integer,
      'mapping.does-not-fit',
      '"9007199254740993" is not a whole number, and Target takes only those.',
    ],
    [
      'a number that is too large',
      integer,
      500,
      { kind: 'integer', min: 0, max: 255 },
      'mapping.does-not-fit',
      '"500" is too large for Target, which takes 0 to 255.',
    ],
    [
      'an unknown code',
      text,
      'DPU',
      choice('EXW', 'DAP'),
      'mapping.does-not-fit',
      'Target has no choice "DPU". Its codes are "EXW" and "DAP".',
    ],
    [
      'a day that does not exist',
      text,
      '2026-02-30',
      date,
      'mapping.not-a-date',
      '"2026-02-30" is not a date such as 2026-11-23, and Target needs one.',
    ],
    [
      'a moment without offset',
      text,
      '2026-11-23T14:02:00',
      dateTime,
      'mapping.not-a-date',
      '"2026-11-23T14:02:00" is not a date and time such as 2026-11-23T14:02:00Z, and Target needs one.',
    ],
    [
      'neither yes nor no',
      text,
      'perhaps',
      boolean,
      'mapping.does-not-fit',
      '"perhaps" is neither yes nor no, and Target takes only those.',
    ],
  ])('refuses %s', (_, from, value, to, code, message) => {
    const error = failure(() => fill(from, value, to));
    expect(error).toMatchObject({ code, message, field: 'target', value });
    expect(error.remedy).toMatch(/\.$/);
  });

  test('that is empty fails a target that may not be', () => {
    const { context } = account([['name', text, null]]);
    const rule = compileRule({ from: 'account.name' }, context, target(text, true));
    expect(failure(() => rule([null]))).toMatchObject({
      code: 'mapping.field-empty',
      message: 'Target may not be empty, and name gives nothing for it.',
    });
    expect(rule(['Hallet'])).toBe('Hallet');
  });

  test('quotes a very long value shortened', () => {
    const error = failure(() => fill(text, 'x'.repeat(10_000), { kind: 'text', maxLength: 9 }));
    expect(error.message.length).toBeLessThan(150);
  });
});

describe('a format', () => {
  test.each<[Format, FieldType, FieldValue, FieldValue]>([
    ['trim', text, '  Hallet ', 'Hallet'],
    ['uppercase', text, 'Gent', 'GENT'],
    ['lowercase', text, 'Info@Hallet.BE', 'info@hallet.be'],
    ['capitalise', text, 'éric', 'Éric'],
    ['digits', text, 'BE 0403.019.261', '0403019261'],
    ['digits', text, 'none', null],
    ['belgianPhone', text, '015/41.22.80', '+32 15 41 22 80'],
    ['companyNumber', text, 'BE0403019261', '0403.019.261'],
    ['vatNumber', text, '0403.019.261', 'BE0403019261'],
    ['iban', text, 'BE68 5390 0754 7034', 'BE68539007547034'],
    ['date', text, '23/11/2026', '2026-11-23'],
    ['date', text, '3.1.2026', '2026-01-03'],
    ['date', text, '20261123', '2026-11-23'],
    ['date', dateTime, '2026-11-23T23:30:00Z', '2026-11-24'],
    ['date', dateTime, '2026-07-23T22:30:00Z', '2026-07-24'],
    ['date', dateTime, '2026-07-23T21:30:00Z', '2026-07-23'],
    ['text', money, '45000.00', '45000.00'],
    ['text', boolean, false, 'false'],
    ['round2', decimal, '2.345', '2.35'],
    ['round2', decimal, '-2.345', '-2.35'],
    ['round2', decimal, '1.005', '1.01'],
    ['round2', decimal, '-0.001', '0.00'],
    ['round2', text, '12', '12.00'],
    ['yesNo', boolean, true, 'yes'],
    ['yesNo', text, 'Oui', 'yes'],
    ['yesNo', integer, 0, 'no'],
  ])('%s of %o with %o gives %o', (format, from, value, written) => {
    expect(fill(from, value, undefined, { format })).toBe(written);
  });

  test.each<[Format, string, string]>([
    ['companyNumber', '0417.497.107', '"0417.497.107" is not a company number.'],
    ['vatNumber', 'NL123', '"NL123" is not a VAT number.'],
    ['iban', 'BE68 5390 0754 7035', '"BE68 5390 0754 7035" is not an IBAN.'],
    ['belgianPhone', 'ask Jan', '"ask Jan" is not a phone number.'],
  ])('%s refuses %s', (format, value, message) => {
    const error = failure(() => fill(text, value, text, { format }));
    expect(error).toMatchObject({ code: 'mapping.not-valid', message, field: 'target', value });
  });

  test('takes the day in the zone of the context', () => {
    const moment = '2026-11-23T23:30:00Z';
    expect(fill(dateTime, moment, date, { format: 'date' }, { timeZone: 'UTC' })).toBe('2026-11-23');
    expect(fill(dateTime, moment, date, { format: 'date' }, { timeZone: 'America/New_York' })).toBe('2026-11-23');
    expect(fill(dateTime, moment, date, { format: 'date' }, { timeZone: 'Asia/Tokyo' })).toBe('2026-11-24');
  });

  test('that cannot read the field is an error of the rule', () => {
    const { context } = account([['blocked', boolean, true]]);
    const { issues, type } = checkRule({ from: 'account.blocked', format: 'iban' }, context);
    expect(type).toBeNull();
    expect(issues).toMatchObject([
      {
        code: 'mapping.format-does-not-apply',
        severity: 'error',
        path: ['format'],
        message: 'The format "iban" cannot read blocked, which is yes or no.',
      },
    ]);
  });
});

describe('a value list', () => {
  const terms = valueList('terms', { '30 DAYS': '30D', '60 DAYS': '60D', true: 'Y', '12': 'twelve' });
  const valueLists = new Map([['terms', terms]]);

  test('translates the text form of a value, also with blanks around it', () => {
    expect(fill(text, '30 DAYS', text, { list: 'terms' }, { valueLists })).toBe('30D');
    expect(fill(text, ' 60 DAYS ', text, { list: 'terms' }, { valueLists })).toBe('60D');
    expect(fill(boolean, true, text, { list: 'terms' }, { valueLists })).toBe('Y');
    expect(fill(integer, 12, text, { list: 'terms' }, { valueLists })).toBe('twelve');
  });

  test('fails a code that it does not know, naming list and code', () => {
    expect(failure(() => fill(text, '90 DAYS', text, { list: 'terms' }, { valueLists }))).toMatchObject({
      code: 'mapping.no-translation',
      message: 'The value list "List terms" has no entry for "90 DAYS".',
      list: 'terms',
      value: '90 DAYS',
      field: 'target',
    });
  });

  test.each(['constructor', '__proto__', 'toString'])('knows nothing of "%s"', (code) => {
    expect(failure(() => fill(text, code, text, { list: 'terms' }, { valueLists })).code).toBe(
      'mapping.no-translation',
    );
  });

  test('gives nothing or the code itself when asked to', () => {
    expect(fill(text, '90 DAYS', text, { list: 'terms', unlisted: 'empty' }, { valueLists })).toBeNull();
    expect(fill(text, '90 DAYS', text, { list: 'terms', unlisted: 'empty', fallback: 'none' }, { valueLists })).toBe(
      'none',
    );
    expect(fill(text, '90 DAYS', text, { list: 'terms', unlisted: 'keep' }, { valueLists })).toBe('90 DAYS');
  });

  test('that is not there is named with the nearest one', () => {
    const { context } = account([['terms', text, null]], { valueLists });
    expect(checkRule({ from: 'account.terms', list: 'trems' }, context).issues).toMatchObject([
      {
        code: 'mapping.unknown-list',
        message: 'There is no value list "trems". Did you mean "terms"?',
        path: ['list'],
      },
    ]);
  });

  test('is compared with the codes of both sides', () => {
    const { context } = account([['terms', choice('30 DAYS', '45 DAYS'), null]], { valueLists });
    const { issues } = checkRule(
      { from: 'account.terms', list: 'terms' },
      context,
      target(choice('30D', 'Y', 'twelve')),
    );
    expect(issues.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['mapping.list-incomplete', 'warning', 'The value list "List terms" has no entry for "45 DAYS".'],
      [
        'mapping.list-does-not-fit',
        'warning',
        'The value list "List terms" gives "60D", which the target does not have.',
      ],
    ]);
  });

  test('is compared with the target also when the source has no known codes', () => {
    const { context } = account([['terms', text, null]], { valueLists });
    const { issues } = checkRule(
      { from: 'account.terms', list: 'terms' },
      context,
      target(choice('30D', '60D', 'Y', 'twelve')),
    );
    expect(issues).toEqual([]);
  });

  test('has no use for a policy without it', () => {
    const { context } = account([['terms', text, null]]);
    expect(checkRule({ from: 'account.terms', unlisted: 'keep' }, context).issues).toMatchObject([
      { code: 'mapping.setting-without-effect', severity: 'hint', path: ['unlisted'] },
    ]);
  });
});

describe('a fallback', () => {
  test('is written in the form of the target where the result is empty', () => {
    expect(fill(money, null, money, { fallback: 0 })).toBe('0.00');
    expect(fill(money, '12.50', money, { fallback: 0 })).toBe('12.50');
    expect(fill(text, '  ', text, { fallback: 'none' })).toBe('none');
    expect(fill(text, 'abc', text, { format: 'digits', fallback: 'none' })).toBe('none');
    expect(fill(boolean, false, boolean, { fallback: true })).toBe(false);
    expect(fill(integer, 0, integer, { fallback: 7 })).toBe(0);
  });

  test.each<[FieldValue, FieldType, string]>([
    [
      'x'.repeat(12),
      { kind: 'text', maxLength: 9 },
      '"xxxxxxxxxxxx" is 12 characters long, and Target takes at most 9.',
    ],
    ['abc', money, '"abc" is not a number, and Target needs one.'],
    [true, money, '"true" cannot be written to Target, which takes an amount with 2 decimals.'],
    ['C', choice('A', 'B'), 'Target has no choice "C". Its codes are "A" and "B".'],
  ])('%o that %o cannot take is an error of the rule', (fallback, to, message) => {
    const { context } = account([['source', to, null]]);
    const { issues } = checkRule({ from: 'account.source', fallback }, context, target(to));
    expect(issues).toMatchObject([{ code: 'mapping.does-not-fit', severity: 'error', path: ['fallback'], message }]);
  });
});

describe('a condition on a rule', () => {
  const { context } = account([
    ['name', text, null],
    ['blocked', boolean, null],
  ]);
  const rule = compileRule(
    { from: 'account.name', when: { all: [{ field: 'account.blocked', is: 'equals', value: false }] } },
    context,
    target(text),
  );

  test('leaves the field as it is where it does not hold, which is not the same as emptying it', () => {
    expect(rule(['Hallet', true])).toBe(leaveAsItIs);
    expect(rule([null, false])).toBeNull();
    expect(rule(['Hallet', false])).toBe('Hallet');
  });

  test('is checked in its place', () => {
    const check = checkRule(
      { from: 'account.name', when: { all: [{ field: 'account.blockd', is: 'equals', value: false }] } },
      context,
    );
    expect(check.issues).toMatchObject([
      { message: 'account has no field blockd. Did you mean blocked?', path: ['when', 'all', 0, 'field'] },
    ]);
  });

  test('counts its fields among those that are read', () => {
    const check = checkRule(
      { from: 'account.name', when: { cel: 'account.?blocked.orValue(false) && has(account.name)' } },
      context,
    );
    expect(check).toMatchObject({ reads: ['account.name', 'account.blocked'], issues: [] });
  });
});

describe('a fixed value', () => {
  const { context } = account([]);

  test('is written to every record in the form of the target', () => {
    expect(compileRule({ value: 5 }, context, target(money))([])).toBe('5.00');
    expect(compileRule({ value: '0.05' }, context, target(decimal))([])).toBe('0.05');
    expect(compileRule({ value: 'yes' }, context, target(boolean))([])).toBe(true);
    expect(compileRule({ value: '' }, context, target(text))([])).toBeNull();
    expect(compileRule({ value: 'x' }, context)([])).toBe('x');
  });

  test('that the target cannot take is an error', () => {
    expect(checkRule({ value: 'DPU' }, context, target(choice('EXW'))).issues).toMatchObject([
      { code: 'mapping.does-not-fit', severity: 'error', path: ['value'] },
    ]);
    expect(checkRule({ value: null }, context, target(text, true)).issues).toMatchObject([
      { code: 'mapping.may-be-empty', severity: 'error' },
    ]);
  });
});

describe('the check of a simple rule', () => {
  const { context } = account([
    ['name', text, null],
    ['billingAddress.city', text, null],
    ['creditLimit', money, null],
    ['createdAt', dateTime, null],
    ['number', text, null, true],
    ['terms', choice('A', 'B'), null],
  ]);

  test.each([
    [
      'account.nmae',
      'account has no field nmae. Did you mean name?',
      'Choose a field that the records have, or check whether it was renamed in the source.',
    ],
    [
      'account.billingAdress.city',
      'account has no field billingAdress.city. Did you mean billingAddress.city?',
      'Choose a field that the records have, or check whether it was renamed in the source.',
    ],
    ['name', '"name" is not a field of account, the records that arrive here.', 'Write "account.name".'],
    [
      'contact.email',
      '"contact.email" is not a field of account, the records that arrive here.',
      'Choose a field that starts with "account.".',
    ],
  ])('says what is wrong with %s', (from, message, remedy) => {
    const { issues, type, reads } = checkRule({ from }, context);
    expect({ type, reads }).toEqual({ type: null, reads: [] });
    expect(issues).toMatchObject([
      { code: 'mapping.unknown-field', severity: 'error', path: ['from'], message, remedy },
    ]);
  });

  test('refuses types that never fit', () => {
    expect(checkRule({ from: 'account.createdAt' }, context, target(date)).issues).toMatchObject([
      {
        code: 'mapping.does-not-fit',
        severity: 'error',
        message: 'A date and time cannot be written to Target, which takes a date.',
        remedy: 'The time would be lost. Use the format "date" to keep the day only.',
      },
    ]);
    expect(checkRule({ from: 'account.terms' }, context, target(choice('X', 'Y'))).issues).toMatchObject([
      {
        severity: 'error',
        remedy:
          'None of its codes ("A" and "B") is a code of the target ("X" and "Y"). Translate it with a value list.',
      },
    ]);
  });

  test('warns of codes that the target lacks and hints at other conversions', () => {
    expect(checkRule({ from: 'account.terms' }, context, target(choice('A', 'Y'))).issues).toMatchObject([
      {
        code: 'mapping.may-not-fit',
        severity: 'warning',
        remedy: 'The target has no code "B". Translate it with a value list.',
      },
    ]);
    expect(checkRule({ from: 'account.name' }, context, target({ kind: 'text', maxLength: 50 })).issues).toMatchObject([
      {
        code: 'mapping.may-not-fit',
        severity: 'hint',
        remedy: 'A text longer than 50 characters becomes a failed record.',
      },
    ]);
  });

  test('warns where a target that may not be empty can stay so', () => {
    const required = target(text, true);
    expect(checkRule({ from: 'account.name' }, context, required).issues).toMatchObject([
      { code: 'mapping.may-be-empty', severity: 'warning', message: 'Target may not be empty, and name can be.' },
    ]);
    expect(checkRule({ from: 'account.name', fallback: '–' }, context, required).issues).toEqual([]);
    expect(checkRule({ from: 'account.number' }, context, required).issues).toEqual([]);
  });

  test('gives the type of the result', () => {
    expect(checkRule({ from: 'account.creditLimit', format: 'round2' }, context).type).toEqual({
      kind: 'money',
      scale: 2,
    });
    expect(checkRule({ from: 'account.createdAt', format: 'date' }, context).type).toEqual({ kind: 'date' });
  });

  test('a rule with errors does not compile', () => {
    const error = failure(() => compileRule({ from: 'account.nmae' }, context));
    expect(error).toMatchObject({
      code: 'mapping.rule-not-usable',
      message: 'account has no field nmae. Did you mean name?',
    });
  });
});
