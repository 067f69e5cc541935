import type { FieldType, FieldValue } from '@koppel/model';
import { fixedValue } from './convert.ts';
import { capital, describeType, fitsType, typeOfFixed } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { isEmpty } from './normalise.ts';
import { fieldTitle, type RecordField } from './record-type.ts';
import { errorIssue, hintIssue, warningIssue, type RuleIssue } from './rule-issue.ts';

/**
 * What the types of a rule's result and its target say about each other. `severity` is that of a conversion; codes of a
 * choice that the target lacks are always a warning.
 */
export function fitIssues(
  from: FieldType,
  target: RecordField,
  path: RuleIssue['path'],
  severity: 'warning' | 'hint',
): RuleIssue[] {
  const { fit, reason } = fitsType(from, target.type);
  if (fit === 'no') {
    return [
      errorIssue({
        code: 'mapping.does-not-fit',
        message: `${capital(describeType(from))} cannot be written to ${fieldTitle(target)}, which takes ${describeType(target.type)}.`,
        remedy: reason,
        path,
      }),
    ];
  }
  if (reason === '') return [];
  const facts = {
    code: 'mapping.may-not-fit' as const,
    message: `${fieldTitle(target)} takes ${describeType(target.type)} and gets ${describeType(from)}.`,
    remedy: reason,
    path,
  };
  const lacksCodes = fit === 'converts' && from.kind === 'choice' && target.type.kind === 'choice';
  return [lacksCodes || (fit === 'converts' && severity === 'warning') ? warningIssue(facts) : hintIssue(facts)];
}

/** Checks a value that the rule holds itself. */
export function checkFixedValue(
  value: FieldValue,
  target: RecordField | undefined,
  path: RuleIssue['path'],
): RuleIssue[] {
  if (!target) return [];
  if (isEmpty(value)) return target.isRequired ? [emptyRequired(target, path)] : [];
  const from = typeOfFixed(value);
  const { fit, reason } = fitsType(from, target.type);
  if (fit === 'no') return [fixedDoesNotFit(value, target, reason, path)];
  try {
    fixedValue(value, from, target.type, fieldTitle(target));
    return [];
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return [errorIssue({ code: 'mapping.does-not-fit', message: error.message, remedy: 'Write another value.', path })];
  }
}

const emptyRequired = (target: RecordField, path: RuleIssue['path']) =>
  errorIssue({
    code: 'mapping.may-be-empty',
    message: `${fieldTitle(target)} may not be empty.`,
    remedy: 'Fill in a value, or remove the row.',
    path,
  });

const fixedDoesNotFit = (value: FieldValue, target: RecordField, reason: string, path: RuleIssue['path']) =>
  errorIssue({
    code: 'mapping.does-not-fit',
    message: `${quoted(value)} cannot be written to ${fieldTitle(target)}, which takes ${describeType(target.type)}.`,
    remedy: reason,
    path,
  });
