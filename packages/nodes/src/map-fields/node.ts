import { compileRule, leaveAsItIs } from '@koppel/mapping';
import { defineTransform, type Cell } from '@koppel/sdk';
import { readable, ruleContext } from '../rule-context.ts';
import { targetShape } from '../shapes.ts';
import { mapFieldsSpec, targetField } from './spec.ts';

export const mapFields = defineTransform(mapFieldsSpec, ({ config, input, context }) => {
  const target = targetShape(context);
  const fill = Object.entries(config.rows).map(([name, rule]) =>
    compileRule(rule, ruleContext(input, context), targetField(name, target)),
  );
  const size = fill.length;
  return (record) => {
    const from = readable(record);
    const values = new Array<Cell>(size);
    for (let i = 0; i < size; i += 1) {
      const value = fill[i]!(from);
      values[i] = value === leaveAsItIs ? undefined : value;
    }
    record.values = values;
    return 0;
  };
});
