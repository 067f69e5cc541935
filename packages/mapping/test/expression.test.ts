import type { FieldType, FieldValue } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRule, compileRule, fieldInExpression, MappingError, type RuleIssue } from '../src/index.ts';
import {
  account,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  integer,
  money,
  target,
  text,
  valueList,
  type SampleField,
} from './sample.ts';

const fields: readonly SampleField[] = [
  ['name', text, 'Construct Hallet SA'],
  ['creditLimit', money, '45000.00'],
  ['insuredAmount', money, null],
  ['orders', integer, 12],
  ['blocked', choice('no', 'all'), 'no'],
  ['isActive', boolean, true],
  ['since', date, '2019-03-31'],
  ['changedAt', dateTime, '2026-11-23T23:30:00Z'],
  ['billingAddress.city', text, 'Gent'],
  ['billingAddress.postalCode', text, ''],
  ['function', text, 'buyer'],
  ['~fax', text, null],
  ['~new.field', text, 'dotted'],
  ['number', text, 'K1', true],
];
const sample = account(fields, {
  parameters: {
    riskDiscount: { type: 'decimal', value: '0.05' },
    days: { type: 'integer', value: 30 },
    from: { type: 'date', value: '2026-01-01' },
    unset: { type: 'text', value: null },
  },
  valueLists: new Map([['terms', valueList('terms', { no: 'N', all: 'A' })]]),
});

/** The value of an expression for the sample account. */
const run = (cel: string, to?: FieldType) => compileRule({ cel }, sample.context, to && target(to))(sample.values);

const check = (cel: string, to?: FieldType) => checkRule({ cel }, sample.context, to && target(to));

/** Issues as `code "marked text" message`, without the warnings about fields that may be empty. */
const issues = (cel: string, to?: FieldType) =>
  check(cel, to)
    .issues.filter(({ code }) => code !== 'mapping.unguarded-field')
    .map(({ code, range, message }) => `${code} ${range ? `"${cel.slice(range.start, range.end)}" ` : ''}${message}`);

function failure(work: () => unknown): MappingError {
  try {
    work();
  } catch (error) {
    if (error instanceof MappingError) return error;
    throw error;
  }
  throw new Error('Nothing failed.');
}

