import type { FieldType, FieldValue } from '@koppel/model';
import type { RuleIssue } from './rule-issue.ts';

/**
 * What a rule gives when its condition does not hold: the field is not written and keeps the value it has in the
 * target. Not the same as `null`, which empties the field.
 */
export const leaveAsItIs = Symbol('leave the field as it is');
export type LeaveAsItIs = typeof leaveAsItIs;

/** What a rule gives for one record. */
export type RuleResult = FieldValue | LeaveAsItIs;

/**
 * A rule made ready to run over many records. Pure: the same values always give the same result. Throws a
 * `MappingError` for a record whose field cannot be filled.
 */
export type CompiledRule = (values: readonly FieldValue[]) => RuleResult;

/** What the check of a rule found. */
export interface RuleCheck {
  /** What the rule gives, before it is brought into the target's form; `null` when that cannot be said. */
  readonly type: FieldType | null;
  /** The fields it reads, as rules write them: `account.creditLimit`. Each once. */
  readonly reads: readonly string[];
  readonly issues: readonly RuleIssue[];
}
