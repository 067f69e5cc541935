import { defineTransform } from '@koppel/sdk';
import { keptFields, maskFieldsSpec } from './spec.ts';

export const maskFields = defineTransform(maskFieldsSpec, ({ config, input, context }) => {
  const kept = keptFields(input, config.letSeeds, context);
  const size = kept.length;
  if (size === input.fields.length) return () => 0;
  return (record) => {
    const from = record.values;
    const values = new Array<(typeof from)[number]>(size);
    for (let i = 0; i < size; i += 1) values[i] = from[kept[i]!];
    record.values = values;
    return 0;
  };
});