describe('an expression', () => {
  test.each<[string, FieldValue]>([
    ['account.name', 'Construct Hallet SA'],
    ['account.billingAddress.city', 'Gent'],
    ['account["billingAddress.city"]', 'Gent'],
    ['account.function', 'buyer'],
    ['account["~new.field"]', 'dotted'],
    ['account.orders + 1', 13],
    ['account.creditLimit * (1 - param.riskDiscount)', '42750'],
    ['account.isActive ? "yes" : "no"', 'yes'],
    ['account.since < param.from', true],
    ['addDays(account.since, param.days)', '2019-04-30'],
    ['date(account.changedAt)', '2026-11-24'],
    ['account.changedAt > dateTime("2026-11-23T00:00:00+01:00")', true],
    ['account.changedAt', '2026-11-23T23:30:00Z'],
    ['translate(account.blocked, "terms")', 'N'],
    ['translate(account.name, "terms", "?")', '?'],
    ['{"no": "free", "all": "blocked"}[account.blocked]', 'free'],
    ['"Gent" in split("Aalst;Gent", ";")', true],
    ['account.name.contains("Hallet") && size(account.name) > 3 || false', true],
  ])('%s gives %o', (cel, expected) => {
    if (cel.includes('.size()'))
      expect(issues(cel)).toEqual(['mapping.unknown-function "size" size is not written behind a dot.']);
    else expect(run(cel)).toBe(expected);
  });

  test('brings its result into the form of the target', () => {
    expect(run('account.creditLimit / 4', money)).toBe('11250.00');
    expect(run('"12.5"', money)).toBe('12.50');
    expect(run('account.orders', text)).toBe('12');
    expect(run('account.since', dateTime)).toBe('2019-03-31T00:00:00Z');
    expect(run('"  "', text)).toBeNull();
  });

  test('fails the record whose result the target cannot take, naming the field', () => {
    expect(failure(() => run('account.creditLimit / 7', money))).toMatchObject({
      code: 'mapping.does-not-fit',
      field: 'target',
      remedy: 'Round it first, for example with round(…, 2).',
    });
    expect(run('round(account.creditLimit / 7, 2)', money)).toBe('6428.57');
  });

  test('says which fields it reads, each once, and not the parameters', () => {
    expect(
      check('account.name + account["~fax"] + account.name + text(param.days) + account.billingAddress.city').reads,
    ).toEqual(['account.name', 'account.~fax', 'account.billingAddress.city']);
  });

  test.each<[string, FieldType]>([
    ['account.name', text],
    ['account.blocked', choice('no', 'all')],
    ['account.creditLimit', money],
    ['account.?creditLimit', money],
    ['account.creditLimit * 2', { kind: 'decimal', scale: 2 }],
    ['account.creditLimit * 0.955', { kind: 'decimal', scale: 5 }],
    ['account.creditLimit / 4', decimal],
    ['round(account.creditLimit / 4, 3)', { kind: 'decimal', scale: 3 }],
    ['min(account.creditLimit, 0.5)', { kind: 'decimal', scale: 2 }],
    ['account.orders * 2', integer],
    ['account.name == "x"', boolean],
    ['date(account.changedAt)', date],
    ['ifEmpty(account.insuredAmount, 0)', { kind: 'decimal', scale: 2 }],
  ])('%s has type %o', (cel, type) => {
    expect(check(cel).type).toEqual(type);
  });

  test('writes each field so that it reads back', () => {
    for (const [field] of fields) {
      const written = fieldInExpression(field, sample.context)!;
      expect(check(written)).toMatchObject({ reads: [`account.${field}`] });
    }
    expect(fieldInExpression('~fax', sample.context)).toBe('account["~fax"]');
    expect(fieldInExpression('nope', sample.context)).toBeNull();
  });

  test('works on records of an entity whose name means something to the language', () => {
    for (const entity of ['import', 'string', 'param', 'cel', '~new_table', 'type', 'in', 'record']) {
      const context = { ...sample.context, record: { entity, fields: [{ field: 'name', type: text }] } };
      const rule = compileRule({ cel: 'record.name' }, context);
      expect(rule(['Hallet'])).toBe('Hallet');
      expect(checkRule({ cel: 'record.name' }, context).reads).toEqual([`${entity}.name`]);
    }
  });
});

