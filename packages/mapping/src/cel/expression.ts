import type { FieldType, FieldValue } from '@koppel/model';
import { MappingError } from '../mapping-error.ts';
import type { RecordField, RuleContext } from '../record-type.ts';
import { errorIssue } from '../rule-issue.ts';
import type { CompiledRule, RuleCheck } from '../rule-result.ts';

const notYet = {
  code: 'mapping.expression-not-supported',
  message: 'Expressions cannot be used here.',
  remedy: 'Use a simple rule.',
};

export function checkExpression(_text: string, _context: RuleContext, _expected?: FieldType): RuleCheck {
  return { type: null, reads: [], issues: [errorIssue({ ...notYet, path: ['cel'] })] };
}

export function checkExpressionRule(text: string, context: RuleContext, _target?: RecordField): RuleCheck {
  return checkExpression(text, context);
}

export function compileExpressionRule(_text: string, _context: RuleContext, _target?: RecordField): CompiledRule {
  throw new MappingError({ ...notYet, code: 'mapping.rule-not-usable' });
}

export function compileExpressionCondition(
  _text: string,
  _context: RuleContext,
): (values: readonly FieldValue[]) => boolean {
  throw new MappingError({ ...notYet, code: 'mapping.rule-not-usable' });
}
