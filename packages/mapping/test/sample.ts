import type { FieldRule, FieldType, FieldValue, ValueList } from '@koppel/model';
import { compileRule, type RecordField, type RuleContext, type RuleResult } from '../src/index.ts';

/** A value list as a workspace has it. */
export function valueList(id: string, entries: Record<string, string>): ValueList {
  return { koppel: 'value-list', version: 1, id, title: { en: `List ${id}` }, entries };
}

/** One field of an account, its name, type and value. */
export type SampleField = readonly [field: string, type: FieldType, value: FieldValue, isRequired?: boolean];

export interface Sample {
  readonly context: RuleContext;
  readonly values: readonly FieldValue[];
}

/** An account with these fields. Labels are left out, so messages call fields by their names. */
export function account(fields: readonly SampleField[], more: Partial<RuleContext> = {}): Sample {
  return {
    context: {
      record: {
        entity: 'account',
        fields: fields.map(([field, type, , isRequired]) => ({ field, type, ...(isRequired ? { isRequired } : {}) })),
      },
      parameters: {},
      valueLists: new Map(),
      ...more,
    },
    values: fields.map(([, , value]) => value),
  };
}

export const text: FieldType = { kind: 'text' };
export const money: FieldType = { kind: 'money', scale: 2 };
export const integer: FieldType = { kind: 'integer' };
export const decimal: FieldType = { kind: 'decimal' };
export const boolean: FieldType = { kind: 'boolean' };
export const date: FieldType = { kind: 'date' };
export const dateTime: FieldType = { kind: 'dateTime' };
export const choice = (...values: string[]): FieldType => ({
  kind: 'choice',
  options: values.map((value) => ({ value, label: value })),
});

/** A target field named `target`. */
export const target = (type: FieldType, isRequired = false): RecordField => ({
  field: 'target',
  label: 'Target',
  type,
  isRequired,
});

/** What a rule writes for one value of one type. */
export function fill(
  from: FieldType,
  value: FieldValue,
  to: FieldType | undefined,
  rule: Omit<Extract<FieldRule, { from: string }>, 'from'> = {},
  more: Partial<RuleContext> = {},
): RuleResult {
  const { context, values } = account([['source', from, value]], more);
  return compileRule({ from: 'account.source', ...rule }, context, to && target(to))(values);
}
