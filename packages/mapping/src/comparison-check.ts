import type { Comparison, FieldType, FieldValue } from '@koppel/model';
import { comparedType, isOrdering, typeOfCompared } from './comparison.ts';
import { fixedValue } from './convert.ts';
import { fitsType, noSuchCode, optionValues, typeWords } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { isEmpty } from './normalise.ts';
import { fieldTitle, type RecordField } from './record-type.ts';
import { errorIssue, hintIssue, warningIssue, type RuleIssue } from './rule-issue.ts';
import { say, type Words } from './words.ts';

/** Checks one comparison against the field it reads. Paths are relative to the comparison. */
export function checkComparison(comparison: Comparison, field: RecordField): RuleIssue[] {
  const { is, value } = comparison;
  if (is === 'empty' || is === 'notEmpty') return value === undefined ? [] : [unusedValue()];
  if (isEmpty(value as FieldValue | undefined) && !Array.isArray(value)) return [missingValue(is)];
  if (is === 'oneOf') {
    if (!Array.isArray(value)) return [notAList()];
    return value.flatMap((item, at) => checkValue(item, field, ['value', at]));
  }
  if (Array.isArray(value)) return [oneValueOnly(is)];
  if (isOrdering(is) && !hasOrder(field.type)) return [noOrder(field)];
  if ((is === 'contains' || is === 'startsWith') && !isText(field.type)) return [notText(field)];
  if (is === 'contains' || is === 'startsWith') return [];
  return checkValue(value as FieldValue, field, ['value']);
}

const hasOrder = ({ kind }: FieldType) => kind !== 'boolean' && kind !== 'choice';
const isText = ({ kind }: FieldType) => kind === 'text' || kind === 'choice';

function checkValue(value: FieldValue, field: RecordField, path: RuleIssue['path']): RuleIssue[] {
  if (isEmpty(value)) return [];
  const options = optionValues(field.type);
  if (options) {
    return options.includes(String(value)) ? [] : [unknownCode(value, field, options, path)];
  }
  const kind = comparedType(field.type);
  const from = typeOfCompared(value, field.type);
  const { fit, reason } = fitsType(from, kind);
  let problem: Words | string | null = fit === 'no' ? reason : null;
  if (problem === null) problem = whyUnreadable(value, from, kind, field);
  if (problem === null) return [];
  return [
    errorIssue({
      code: 'mapping.does-not-fit',
      message: say(
        '{field} is {kind}, so it cannot be compared with {value}.',
        '{field} is {kind} en kan dus niet met {value} vergeleken worden.',
        '{field} est {kind} et ne peut donc pas être comparé à {value}.',
        { field: fieldTitle(field), kind: typeWords(kind), value: quoted(value) },
      ),
      remedy: problem,
      path,
    }),
  ];
}

function whyUnreadable(value: FieldValue, from: FieldType, to: FieldType, field: RecordField): string | null {
  try {
    fixedValue(value, from, to, fieldTitle(field));
    return null;
  } catch (error) {
    if (error instanceof MappingError) return error.remedy;
    throw error;
  }
}

const unknownCode = (value: FieldValue, field: RecordField, options: readonly string[], path: RuleIssue['path']) =>
  warningIssue({
    code: 'mapping.unknown-code',
    message: noSuchCode(fieldTitle(field), quoted(value), options),
    remedy: say('Choose one of its codes.', 'Kies een van de codes.', 'Choisissez l’un de ses codes.'),
    path,
  });

const unusedValue = () =>
  hintIssue({
    code: 'mapping.setting-without-effect',
    message: say(
      'A test for an empty field takes no value.',
      'Een test op een leeg veld neemt geen waarde.',
      'Un test de champ vide ne prend pas de valeur.',
    ),
    remedy: say('Remove the value.', 'Haal de waarde weg.', 'Retirez la valeur.'),
    path: ['value'],
  });

const missingValue = (is: string) =>
  errorIssue({
    code: 'mapping.condition-value',
    message: say(
      'The comparison "{is}" has nothing to compare with.',
      'De vergelijking "{is}" heeft niets om mee te vergelijken.',
      'La comparaison "{is}" n’a rien à quoi comparer.',
      { is },
    ),
    remedy: say(
      'Fill in a value, or use "empty" or "notEmpty".',
      'Vul een waarde in, of gebruik "empty" of "notEmpty".',
      'Donnez une valeur, ou utilisez "empty" ou "notEmpty".',
    ),
    path: ['value'],
  });

const notAList = () =>
  errorIssue({
    code: 'mapping.condition-value',
    message: say(
      'The comparison "oneOf" takes a list of values.',
      'De vergelijking "oneOf" neemt een lijst van waarden.',
      'La comparaison "oneOf" prend une liste de valeurs.',
    ),
    remedy: say(
      'Write the values as a list.',
      'Schrijf de waarden als een lijst.',
      'Écrivez les valeurs comme une liste.',
    ),
    path: ['value'],
  });

const oneValueOnly = (is: string) =>
  errorIssue({
    code: 'mapping.condition-value',
    message: say(
      'The comparison "{is}" takes one value, not a list.',
      'De vergelijking "{is}" neemt één waarde, geen lijst.',
      'La comparaison "{is}" prend une valeur, pas une liste.',
      { is },
    ),
    remedy: say(
      'Use "oneOf" to compare with several values.',
      'Gebruik "oneOf" om met verschillende waarden te vergelijken.',
      'Utilisez "oneOf" pour comparer à plusieurs valeurs.',
    ),
    path: ['is'],
  });

const noOrder = (field: RecordField) =>
  errorIssue({
    code: 'mapping.condition-type',
    message: say(
      '{field} is {kind}, which has no higher and lower values.',
      '{field} is {kind}, en dat kent geen hogere en lagere waarden.',
      '{field} est {kind}, sans valeurs plus grandes ni plus petites.',
      { field: fieldTitle(field), kind: typeWords(field.type) },
    ),
    remedy: say(
      'Use "equals", "notEquals" or "oneOf".',
      'Gebruik "equals", "notEquals" of "oneOf".',
      'Utilisez "equals", "notEquals" ou "oneOf".',
    ),
    path: ['is'],
  });

const notText = (field: RecordField) =>
  errorIssue({
    code: 'mapping.condition-type',
    message: say(
      '{field} is {kind}, and only a text can contain or start with another.',
      '{field} is {kind}, en alleen een tekst kan een andere bevatten of ermee beginnen.',
      '{field} est {kind}, et seul un texte peut en contenir un autre ou commencer par lui.',
      { field: fieldTitle(field), kind: typeWords(field.type) },
    ),
    remedy: say(
      'Use "equals" or "oneOf", or compare its text in an expression.',
      'Gebruik "equals" of "oneOf", of vergelijk de tekst ervan in een expressie.',
      'Utilisez "equals" ou "oneOf", ou comparez son texte dans une expression.',
    ),
    path: ['is'],
  });
