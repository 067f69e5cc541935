import { namesOf, type Issue, type Language } from '@koppel/model';
import { MappingError } from './mapping-error.ts';
import type { Words } from './words.ts';

/**
 * A mistake in a rule, found without a record. As the model's `Issue`, but not yet in a node: `path` is relative to the
 * rule (`['from']`, `['when', 'all', 0, 'field']`), and `range` counts in the text at that path.
 */
export type RuleIssue = Omit<Issue, 'nodeId'>;

/** The codes of the issues that the check of a rule gives. Permanent; the README says what each means. */
export const ruleIssueCodes = [
  'mapping.condition-type',
  'mapping.condition-value',
  'mapping.does-not-fit',
  'mapping.field-gone',
  'mapping.format-does-not-apply',
  'mapping.list-does-not-fit',
  'mapping.list-incomplete',
  'mapping.may-be-empty',
  'mapping.may-not-fit',
  'mapping.name-taken',
  'mapping.not-allowed',
  'mapping.null-in-expression',
  'mapping.pattern',
  'mapping.setting-without-effect',
  'mapping.syntax',
  'mapping.too-complex',
  'mapping.unguarded-field',
  'mapping.unknown-code',
  'mapping.unknown-field',
  'mapping.unknown-function',
  'mapping.unknown-list',
  'mapping.unknown-parameter',
  'mapping.unknown-variable',
  'mapping.wrong-types',
] as const;
export type RuleIssueCode = (typeof ruleIssueCodes)[number];

/** Where in an expression, in UTF-16 units from 0. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface Facts {
  readonly code: RuleIssueCode;
  readonly message: Words | string;
  readonly remedy: Words | string;
  readonly path: RuleIssue['path'];
}

function issueOf(severity: RuleIssue['severity'], { code, message, remedy, path }: Facts): RuleIssue {
  const inLanguage = (language: Language) => ({
    message: typeof message === 'string' ? message : message[language],
    remedy: typeof remedy === 'string' ? remedy : remedy[language],
  });
  const isTranslated = typeof message !== 'string';
  const translations = isTranslated ? { translations: { nl: inLanguage('nl'), fr: inLanguage('fr') } } : {};
  return { severity, code, ...inLanguage('en'), path, ...translations };
}

/** An issue that blocks publishing. */
export const errorIssue = (facts: Facts): RuleIssue => issueOf('error', facts);

/** An issue that must be looked at before publishing. */
export const warningIssue = (facts: Facts): RuleIssue => issueOf('warning', facts);

/** An issue that only informs. */
export const hintIssue = (facts: Facts): RuleIssue => issueOf('hint', facts);

/** The error for a rule that is compiled although its check finds errors. */
export function notUsable(issue: RuleIssue): MappingError {
  const { message, remedy } = issue;
  return new MappingError({ code: 'mapping.rule-not-usable', message, remedy, names: namesOf(issue) });
}
