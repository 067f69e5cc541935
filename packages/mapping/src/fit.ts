import type { FieldType, FieldValue } from '@koppel/model';
import { fixedValue } from './convert.ts';
import { fitsType, typeOfFixed, typeWords } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { isEmpty } from './normalise.ts';
import { fieldTitle, type RecordField } from './record-type.ts';
import { errorIssue, hintIssue, warningIssue, type RuleIssue } from './rule-issue.ts';
import { asWritten, opening, say, type Words } from './words.ts';

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
        message: cannotBeWritten(opening(typeWords(from)), target),
        remedy: reason!,
        path,
      }),
    ];
  }
  if (reason === null) return [];
  const facts = {
    code: 'mapping.may-not-fit' as const,
    message: say(
      '{field} takes {wanted} and gets {given}.',
      '{field} neemt {wanted} en krijgt {given}.',
      '{field} prend {wanted} et reçoit {given}.',
      { field: fieldTitle(target), wanted: typeWords(target.type), given: typeWords(from) },
    ),
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
  if (fit === 'no') return [fixedDoesNotFit(value, target, reason!, path)];
  try {
    fixedValue(value, from, target.type, fieldTitle(target));
    return [];
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return [
      errorIssue({
        code: 'mapping.does-not-fit',
        // What converts a value says in English more exactly why not.
        message: { ...cannotBeWritten(asWritten(quoted(value)), target), en: error.message },
        remedy: say('Write another value.', 'Schrijf een andere waarde.', 'Écrivez une autre valeur.'),
        path,
      }),
    ];
  }
}

const cannotBeWritten = (what: Words, target: RecordField) =>
  say(
    '{what} cannot be written to {field}, which takes {wanted}.',
    '{what} kan niet in {field}, dat {wanted} neemt.',
    '{what} ne peut pas aller dans {field}, qui prend {wanted}.',
    { what, field: fieldTitle(target), wanted: typeWords(target.type) },
  );

const emptyRequired = (target: RecordField, path: RuleIssue['path']) =>
  errorIssue({
    code: 'mapping.may-be-empty',
    message: say('{field} may not be empty.', '{field} mag niet leeg zijn.', '{field} ne peut pas être vide.', {
      field: fieldTitle(target),
    }),
    remedy: say(
      'Fill in a value, or remove the row.',
      'Vul een waarde in, of haal de rij weg.',
      'Donnez une valeur, ou retirez la ligne.',
    ),
    path,
  });

const fixedDoesNotFit = (value: FieldValue, target: RecordField, reason: Words, path: RuleIssue['path']) =>
  errorIssue({
    code: 'mapping.does-not-fit',
    message: cannotBeWritten(asWritten(quoted(value)), target),
    remedy: reason,
    path,
  });
