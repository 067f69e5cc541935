import { checkRule, compileRule, leaveAsItIs, notUsable } from '@koppel/mapping';
import {
  defineTransform,
  splitFieldName,
  type Cell,
  type CompileInput,
  type FieldRule,
  type FieldValue,
} from '@koppel/sdk';
import { readable, readableCells, ruleContext } from '../rule-context.ts';
import { targetShape } from '../shapes.ts';
import { mapFieldsSpec, targetField } from './spec.ts';

type Input = CompileInput<{ rows: Record<string, FieldRule> }>;

function compileRow({ input, context }: Input, name: string, rule: FieldRule) {
  return compileRule(rule, ruleContext(input, context), targetField(name, targetShape(context)));
}

export const mapFields = defineTransform(
  mapFieldsSpec,
  (compiling) => {
    const fill = Object.entries(compiling.config.rows).map(([name, rule]) => compileRow(compiling, name, rule));
    const names = Object.keys(compiling.config.rows);
    const size = fill.length;
    return (record) => {
      const from = readable(record);
      if (record.edits) {
        // A person filled some fields by hand, for this try: their rules may be what failed.
        const { edits } = record;
        record.values = names.map((name, i) => {
          const value = Object.hasOwn(edits, name) ? (edits[name] ?? null) : fill[i]!(from);
          return value === leaveAsItIs ? undefined : value;
        });
        return 0;
      }
      const values = new Array<Cell>(size);
      for (let i = 0; i < size; i += 1) {
        const value = fill[i]!(from);
        values[i] = value === leaveAsItIs ? undefined : value;
      }
      record.values = values;
      return 0;
    };
  },
  (compiling) => {
    const rows = Object.entries(compiling.config.rows).map(([name, rule]) => ({
      field: splitFieldName(name)?.field ?? name,
      fill: fillOrError(compiling, name, rule),
    }));
    return (values) => {
      const from = readableCells(values);
      const errors: Record<string, Error> = {};
      const filled: Record<string, FieldValue> = {};
      for (const { field, fill } of rows) {
        try {
          if (fill instanceof Error) throw fill;
          const value = fill(from);
          if (value !== leaveAsItIs) filled[field] = value;
        } catch (error) {
          errors[field] = error as Error;
        }
      }
      return { values: filled, errors };
    };
  },
);

/** A row that has mistakes is shown with its first one; the others still fill their fields. */
function fillOrError(compiling: Input, name: string, rule: FieldRule) {
  const target = targetField(name, targetShape(compiling.context));
  const { issues } = checkRule(rule, ruleContext(compiling.input, compiling.context), target);
  const mistake = issues.find(({ severity }) => severity === 'error');
  return mistake ? notUsable(mistake) : compileRow(compiling, name, rule);
}