describe('numbers', () => {
  test.each<[string, FieldValue]>([
    ['0.1 + 0.2 == 0.3', true],
    ['0.1 + 0.2', '0.3'],
    ['10 / 4', '2.5'],
    ['10 / -4', '-2.5'],
    ['7 % 4', 3],
    ['1e3', '1000'],
    ['12345678901234567890.12', '12345678901234567890.12'],
    ['account.creditLimit * 2', '90000'],
    ['2 * account.creditLimit', '90000'],
    ['account.creditLimit - 1', '44999'],
    ['1 - account.creditLimit', '-44999'],
    ['-account.creditLimit', '-45000'],
    ['account.creditLimit / account.orders', '3750'],
    ['account.orders / account.creditLimit < 0.001', true],
    ['account.creditLimit > 10', true],
    ['10 < account.creditLimit', true],
    ['account.creditLimit == 45000', true],
    ['45000 == account.creditLimit', true],
    ['account.creditLimit != 45000', false],
    ['account.creditLimit == 45000.00', true],
    ['account.creditLimit in [0, 45000]', true],
    ['account.isActive ? account.creditLimit : 0', '45000'],
    ['account.isActive ? 0 : account.creditLimit', '0'],
    ['account.isActive ? (account.orders > 3 ? 1 : 2) : account.creditLimit', '1'],
    ['account.?insuredAmount.orValue(0)', '0'],
    ['account.?insuredAmount.orValue(-1)', '-1'],
    ['ifEmpty(account.insuredAmount, 2 * 3)', '6'],
    ['[account.creditLimit, 1][1]', '1'],
    ['{"a": 1, "b": account.creditLimit}["a"]', '1'],
    ['min(account.creditLimit, 40000)', '40000'],
    ['max(1, 2, account.creditLimit)', '45000'],
    ['min(3, 2)', 2],
    ['string(account.creditLimit)', '45000'],
    ['text(account.creditLimit, 2)', '45000.00'],
    ['roundUp(2.001)', 3],
    ['roundDown(-2.001)', -3],
    ['roundUp(-2.009, 2)', '-2'],
    ['int(account.creditLimit)', 45_000],
    ['account.orders * account.orders', 144],
  ])('%s is %o', (cel, expected) => {
    expect(run(cel)).toBe(expected);
  });

  test('of a record are exact, whatever is done with them', () => {
    const cents = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    const amount = (value: bigint) => {
      const digits = String(value < 0n ? -value : value).padStart(3, '0');
      return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    };
    const { context } = account([
      ['a', money, null],
      ['b', money, null],
    ]);
    const rules = ['account.a + account.b', 'account.a - account.b', 'account.a * 3'].map((cel) =>
      compileRule({ cel }, context, target(money)),
    );
    const less = compileRule({ cel: 'account.a < account.b' }, context);
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const values = [amount(a), amount(b)];
        expect(rules.map((rule) => rule(values))).toEqual([amount(a + b), amount(a - b), amount(a * 3n)]);
        expect(less(values)).toBe(a < b);
      }),
    );
  });

  test('that are not whole are refused where two whole numbers would be cut', () => {
    expect(issues('account.orders / account.orders')).toEqual([
      'mapping.wrong-types "account.orders / account.orders" Dividing two whole numbers would drop what is left over.',
    ]);
    expect(run('decimal(account.orders) / account.orders')).toBe('1');
  });

  test.each([
    ['account.orders / 0', 'mapping.expression-failed', 'The expression divides by zero.'],
    ['account.orders % 0', 'mapping.expression-failed', 'account.orders % 0 divides by zero.'],
    [
      '9223372036854775807 + 1',
      'mapping.expression-failed',
      '9223372036854775807 + 1 gives a number that is too large.',
    ],
    ['9007199254740993 + 0', 'mapping.expression-failed', '9007199254740993 is too large for a whole number.'],
    ['1e50 * 1e50', 'mapping.expression-failed', 'The calculation gives a number of more than 60 digits.'],
    ['decimal("1.234,5")', 'mapping.not-a-number', '"1.234,5" is not a number.'],
    ['int("12.5")', 'mapping.expression-failed', 'int("12.5") does not read a whole number.'],
    ['int(12.5)', 'mapping.expression-failed', '12.5 is not a whole number.'],
    ['round(1.5, 99)', 'mapping.expression-failed', 'A number cannot have 99 decimals.'],
  ])('%s fails the record', (cel, code, message) => {
    expect(failure(() => run(cel))).toMatchObject({ code, message });
  });

  test('and dates that a record holds in another form fail it', () => {
    const { context } = account(fields);
    const broken = sample.values.map((value, at) =>
      ['creditLimit', 'orders', 'since', 'changedAt'].includes(fields[at]![0]) ? 'abc' : value,
    );
    for (const [cel, code] of [
      ['account.creditLimit > 1', 'mapping.not-a-number'],
      ['account.orders > 1', 'mapping.not-a-number'],
      ['account.?orders.orValue(1)', 'mapping.not-a-number'],
      ['year(account.since)', 'mapping.not-a-date'],
      ['date(account.changedAt)', 'mapping.not-a-date'],
    ] as const) {
      expect(failure(() => compileRule({ cel }, context)(broken)).code).toBe(code);
    }
  });
});

