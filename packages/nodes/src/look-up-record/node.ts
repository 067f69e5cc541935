import {
  defineProcessor,
  nameOf,
  namePositions,
  type Cell,
  type FindQuery,
  type FlowRecord,
  type FoundRecord,
} from '@koppel/sdk';
import { self, systemShape } from '../shapes.ts';
import { lookUpRecordSpec } from './spec.ts';

const FOUND = 0;
const MISSING = 1;

export const lookUpRecord = defineProcessor(lookUpRecordSpec, ({ config: { add }, input, context: node }) => {
  const shape = systemShape(node)!;
  const isAdding = add.length > 0;
  const fields = isAdding ? add : shape.fields.map(({ field }) => field);
  const names = namePositions(shape);
  const kept = input.fields.flatMap(({ field }, at) => (add.includes(field) || field === self ? [] : [at]));
  const own = input.fields.findIndex(({ field }) => field === self);

  const addTo = (record: FlowRecord, { values }: FoundRecord) => {
    const itself = own < 0 ? [] : [record.values[own]];
    record.values = [
      ...kept.map((at): Cell => record.values[at]),
      ...add.map((field) => values[field] ?? null),
      ...itself,
    ];
  };
  const replace = (record: FlowRecord, hit: FoundRecord) => {
    record.values = [...fields.map((field) => hit.values[field] ?? null), hit.key];
    record.name = nameOf(names, hit.key, record.values);
  };

  return async (records, context) => {
    const results = records.map(() => MISSING);
    const links = context.isSource ? null : await context.findLinks(records.map(({ key }) => key));
    const asked: { readonly record: FlowRecord; readonly index: number; readonly query: FindQuery }[] = [];
    records.forEach((record, index) => {
      const counterpart =
        record.target?.place === context.place ? record.target.key : links?.get(record.key)?.targetKey;
      const key = context.isSource ? record.key : counterpart;
      if (key !== undefined) asked.push({ record, index, query: { by: 'key', key } });
    });
    if (asked.length === 0) return results;
    const found = await context.find(
      asked.map(({ query }) => query),
      fields,
    );
    asked.forEach(({ record, index }, at) => {
      const [hit] = found[at]!;
      if (!hit) return;
      if (isAdding) addTo(record, hit);
      else replace(record, hit);
      // A write that follows is made on what was just read.
      if (context.isSource) record.version = hit.version;
      else record.target = { place: context.place, key: hit.key, version: hit.version, by: 'link' };
      results[index] = FOUND;
    });
    return results;
  };
});
