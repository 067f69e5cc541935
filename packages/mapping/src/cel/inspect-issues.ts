import { listed } from '../field-types.ts';
import { quoted } from '../mapping-error.ts';
import { fieldTitle } from '../record-type.ts';
import { errorIssue, warningIssue, type RuleIssue } from '../rule-issue.ts';
import type { FieldAccess } from './field-access.ts';
import type { ASTNode } from './internals.ts';
import { limits } from './limits.ts';

const path = ['cel'];

/** A literal of a kind that expressions do not have; `null` for any other. */
export function literalIssue(value: unknown): RuleIssue | null {
  if (value === null) {
    return errorIssue({
      code: 'mapping.null-in-expression',
      message: 'An expression has no null.',
      remedy: 'Write orEmpty(…) or optional.none() to give nothing, and isEmpty(…) to ask for it.',
      path,
    });
  }
  if (typeof value !== 'object') return null;
  return errorIssue({
    code: 'mapping.not-allowed',
    message: 'Bytes and unsigned numbers do not exist here.',
    remedy: 'Write texts as "text" and numbers as 12 or 12.5.',
    path,
  });
}

/** `x == null`, with what asks the same here. */
export const comparedWithNull = (node: ASTNode, other: ASTNode) =>
  errorIssue({
    code: 'mapping.null-in-expression',
    message: 'A value cannot be compared with null.',
    remedy: `Write ${node.op === '!=' ? '!' : ''}isEmpty(${other.input.slice(other.start, other.end)}).`,
    path,
  });

/** A field or parameter that may be empty and is read as if it were not. */
export const unguardedField = ({ leaf, written, isParameter }: FieldAccess) =>
  warningIssue({
    code: 'mapping.unguarded-field',
    message: isParameter
      ? `The parameter ${leaf.field.field} has no value yet.`
      : `${fieldTitle(leaf.field)} can be empty; a record where it is becomes a failed record.`,
    remedy: isParameter
      ? 'Give it a value, or write one for when it has none.'
      : `Write ifEmpty(${written}, …) to use another value, or orEmpty(…) around the whole to write nothing.`,
    path,
  });

/** A comparison of a choice with a text that is none of its codes. */
export const unknownCode = (code: string, title: string, codes: readonly string[]) =>
  warningIssue({
    code: 'mapping.unknown-code',
    message: `${title} has no code ${quoted(code)}. Its codes are ${listed(codes)}.`,
    remedy: 'Write one of its codes.',
    path,
  });

/** `has` around something else than a field written with dots. */
export const hasTakesField = (node: ASTNode) =>
  errorIssue({
    code: 'mapping.wrong-types',
    message: 'has(…) takes a field written with dots.',
    remedy: `Write !isEmpty(…) for anything else: !isEmpty(${node.input.slice(node.start + 4, node.end - 1)}).`,
    path,
  });

/** A value list whose name is calculated. */
export const listMustBeWritten = () =>
  errorIssue({
    code: 'mapping.unknown-list',
    message: 'The name of a value list must be written out.',
    remedy: 'Write it between quotes, such as "payment-terms".',
    path,
  });

/** Loops in loops in loops. */
export const tooDeep = () =>
  errorIssue({
    code: 'mapping.too-complex',
    message: `More than ${limits.maxLoopDepth} loops lie inside each other.`,
    remedy: 'Split the work over two fields, or use a code step.',
    path,
  });

/** A `cel.bind` in another: each could double the size of a value. */
export const bindInBind = () =>
  errorIssue({
    code: 'mapping.too-complex',
    message: 'A cel.bind lies inside another.',
    remedy: 'Use one cel.bind, or write the value out.',
    path,
  });

/** A name for an element that hides something else. */
export const nameTaken = (name: string) =>
  errorIssue({
    code: 'mapping.name-taken',
    message: `"${name}" already has a meaning here.`,
    remedy: 'Choose another name, such as x.',
    path,
  });
