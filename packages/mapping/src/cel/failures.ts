import { EvaluationError } from '@marcbachmann/cel-js';
import { MappingError } from '../mapping-error.ts';
import { fieldTitle } from '../record-type.ts';
import type { ExpressionWorld } from './environment.ts';
import { resolveAccess } from './field-access.ts';
import type { ASTNode } from './internals.ts';
import { expressionFailed } from './values.ts';

/** Turns whatever an evaluation threw into the error of this record. */
export function recordError(error: unknown, world: ExpressionWorld): MappingError {
  if (error instanceof MappingError) return error;
  if (!(error instanceof EvaluationError)) {
    return expressionFailed('The expression could not be calculated for this record.', 'Simplify the expression.');
  }
  const node = error.node as ASTNode | undefined;
  if (error.code === 'no_such_key') return missing(node, world);
  const source = node ? node.input.slice(node.start, node.end) : 'The expression';
  const [message, remedy] = reasons[error.code] ?? ['could not be calculated for this record', 'Check its values.'];
  return expressionFailed(`${source} ${message}.`, remedy);
}

function missing(node: ASTNode | undefined, world: ExpressionWorld): MappingError {
  const access = node && resolveAccess(node, world);
  if (access?.kind !== 'field') {
    return expressionFailed(
      `${node ? node.input.slice(node.start, node.end) : 'A look-up'} finds nothing for this record.`,
      'Write ifEmpty(…, otherwise) to say what to use then.',
    );
  }
  const { leaf, written, isParameter } = access;
  return new MappingError({
    code: 'mapping.field-empty',
    message: isParameter
      ? `The parameter ${leaf.field.field} has no value, and the expression needs it.`
      : `${fieldTitle(leaf.field)} is empty, and the expression needs it.`,
    remedy: isParameter
      ? 'Give the parameter a value.'
      : `Fill it in in the source, or write ifEmpty(${written}, …) in the expression.`,
    value: null,
  });
}

const reasons: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  division_by_zero: ['divides by zero', 'Test for zero first, for example: x == 0 ? 0 : y / x.'],
  modulo_by_zero: ['divides by zero', 'Test for zero first, for example: x == 0 ? 0 : y % x.'],
  numeric_overflow: ['gives a number that is too large', 'Calculate with decimal(…) instead.'],
  index_out_of_range: [
    'reaches beyond the end of the text',
    'Use left(text, count) or right(text, count), which never do.',
  ],
  index_out_of_bounds: ['reaches beyond the end of the list', 'Test size(list) first, or write ifEmpty(…, otherwise).'],
  int_conversion_error: ['does not read a whole number', 'Correct the value in the source, or test it first.'],
};
