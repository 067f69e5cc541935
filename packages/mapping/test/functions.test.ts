import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileRule,
  exampleContext,
  exampleValues,
  functionGroups,
  functionReference,
  mappingErrorCodes,
  ruleIssueCodes,
  runExample,
} from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** A result as the reference writes it. */
function shown(cel: string): string {
  const outcome = runExample(cel);
  if ('problem' in outcome) throw new Error(outcome.problem.message);
  return outcome.result;
}

describe('the function reference', () => {
  test.each(functionReference)('$signature: $example gives $result', ({ example, result }) => {
    expect(shown(example)).toBe(result);
  });

  test('explains every function in three languages, under a name of its own', () => {
    const names = functionReference.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary, group, signature, name } of functionReference) {
      expect(functionGroups).toContain(group);
      expect(signature).toContain(`${name}(`);
      for (const sentence of [summary.en, summary.nl, summary.fr]) expect(sentence).toMatch(/^.+\.$/);
    }
  });

  test('is what the README shows', () => {
    const rows = functionReference.map(
      ({ signature, summary, example, result }) =>
        `| \`${signature}\` | ${summary.en} | \`${example}\` → \`${result}\` |`,
    );
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });
});

test.each([
  ['uppr("x")', 'upper'],
  ['account.creditLimt', 'creditLimit'],
  ['int("a")', '"a"'],
])('an example that cannot work says why: %s', (cel, part) => {
  const outcome = runExample(cel);
  expect('problem' in outcome && `${outcome.problem.message} ${outcome.problem.remedy}`).toContain(part);
});

test('the README explains every code', () => {
  const codes = [...ruleIssueCodes, ...mappingErrorCodes];
  expect(codes.filter((code) => !readme.includes(`| \`${code}\` |`))).toEqual([]);
});

describe('functions at their edges', () => {
  test.each([
    ['left("abc", 0)', 'empty'],
    ['left("abc", -1)', 'empty'],
    ['left("abc", 9)', '"abc"'],
    ['left("😀😀b", 1)', '"😀"'],
    ['right("a😀😀", 1)', '"😀"'],
    ['replace("aaa", "", "x")', '"aaa"'],
    ['replace("a.b.c", ".", "")', '"abc"'],
    ['replace("a$b", "$", "$&")', '"a$&b"'],
    ['padLeft("12345", 3, "0")', '"12345"'],
    ['padLeft("1", 5, "ab")', '"abab1"'],
    ['padLeft("1", 5, "")', '"1"'],
    ['like("a.b", "a?b")', 'true'],
    ['like("axb", "a.b")', 'false'],
    ['like("Hallet", "HALLET")', 'true'],
    ['like("Hallet SA", "hallet")', 'false'],
    ['like("a\\nb", "a*b")', 'true'],
    ['like("abc", "**?c")', 'true'],
    ['like("c", "*?c")', 'false'],
    ['matchesPattern("abc", "b")', 'true'],
    ['matchesPattern("abc", "(?i)^ABC$")', 'true'],
    ['addMonths(date("2026-01-31"), -2)', '2025-11-30'],
    ['addMonths(date("2024-02-29"), 12)', '2025-02-28'],
    ['addDays(date("2026-03-28"), 1)', '2026-03-29'],
    ['daysBetween(date("2026-03-01"), date("2026-02-01"))', '-28'],
    ['weekday(date("2026-11-29"))', '7'],
    ['date(2026, 2, 28)', '2026-02-28'],
    ['min(date("2026-02-28"), date("2026-01-01"))', '2026-01-01'],
    ['capitalise("")', 'empty'],
    ['structuredCommunication("090933755493")', '"+++090/9337/55493+++"'],
    ['size("😀")', '1'],
    ['yesNo(0)', '"no"'],
    ['text(date("2026-11-23"))', '"2026-11-23"'],
    ['text(true)', '"true"'],
    ['join(split("a,b", ",").map(x, split("c;d", ";").exists(y, y == x) ? x : "-"), "")', '"--"'],
  ])('%s is %s', (cel, result) => {
    expect(shown(cel)).toBe(result);
  });

  test.each([
    ['addDays(date("9999-12-31"), 1)', 'There is no date with year 10000, month 1 and day 1.'],
    ['addDays(date("2026-01-01"), 99999999999)', '99999999999 is too much to add to a date.'],
    ['date(2026, 2, 30)', 'There is no date with year 2026, month 2 and day 30.'],
    ['date("yesterday")', '"yesterday" is not a date.'],
    ['companyNumber("0417.497.107")', '"0417.497.107" is not a company number.'],
    ['padLeft("1", 100000, "0")', 'A text cannot be padded to 100000 characters.'],
    ['yesNo("perhaps")', '"perhaps" is neither yes nor no.'],
    ['account.name.substring(0, 200)', 'account.name.substring(0, 200) reaches beyond the end of the text.'],
    ['split("a", ";")[1]', 'split("a", ";")[1] reaches beyond the end of the list.'],
  ])('%s fails the record: %s', (cel, message) => {
    expect(() => compileRule({ cel }, exampleContext)(exampleValues)).toThrow(message);
  });

  test('adding days and taking them away ends where it began', () => {
    const rule = compileRule(
      { cel: 'daysBetween(account.from, addDays(account.from, account.days))' },
      {
        ...exampleContext,
        record: {
          entity: 'account',
          fields: [
            { field: 'from', type: { kind: 'date' } },
            { field: 'days', type: { kind: 'integer' } },
          ],
        },
      },
    );
    const day = fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('3000-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, fc.integer({ min: -200_000, max: 200_000 }), (from, days) => {
        expect(rule([from.toISOString().slice(0, 10), days])).toBe(days);
      }),
    );
  });
});
