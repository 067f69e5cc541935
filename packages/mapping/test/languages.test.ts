import type { FieldRule, FieldType } from '@koppel/model';
import { describe, expect, test } from 'vitest';
import { checkRule, type RuleContext } from '../src/index.ts';

const field = (name: string, type: FieldType, label = name) => ({ field: name, type, label });
const context: RuleContext = {
  record: {
    entity: 'account',
    fields: [
      field('name', { kind: 'text' }, 'Naam'),
      field('phone', { kind: 'text' }),
      field('creditLimit', { kind: 'money', scale: 2 }),
      field('since', { kind: 'date' }),
      field('blocked', { kind: 'choice', options: [{ value: 'no', label: 'no' }] }),
    ],
  },
  parameters: {},
  valueLists: new Map(),
};

const said = (rule: FieldRule) => checkRule(rule, context, field('creditLimit', { kind: 'money', scale: 2 })).issues;

/** One mistake of each kind that a rule can have. */
const mistakes: readonly FieldRule[] = [
  ...[
    '',
    'account.name +',
    'account.name)',
    '(account.name',
    'account.name = "x"',
    '"open',
    '“text”',
    'if',
    'account.nmae',
    'account',
    'nobody.name',
    'param.risk',
    'account.name.first',
    'account[account.name]',
    'today()',
    'len(account.name)',
    'nofunction(1)',
    'account.name.upper()',
    'upper(1)',
    'account.name + 1',
    'account.since + 1',
    'account.name && true',
    'account.name ? 1 : 2',
    'true ? 1 : "a"',
    '[1, "a"]',
    'account.name == null',
    'null',
    'account.name.all(x, true)',
    'account.blocked == "perhaps" ? 1 : 2',
    'matchesPattern(account.name, "(") ? 1 : 2',
    'matchesPattern(account.name, account.phone) ? 1 : 2',
    'translate("nothing", account.name)',
    'split(account.name, ",")',
    '10 / 4 == size(account.name) / 2 ? 1 : 2',
    'account.since',
  ].map((cel) => ({ cel })),
  { from: 'account.nothing' },
  { from: 'contact.name' },
  { from: 'account.since' },
  { from: 'account.name', list: 'nothing' },
  { from: 'account.name', unlisted: 'keep' },
  { from: 'account.creditLimit', format: 'digits' },
  { value: 'abc' },
  { value: true },
  { from: 'account.creditLimit', when: { all: [{ field: 'account.since', is: 'contains', value: 'x' }] } },
  { from: 'account.creditLimit', when: { all: [{ field: 'account.blocked', is: 'equals', value: 'maybe' }] } },
];

describe('what is wrong with a rule is said in Dutch and French', () => {
  test.each(mistakes.map((rule) => [JSON.stringify(rule), rule] as const))('%s', (_, rule) => {
    const issues = said(rule);
    expect(issues.length).toBeGreaterThan(0);
    for (const { message, remedy, translations } of issues) {
      const texts = [
        translations?.nl.message,
        translations?.nl.remedy,
        translations?.fr.message,
        translations?.fr.remedy,
      ];
      for (const text of texts) {
        expect(text, `${message} ${remedy}`).toMatch(/^.+[.?;]$/u);
        expect(text).not.toMatch(/\{\w+\}|undefined/);
      }
      expect(translations!.nl.message).not.toBe(message);
      expect(translations!.fr.message).not.toBe(message);
      // A sign in French stands behind a blank that does not break; what is quoted is not French.
      expect(translations!.fr.message.replace(/"[^"]*"|\.\?|&&|\|\|/g, '')).not.toMatch(/[^\s\u00a0][;!]/u);
    }
  });

  test('with the names and types that stand in it', () => {
    const [issue] = said({ cel: 'account.name + 1' });
    expect(issue).toMatchObject({
      message: 'A text and a whole number cannot be added.',
      translations: {
        nl: {
          message: 'Een tekst en een geheel getal: dat kan niet opgeteld worden.',
          remedy: expect.stringContaining('text(1)'),
        },
        fr: { message: 'Un texte et un nombre entier\u00a0: cela ne peut pas être additionné.' },
      },
    });
  });
});
