import type { Comparison, FieldType, FieldValue } from '@koppel/model';
import { comparedType, isOrdering, typeOfCompared } from './comparison.ts';
import { fixedValue } from './convert.ts';
import { describeType, fitsType, listed, optionValues } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { isEmpty } from './normalise.ts';
import { fieldTitle, type RecordField } from './record-type.ts';
import { errorIssue, hintIssue, warningIssue, type RuleIssue } from './rule-issue.ts';

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
  let problem = fit === 'no' ? reason : null;
  if (problem === null) problem = whyUnreadable(value, from, kind, field);
  if (problem === null) return [];
  return [
    errorIssue({
      code: 'mapping.does-not-fit',
      message: `${fieldTitle(field)} is ${describeType(kind)}, so it cannot be compared with ${quoted(value)}.`,
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
    message: `${fieldTitle(field)} has no code ${quoted(value)}. Its codes are ${listed(options)}.`,
    remedy: 'Choose one of its codes.',
    path,
  });

const unusedValue = () =>
  hintIssue({
    code: 'mapping.setting-without-effect',
    message: 'A test for an empty field takes no value.',
    remedy: 'Remove the value.',
    path: ['value'],
  });

const missingValue = (is: string) =>
  errorIssue({
    code: 'mapping.condition-value',
    message: `The comparison "${is}" has nothing to compare with.`,
    remedy: 'Fill in a value, or use "empty" or "notEmpty".',
    path: ['value'],
  });

const notAList = () =>
  errorIssue({
    code: 'mapping.condition-value',
    message: 'The comparison "oneOf" takes a list of values.',
    remedy: 'Write the values as a list.',
    path: ['value'],
  });

const oneValueOnly = (is: string) =>
  errorIssue({
    code: 'mapping.condition-value',
    message: `The comparison "${is}" takes one value, not a list.`,
    remedy: 'Use "oneOf" to compare with several values.',
    path: ['is'],
  });

const noOrder = (field: RecordField) =>
  errorIssue({
    code: 'mapping.condition-type',
    message: `${fieldTitle(field)} is ${describeType(field.type)}, which has no higher and lower values.`,
    remedy: 'Use "equals", "notEquals" or "oneOf".',
    path: ['is'],
  });

const notText = (field: RecordField) =>
  errorIssue({
    code: 'mapping.condition-type',
    message: `${fieldTitle(field)} is ${describeType(field.type)}, and only a text can contain or start with another.`,
    remedy: 'Use "equals" or "oneOf", or compare its text in an expression.',
    path: ['is'],
  });
