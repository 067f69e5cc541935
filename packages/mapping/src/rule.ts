import type { FieldRule } from '@koppel/model';
import { checkExpressionRule, compileExpressionRule } from './cel/expression.ts';
import { isEmpty } from './normalise.ts';
import { typeOfFixed } from './field-types.ts';
import { checkFixedValue } from './fit.ts';
import { MappingError } from './mapping-error.ts';
import type { RecordField, RuleContext } from './record-type.ts';
import type { CompiledRule, RuleCheck } from './rule-result.ts';
import { checkSimpleRule, compileFixedRule, compileSimpleRule, type Compiled } from './simple-rule.ts';

/**
 * Checks how a field is filled, against the records that arrive and the target field (if it is known). Never throws:
 * mistakes come back as issues, with the nearest known name and, in an expression, the place in its text.
 */
export function checkRule(rule: FieldRule, context: RuleContext, target?: RecordField): RuleCheck {
  if ('cel' in rule) return checkExpressionRule(rule.cel, context, target);
  if ('from' in rule) return checkSimpleRule(rule, context, target);
  const type = isEmpty(rule.value) ? null : typeOfFixed(rule.value);
  return { type, reads: [], issues: checkFixedValue(rule.value, target, ['value']) };
}

/**
 * Makes the function that fills the target field from a record's values. Its result is already in the target's form:
 * decimals with the target's number of decimals, lengths and choices checked. A value the target will not take throws
 * a `MappingError` for that record; nothing is ever shortened or rounded on the way. A rule whose check has errors
 * throws a `MappingError` (`mapping.rule-not-usable`) here.
 */
export function compileRule(rule: FieldRule, context: RuleContext, target?: RecordField): CompiledRule {
  const { fill, canFail } = compileAny(rule, context, target);
  return target && canFail ? inField(fill, target.field) : fill;
}

function compileAny(rule: FieldRule, context: RuleContext, target: RecordField | undefined): Compiled {
  if ('cel' in rule) return { fill: compileExpressionRule(rule.cel, context, target), canFail: true };
  return 'from' in rule ? compileSimpleRule(rule, context, target) : compileFixedRule(rule, target);
}

/** Errors say which field was being filled. */
function inField(fill: CompiledRule, field: string): CompiledRule {
  return (values) => {
    try {
      return fill(values);
    } catch (error) {
      throw error instanceof MappingError ? error.inField(field) : error;
    }
  };
}
