import { compileCondition } from '@koppel/mapping';
import { defineTransform } from '@koppel/sdk';
import { readable, ruleContext } from '../rule-context.ts';
import { filterRecordsSpec } from './spec.ts';

const MATCHED = 0;
const UNMATCHED = 1;

export const filterRecords = defineTransform(filterRecordsSpec, ({ config, input, context }) => {
  const holds = compileCondition(config.condition, ruleContext(input, context));
  return (record) => (holds(readable(record)) ? MATCHED : UNMATCHED);
});
