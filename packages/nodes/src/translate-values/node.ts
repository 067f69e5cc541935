import { compileRule, leaveAsItIs } from '@koppel/mapping';
import { defineTransform, fieldIndex, splitFieldName } from '@koppel/sdk';
import { readable, ruleContext } from '../rule-context.ts';
import { translateValuesSpec } from './spec.ts';

export const translateValues = defineTransform(translateValuesSpec, ({ config, input, context }) => {
  const rows = Object.entries(config.fields).map(([name, { list, unlisted }]) => ({
    position: fieldIndex(input, splitFieldName(name)!.field),
    translate: compileRule({ from: name, list, unlisted }, ruleContext(input, context)),
  }));
  return (record) => {
    const values = record.values.slice();
    for (const { position, translate } of rows) {
      const value = translate(readable(record));
      if (value !== leaveAsItIs) values[position] = value;
    }
    record.values = values;
    return 0;
  };
});