describe('empty fields', () => {
  test.each<[string, FieldValue]>([
    ['has(account.insuredAmount)', false],
    ['has(account.creditLimit)', true],
    ['has(account.billingAddress.postalCode)', false],
    ['isEmpty(account["~fax"])', true],
    ['isEmpty(account.billingAddress.postalCode)', true],
    ['isEmpty(trim("  "))', true],
    ['account.?insuredAmount', null],
    ['account[?"~fax"]', null],
    ['account.?billingAddress.city', 'Gent'],
    ['account.?insuredAmount.or(account.?creditLimit)', '45000'],
    ['account[?"~fax"].hasValue()', false],
    ['orEmpty(account.insuredAmount * 2)', null],
    ['orEmpty(account.creditLimit * 2)', '90000'],
    ['ifEmpty(account.insuredAmount * 2, account.creditLimit)', '45000'],
    ['ifEmpty(account.?insuredAmount, account.creditLimit)', '45000'],
    ['ifEmpty(account.billingAddress.postalCode, "9000")', '9000'],
    ['ifEmpty(account["~fax"], "none")', 'none'],
    ['ifEmpty({"a": "b"}[account.name], "none")', 'none'],
    ['has(account.insuredAmount) && account.insuredAmount > 5', false],
    ['account.insuredAmount > 5 && has(account.insuredAmount)', false],
    ['has(account.insuredAmount) ? account.insuredAmount : account.creditLimit', '45000'],
    ['account.isActive ? optional.none() : optional.of(account.name)', null],
    ['account.isActive ? optional.of(account.name) : optional.none()', 'Construct Hallet SA'],
  ])('%s is %o', (cel, expected) => {
    expect(run(cel)).toBe(expected);
  });

  test('fail the record when they are needed', () => {
    expect(failure(() => run('account.creditLimit + account.insuredAmount', money))).toMatchObject({
      code: 'mapping.field-empty',
      message: 'insuredAmount is empty, and the expression needs it.',
      remedy: 'Fill it in in the source, or write ifEmpty(account.insuredAmount, …) in the expression.',
      field: 'target',
    });
    expect(failure(() => run('param.unset')).message).toBe(
      'The parameter unset has no value, and the expression needs it.',
    );
  });

  test('fail a target that may not be empty', () => {
    const rule = compileRule({ cel: 'account.?insuredAmount' }, sample.context, target(money, true));
    expect(failure(() => rule(sample.values))).toMatchObject({ code: 'mapping.field-empty', field: 'target' });
    expect(checkRule({ cel: 'account.?insuredAmount' }, sample.context, target(money, true)).issues).toMatchObject([
      { code: 'mapping.may-be-empty', severity: 'warning' },
    ]);
  });

  const unguarded = (cel: string) =>
    check(cel)
      .issues.filter(({ code }) => code === 'mapping.unguarded-field')
      .map(({ range }) => cel.slice(range!.start, range!.end));

  test.each([
    ['min(account.creditLimit, account.insuredAmount)', ['account.creditLimit', 'account.insuredAmount']],
    ['account.number', []],
    ['account.name + account.name', ['account.name']],
    ['has(account.name) ? account.name : "x"', []],
    ['has(account.name) ? "x" : account.name', ['account.name']],
    ['!has(account.name) ? "x" : account.name', []],
    ['isEmpty(account.name) ? "x" : account.name', []],
    ['!isEmpty(account.name) && account.name == "x"', []],
    ['account.name == "x" && has(account.name)', []],
    ['isEmpty(account.name) || account.name == "x"', []],
    ['has(account.name) || account.name == "x"', ['account.name']],
    ['has(account.name) && has(account.orders) ? account.name + text(account.orders) : ""', []],
    ['has(account.name) || has(account.orders) ? account.name : ""', ['account.name']],
    ['account.?name.hasValue() ? account.name : "x"', []],
    ['account.?name.orValue("x")', []],
    ['ifEmpty(account.name, account.function)', ['account.function']],
    ['orEmpty(upper(account.name))', []],
    ['ifEmpty(account["~fax"], "x")', []],
    ['param.days + 1', []],
    ['param.unset + "x"', ['param.unset']],
  ])('%s warns of %o', (cel, fields) => {
    expect(unguarded(cel)).toEqual(fields);
  });

  test('the warning says how to go on', () => {
    expect(check('account.insuredAmount * 2').issues).toMatchObject([
      {
        severity: 'warning',
        message: 'insuredAmount can be empty; a record where it is becomes a failed record.',
        remedy:
          'Write ifEmpty(account.insuredAmount, …) to use another value, or orEmpty(…) around the whole to write nothing.',
      },
    ]);
  });

  test.each(['account.name == null', 'null != account.name', 'account.isActive ? account.name : null', '[null]'])(
    'there is no null: %s',
    (cel) => {
      expect(issues(cel)[0]).toMatch(/^mapping\.null-in-expression/);
    },
  );
});

