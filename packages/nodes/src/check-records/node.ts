import { compileCondition, compileRule, isEmpty, MappingError } from '@koppel/mapping';
import { defineTransform, fieldIndex, RecordError, splitFieldName, type Cell, type FlowRecord } from '@koppel/sdk';
import { readable, ruleContext } from '../rule-context.ts';
import { checkRecordsSpec, hasCondition, ownField } from './spec.ts';

export const checkRecords = defineTransform(checkRecordsSpec, ({ config, input, context }) => {
  const rules = ruleContext(input, context);
  const checks = Object.entries(config.fields).map(([name, { filled, is }]) => {
    const field = splitFieldName(name)!.field;
    return {
      name,
      field,
      label: ownField(input, name)?.label ?? field,
      position: fieldIndex(input, field),
      filled,
      read: is === undefined ? null : compileRule({ from: name, format: is }, rules),
    };
  });
  const holds = hasCondition(config.condition) ? compileCondition(config.condition, rules) : null;
  return (record) => {
    const { edits } = record;
    if (edits) {
      // What a person set for this try is what must be sound.
      record.values = checks.reduce<readonly Cell[]>(
        (values, { name, position }) => (Object.hasOwn(edits, name) ? values.with(position, edits[name]) : values),
        record.values,
      );
    }
    const from = readable(record);
    for (const { field, label, position, filled, read } of checks) {
      if (isEmpty(from[position])) {
        if (filled) throw emptyField(field, label);
        continue;
      }
      try {
        read?.(from);
      } catch (error) {
        throw error instanceof MappingError ? error.inField(field) : error;
      }
    }
    if (holds && !holds(from)) throw doesNotHold(record, config.message);
    return 0;
  };
});

function emptyField(field: string, label: string): MappingError {
  return new MappingError({
    code: 'mapping.field-empty',
    message: `${label} is empty, and it is needed.`,
    remedy: 'Fill it in in the source, then retry; or set it for this try.',
    field,
    value: null,
  });
}

function doesNotHold({ name, key }: FlowRecord, message: string): RecordError {
  return new RecordError({
    code: 'check.does-not-hold',
    failureCause: 'refused',
    message: `${name || key} was not written. ${message.trim() || 'It does not meet the condition of this flow.'}`,
    remedy: 'Correct the record in the source, then retry.',
  });
}
