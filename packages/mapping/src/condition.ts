import type { Comparison, Condition, FieldValue } from '@koppel/model';
import { compareStep, type Judge } from './comparison.ts';
import { checkComparison } from './comparison-check.ts';
import { checkExpression, compileExpressionCondition } from './cel/expression.ts';
import { findField, type RuleContext } from './record-type.ts';
import { notUsable, type RuleIssue } from './rule-issue.ts';
import { unknownField } from './unknown-field.ts';

/** What the check of a condition found. */
export interface ConditionCheck {
  /** The fields it reads, as rules write them: `account.blocked`. */
  readonly reads: readonly string[];
  readonly issues: readonly RuleIssue[];
}

/** Checks a condition against the records that arrive. Never throws. */
export function checkCondition(condition: Condition, context: RuleContext): ConditionCheck {
  if ('cel' in condition) {
    const { reads, issues } = checkExpression(condition.cel, context, true);
    return { reads, issues };
  }
  const { comparisons, key } = partsOf(condition);
  const reads = new Set<string>();
  const issues = comparisons.flatMap((comparison, at) => {
    const found = findField(context.record, comparison.field);
    if (!found) return [unknownField(context.record, comparison.field, [key, at, 'field'])];
    reads.add(comparison.field);
    return checkComparison(comparison, found.field).map((issue) => ({ ...issue, path: [key, at, ...issue.path] }));
  });
  return { reads: [...reads], issues };
}

/**
 * Makes the function that judges a record's values. It throws a `MappingError` for a record that cannot be judged,
 * such as a text where a number should be; such a record is a failure and not a "no". Throws a `MappingError`
 * (`mapping.rule-not-usable`) at once for a condition with errors.
 */
export function compileCondition(
  condition: Condition,
  context: RuleContext,
): (values: readonly FieldValue[]) => boolean {
  if ('cel' in condition) return compileExpressionCondition(condition.cel, context);
  const { comparisons, key } = partsOf(condition);
  const judges = comparisons.map((comparison) => compileComparison(comparison, context));
  if (judges.length === 1) return judges[0]!;
  return key === 'all' ? allOf(judges) : anyOf(judges);
}

function partsOf(condition: { all: Comparison[] } | { any: Comparison[] }) {
  return 'all' in condition
    ? { comparisons: condition.all, key: 'all' as const }
    : { comparisons: condition.any, key: 'any' as const };
}

type RecordJudge = (values: readonly FieldValue[]) => boolean;

function compileComparison(comparison: Comparison, context: RuleContext): RecordJudge {
  const found = findField(context.record, comparison.field);
  const issues = found
    ? checkComparison(comparison, found.field)
    : [unknownField(context.record, comparison.field, ['field'])];
  const error = issues.find(({ severity }) => severity === 'error');
  if (!found || error) throw notUsable(error!);
  const { index } = found;
  const judge: Judge = compareStep(comparison, found.field.type);
  return (values) => judge(values[index]);
}

function allOf(judges: readonly RecordJudge[]): RecordJudge {
  return (values) => {
    for (let at = 0; at < judges.length; at++) if (!judges[at]!(values)) return false;
    return true;
  };
}

function anyOf(judges: readonly RecordJudge[]): RecordJudge {
  return (values) => {
    for (let at = 0; at < judges.length; at++) if (judges[at]!(values)) return true;
    return false;
  };
}
