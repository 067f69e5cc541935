import type { FieldValue } from '@koppel/model';
import { describe, expect, test } from 'vitest';
import { checkRule, compileRule, expressionLimits, MappingError, type RuleContext } from '../src/index.ts';
import { account, integer, money, text } from './sample.ts';

const long = 'ab'.repeat(50_000);
const { context, values } = account([
  ['name', text, 'Hallet'],
  ['long', text, long],
  ['same', text, `${'a'.repeat(20_000)}!`],
  ['amount', money, '99999999999999999999.99'],
  ['count', integer, 9_007_199_254_740_991],
  ['constructor', text, 'reached'],
  ['__proto__', text, 'reached'],
  ['valueOf', text, 'reached'],
]);

/** Far more than an evaluation takes on a slow machine under load, far less than any of these would take unguarded. */
const longestMs = 1_500;

type Outcome = { value: unknown } | { error: string; message: string };

/** Checks, compiles and runs; whatever comes of it must come soon, and as a value or a `MappingError`. */
function attempt(cel: string, record: readonly FieldValue[] = values, where: RuleContext = context): Outcome {
  const started = performance.now();
  let outcome: Outcome;
  try {
    outcome = { value: compileRule({ cel }, where)(record) };
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    outcome = { error: error.code, message: error.message };
  }
  expect(performance.now() - started, `time of ${cel.slice(0, 80)}`).toBeLessThan(longestMs);
  return outcome;
}

const refused = (cel: string) => {
  const outcome = attempt(cel);
  return 'error' in outcome ? outcome.error : `gave ${String(outcome.value).slice(0, 60)}`;
};

describe('what reaches outside is not there', () => {
  test.each([
    'account.constructor',
    'account["constructor"]',
    'account.__proto__',
    'account["__proto__"]',
    'account.valueOf',
    'account.name.constructor',
    'account.name["constructor"]',
    'account.billing.__proto__',
    'param.constructor',
    'param.__proto__',
    'constructor',
    '__proto__',
    'prototype',
    'this',
    'globalThis',
    'process',
    'require("fs")',
    'eval("1")',
    'Function("return 1")()',
    'account.name.constructor("return 1")()',
    '[].constructor',
    '{}.constructor',
    '[][0]',
    '{}["x"]',
    'type(account)',
    'dyn(account).constructor',
    'google.protobuf.Timestamp',
    'account.name.toString()',
    'cel.constructor',
    'optional.constructor',
    'cel',
    'optional.of(account)',
    'string',
    'bytes("x").json()',
    'b"{}".json()',
    'has(account.constructor)',
    'isEmpty(account.__proto__)',
    'cel.bind(account, "x", account)',
    '[1].map(param, param)',
    'timestamp("2026-11-23T00:00:00Z").getHours("Europe/Brussels")',
    'duration("1h")',
  ])('%s is refused before it runs', (cel) => {
    expect(checkRule({ cel }, context).issues[0]?.severity).toBe('error');
    expect(refused(cel)).toBe('mapping.rule-not-usable');
  });

  test('a key of a table of values finds no inherited name', () => {
    expect(refused('{"a": "b"}.__proto__')).toBe('mapping.expression-failed');
    for (const key of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(refused(`{"a": "b"}["${key}"]`)).toBe('mapping.expression-failed');
      expect(refused(`{"${key}": "b"}["a"]`)).toBe('mapping.expression-failed');
    }
  });

  test('data is never read as an expression', () => {
    expect(attempt('account.name', ['1 + 1'])).toEqual({ value: '1 + 1' });
    expect(attempt('"${account.name} {{1+1}}"')).toEqual({ value: '${account.name} {{1+1}}' });
  });
});

describe('size and depth are bounded before anything runs', () => {
  test.each<[string, string, string]>([
    ['a very long expression', '1' + ' + 1'.repeat(2_000), 'mapping.too-complex'],
    ['many parts', '1' + '+1'.repeat(expressionLimits.maxNodes), 'mapping.too-complex'],
    ['deep brackets', '('.repeat(500) + '1' + ')'.repeat(500), 'mapping.too-complex'],
    ['deep lists', '['.repeat(100) + ']'.repeat(100), 'mapping.too-complex'],
    ['deep conditions', 'true ? '.repeat(100) + '1' + ' : 1'.repeat(100), 'mapping.too-complex'],
    ['a long list', `[${'1,'.repeat(150)}1]`, 'mapping.too-complex'],
    ['many arguments', `upper(${'1,'.repeat(30)}1)`, 'mapping.too-complex'],
    ['thousands of signs', '!'.repeat(3_990) + 'true', 'mapping.too-complex'],
    ['thousands of minus signs', '-'.repeat(3_990) + '1', 'mapping.too-complex'],
    ['loops in loops in loops', '[1].map(x, [1].map(y, [1].map(z, z)))[0][0][0]', 'mapping.too-complex'],
    ['a bind in a bind', 'cel.bind(a, "x", cel.bind(b, a + a, b + b))', 'mapping.too-complex'],
    ['a bind in the value of a bind', 'cel.bind(a, cel.bind(b, "x", b + b), a + a)', 'mapping.too-complex'],
    ['thousands of comment signs', `${'//'.repeat(1_900)}\n)`, 'mapping.syntax'],
    ['thousands of quotes', '""'.repeat(1_900), 'mapping.syntax'],
    ['thousands of dots', `account${'.a'.repeat(1_900)}`, 'mapping.too-complex'],
    ['a huge number', '9'.repeat(3_000) + '.5', 'mapping.syntax'],
    ['an exponent', '1e300 + 1', 'mapping.syntax'],
    ['a pattern that repeats repetitions', 'matchesPattern(account.name, "((a{100}){100}){100}")', 'mapping.pattern'],
    ['a pattern with a large program', 'matchesPattern(account.name, "(\\\\pL{30}){30}")', 'mapping.pattern'],
    ['a long pattern', `like(account.name, "${'a'.repeat(500)}")`, 'mapping.pattern'],
    ['a back reference', 'matchesPattern(account.name, "(a)\\\\1")', 'mapping.pattern'],
  ])('%s', (_, cel, code) => {
    const started = performance.now();
    expect(checkRule({ cel }, context).issues[0]).toMatchObject({ code, severity: 'error' });
    expect(performance.now() - started).toBeLessThan(longestMs);
  });
});