describe('mistakes are said in plain words, with their place', () => {
  test.each<[string, string]>([
    [
      'account.creditLimt',
      'mapping.unknown-field "creditLimt" account has no field creditLimt. Did you mean creditLimit?',
    ],
    [
      'account.?creditLimt',
      'mapping.unknown-field "creditLimt" account has no field creditLimt. Did you mean creditLimit?',
    ],
    [
      'has(account.creditLimt)',
      'mapping.unknown-field "creditLimt" account has no field creditLimt. Did you mean creditLimit?',
    ],
    [
      'isEmpty(account.creditLimt)',
      'mapping.unknown-field "creditLimt" account has no field creditLimt. Did you mean creditLimit?',
    ],
    [
      'account.billingAddress.citty',
      'mapping.unknown-field "citty" account.billingAddress has no field citty. Did you mean city?',
    ],
    ['account.billingAddress', 'mapping.unknown-field "account.billingAddress" "billingAddress" is a group of fields.'],
    ['account.name.first', 'mapping.unknown-field "first" name is a text and has no parts.'],
    ['account', 'mapping.unknown-field "account" account stands for the whole record.'],
    [
      'account["na" + "me"]',
      'mapping.unknown-field ""na" + "me"" The name of a field must be written out, so that the check knows which fields are read.',
    ],
    ['customer.name', 'mapping.unknown-variable "customer" "customer" stands for nothing here.'],
    ['acount.name', 'mapping.unknown-variable "acount" "acount" stands for nothing here. Did you mean account?'],
    ['name', 'mapping.unknown-variable "name" "name" stands for nothing here.'],
    [
      'param.riskDiscont',
      'mapping.unknown-parameter "riskDiscont" The flow has no parameter riskDiscont. Did you mean riskDiscount?',
    ],
    ['uper(account.name)', 'mapping.unknown-function "uper" There is no function uper. Did you mean upper?'],
    [
      'account.name.startWith("x")',
      'mapping.unknown-function "startWith" There is no function startWith. Did you mean startsWith?',
    ],
    ['account.name.upper()', 'mapping.unknown-function "upper" upper is not written behind a dot.'],
    ['contains(account.name, "x")', 'mapping.unknown-function "contains" contains is written behind a dot.'],
    ['now()', 'mapping.unknown-function "now" There is no function now.'],
    ['account.name.matches("(a+)+$")', 'mapping.unknown-function "matches" There is no function matches.'],
    ['optional.non()', 'mapping.unknown-function "non" There is no function optional.non. Did you mean optional.none?'],
    [
      'account.creditLimit + account.name',
      'mapping.wrong-types "account.creditLimit + account.name" A number and a text cannot be added.',
    ],
    [
      'account.creditLimit > "5"',
      'mapping.wrong-types "account.creditLimit > "5"" A number and a text cannot be compared.',
    ],
    [
      'account.since == "2026-11-23"',
      'mapping.wrong-types "account.since == "2026-11-23"" A date and a text cannot be compared.',
    ],
    [
      'account.since > account.changedAt',
      'mapping.wrong-types "account.since > account.changedAt" A date and a date and time cannot be compared.',
    ],
    ['account.since + 30', 'mapping.wrong-types "account.since + 30" A date and a whole number cannot be added.'],
    [
      'account.isActive == "yes"',
      'mapping.wrong-types "account.isActive == "yes"" Yes or no and a text cannot be compared.',
    ],
    [
      'account.?name + "x"',
      'mapping.wrong-types "account.?name + "x"" A text that may be empty and a text cannot be added.',
    ],
    ['"a" * "b"', 'mapping.wrong-types ""a" * "b"" Two values that are each a text cannot be multiplied.'],
    ['!account.name', 'mapping.wrong-types "!account.name" A text cannot be turned round.'],
    ['round(account.name)', 'mapping.wrong-types "round(account.name)" round(number, decimals) cannot take a text.'],
    ['upper()', 'mapping.wrong-types "upper()" upper(text) cannot take nothing.'],
    [
      'account.name.contains(5)',
      'mapping.wrong-types "account.name.contains(5)" text.contains(part) cannot take a whole number.',
    ],
    ['account.name ? 1 : 2', 'mapping.wrong-types "account.name" The part before ? must be yes or no; this is a text.'],
    [
      'account.isActive ? 1 : "x"',
      'mapping.wrong-types "account.isActive ? 1 : "x"" The two results must be of one type; they are a whole number and a text.',
    ],
    [
      'account.isActive && account.name',
      'mapping.wrong-types "account.isActive && account.name" && and || join conditions; one side is a text.',
    ],
    ['ifEmpty(account.name, 0)', 'mapping.wrong-types "0" A whole number cannot stand in for a value of another type.'],
    ['account.name.map(x, x)', 'mapping.wrong-types "account.name" Only a list can be gone through; this is a text.'],
    ['[1, "a"]', 'mapping.wrong-types ""a"" The elements of a list must be of one type; here comes a text.'],
    [
      '"x".orValue("y")',
      'mapping.wrong-types ""x"" .orValue and .or follow a field that is written with .? ; this is a text.',
    ],
    ['split(account.name, " ")', 'mapping.wrong-types The expression gives a list, and a field takes one value.'],
    [
      'account.changedAt - account.changedAt',
      'mapping.wrong-types The expression gives a length of time, and a field takes one value.',
    ],
    ['has(account["~fax"])', 'mapping.wrong-types "has(account["~fax"])" has(…) takes a field written with dots.'],
    ['[1, 2] == [1, 2]', 'mapping.wrong-types "[1, 2] == [1, 2]" Lists cannot be compared with each other.'],
    [
      'translate(account.blocked, "trems")',
      'mapping.unknown-list ""trems"" There is no value list "trems". Did you mean "terms"?',
    ],
    [
      'translate(account.blocked, account.name)',
      'mapping.unknown-list "account.name" The name of a value list must be written out.',
    ],
    [
      'account.blocked == "nope"',
      'mapping.unknown-code ""nope"" blocked has no code "nope". Its codes are "no" and "all".',
    ],
    [
      'account.blocked in ["no", "nope"]',
      'mapping.unknown-code ""nope"" blocked has no code "nope". Its codes are "no" and "all".',
    ],
    ['like(account.name, account.name)', 'mapping.pattern "account.name" A pattern must be written out.'],
    [
      'matchesPattern(account.name, "(a")',
      'mapping.pattern ""(a"" This pattern cannot be read: missing closing ): `(a`.',
    ],
    ['1 +', 'mapping.syntax "" The expression ends too early.'],
    ['round(1', 'mapping.syntax "" Here a closing bracket ) is missing.'],
    ['"abc', 'mapping.syntax ""abc" This text has no closing quote.'],
    ['account.name = "x"', 'mapping.syntax "=" "=" does not belong here.'],
    ['account.name; 1', 'mapping.syntax ";" ";" does not belong here.'],
    ['if(true, 1, 2)', 'mapping.syntax "if" "if" is a word that the language keeps for itself.'],
    ['"\\q"', 'mapping.syntax "\\q" "\\q" cannot be read.'],
    ['[1].map(1, 2)', 'mapping.syntax "1" A name is missing here.'],
    [' // nothing', 'mapping.syntax The expression is empty.'],
  ])('%s', (cel, expected) => {
    expect(issues(cel)[0]).toBe(expected);
  });

  const remedyOf = (cel: string, to?: FieldType) => check(cel, to).issues[0]!.remedy;

  test.each([
    ['account.creditLimit + account.name', 'Write text(account.creditLimit) to add it to a text.'],
    ['account.creditLimit > "5"', 'Write decimal("5"), or the number without quotes.'],
    ['account.since == "2026-11-23"', 'Write date("2026-11-23").'],
    ['account.since > account.changedAt', 'Write date(account.changedAt) to compare days.'],
    ['account.since + 30', 'Use addDays(date, days) or daysBetween(from, to).'],
    ['account.name == null', 'Write isEmpty(account.name).'],
    ['account.name != null', 'Write !isEmpty(account.name).'],
    ['account.name.upper()', 'Write upper(account.name).'],
    ['replace("a").upper("b")', 'Write upper(replace("a"), "b").'],
    ['contains(account.name, "x")', 'Write account.name.contains("x").'],
    ['account.name.matches("a")', 'Use matchesPattern(text, pattern), which cannot be made slow.'],
    ['name', 'Write account.name.'],
    ['account.orders / account.orders', 'Write decimal(account.orders) / account.orders.'],
    [
      'account.isActive ? optional.none() : "x"',
      'Where one case gives nothing, write optional.of(…) around the other.',
    ],
    ['account.name = "x"', 'Compare with ==.'],
    ['if(true, 1, 2)', 'Write condition ? value : otherwise.'],
  ])('%s: %s', (cel, remedy) => {
    expect(remedyOf(cel)).toBe(remedy);
  });

  test('a number or date that ends in a text by accident is a warning', () => {
    expect(check('account.?creditLimit', text).issues).toMatchObject([
      {
        code: 'mapping.may-not-fit',
        severity: 'warning',
        message: 'Target takes a text and gets an amount with 2 decimals.',
      },
    ]);
    expect(check('ifEmpty(text(account.creditLimit), "")', text).issues).toEqual([]);
    expect(check('account.?isActive', money).issues).toMatchObject([
      { code: 'mapping.does-not-fit', severity: 'error' },
    ]);
  });

  test('an expression with errors does not compile', () => {
    expect(failure(() => run('account.creditLimt'))).toMatchObject({
      code: 'mapping.rule-not-usable',
      message: 'account has no field creditLimt. Did you mean creditLimit?',
    });
  });

  test('every issue is a sentence with a remedy, whatever is written', () => {
    const word = fc.constantFrom(
      'account',
      '.',
      '.?',
      'name',
      'creditLimit',
      '(',
      ')',
      '[',
      ']',
      '"a"',
      '1',
      '0.5',
      '+',
      '==',
      '&&',
      '?',
      ':',
      ',',
      'has',
      'upper',
      'in',
      'null',
      '!',
      'split',
      'map',
      'x',
      'cel.bind',
      '{',
      '}',
      'param',
      'orValue',
      'optional',
    );
    const isSentence = ({ message, remedy, range }: RuleIssue) =>
      /^["A-Z&.\w].*[.?]$/su.test(message) && remedy.endsWith('.') && (!range || range.start <= range.end);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom('', ' '), (words, separator) => {
        const { issues } = check(words.join(separator));
        expect(issues.filter((issue) => !isSentence(issue))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});

test('an expression costs nothing for the entries of a list that it does not look up', () => {
  const unread = new Proxy<Record<string, string>>(
    {},
    {
      ownKeys() {
        throw new Error('Every entry of the list was read.');
      },
    },
  );
  const { context, values } = account(fields, { valueLists: new Map([['long', valueList('long', unread)]]) });
  expect(compileRule({ cel: 'account.name' }, context)(values)).toBe('Construct Hallet SA');
  expect(compileRule({ cel: 'translate(account.name, "long", "none")' }, context)(values)).toBe('none');
});

test.each(['constructor', 'toString', '__proto__'])('a list translates %s only where it has it', (code) => {
  const rule = `translate("${code}", "codes", "none")`;
  const translated = (entries: Record<string, string>) => {
    const { context, values } = account(fields, { valueLists: new Map([['codes', valueList('codes', entries)]]) });
    return compileRule({ cel: rule }, context)(values);
  };
  expect(translated({ a: 'b' })).toBe('none');
  expect(translated(JSON.parse(`{"${code}":"known"}`) as Record<string, string>)).toBe('known');
});