describe('work is bounded while it runs', () => {
  test('a pattern made to be slow is not', () => {
    expect(attempt('matchesPattern(account.same, "(a+)+$")')).toEqual({ value: false });
    expect(attempt('matchesPattern(account.same, "^(a|aa)+$")')).toEqual({ value: false });
    expect(attempt('like(left(account.same, 5000), "*a*a*a*a*a*a*a*a*b")')).toEqual({ value: false });
  });

  test.each([
    [
      'a pattern over a long text, often',
      'split(left(account.long, 400), "").exists(x, matchesPattern(account.long, "^(a?){20}b+c"))',
    ],
    [
      'loops over a long text',
      'size(split(account.long, "a").map(x, split(account.long, "b").exists(y, y == "c"))) > 0',
    ],
    ['a search in a long list, often', 'split(account.long, "a").exists(x, "c" in split(account.long, "b"))'],
    ['long texts compared often', 'split(left(account.long, 2000), "").all(x, account.long + x < account.long + "z")'],
    ['one replaced by many', 'replace(replace(account.long, "a", "bbbbbbbbbb"), "b", account.long) == "x"'],
    ['a text that doubles', `cel.bind(t, account.long, ${'t + '.repeat(60)}t) == "x"`],
    ['a text joined from long ones', 'join(split(left(account.long, 2000), "").map(x, account.long), account.long)'],
    ['padding', '[1,2,3].map(x, padLeft("x", 1000000, "y"))[0]'],
    ['a number that grows', `account.amount${' * account.amount'.repeat(50)}`],
    ['a whole number that grows', 'account.count * account.count * account.count'],
    ['capitals', 'upper(upper(upper(upper(upper(upper(upper(upper(upper(upper(upper(account.long)))))))))))'],
  ])('%s', (_, cel) => {
    const { issues } = checkRule({ cel }, context);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(refused(cel)).toBe('mapping.expression-failed');
  });

  test('long texts that are only passed on are no work', () => {
    expect(attempt('account.long')).toEqual({ value: long });
    expect(attempt('account.name == "Hallet" ? account.long : ""')).toEqual({ value: long });
  });

  test('the work of one record is not charged to the next', () => {
    const rule = compileRule({ cel: 'size(upper(account.long)) > 0' }, context);
    for (let record = 0; record < 50; record += 1) expect(rule(values)).toBe(true);
  });

  test('an expression that failed for one record works for the next', () => {
    const rule = compileRule(
      { cel: 'split(account.name, "").map(x, split(account.name, "").map(y, x + y))[0][0]' },
      context,
    );
    expect(() => rule([long])).toThrow(MappingError);
    expect(rule(['ab'])).toBe('aa');
  });

  test('every loop, call, join and comparison of an expression counts', () => {
    // If the library changed inside, the meter would not find its handlers, and these would give a value.
    const much = 'split(account.long, "")';
    for (const cel of [
      `size(${much}.map(x, x + x + x + x + x + x + x + x + x)) > 0`,
      `size(${much}.filter(x, x != "" && x != "z" && x != "y" && x != "w" && x != "v")) > 0`,
      `${much}.all(x, x != "" && x != "z" && x != "y" && x != "w" && x != "v")`,
      `${much}.exists(x, x == "" || x == "z" || x == "y" || x == "w" || x == "v")`,
      `${much}.exists_one(x, x == "" || x == "z" || x == "y" || x == "w" || x == "v")`,
      `size(${Array.from({ length: 12 }, () => much).join(' + ')}) > 0`,
    ]) {
      expect(refused(cel), cel).toBe('mapping.expression-failed');
    }
  });
});

test('names that JavaScript keeps for itself still work in simple rules', () => {
  expect(compileRule({ from: 'account.constructor' }, context)(values)).toBe('reached');
  expect(compileRule({ from: 'account.__proto__' }, context)(values)).toBe('reached');
});
