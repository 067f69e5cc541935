import { defineProcessor, type Cell } from '@koppel/sdk';
import { self } from '../shapes.ts';
import { linkFigures, linkRevenueViewSpec } from './spec.ts';

const LINKED = 0;

export const linkRevenueView = defineProcessor(linkRevenueViewSpec, ({ input }) => {
  const given: readonly string[] = linkFigures;
  const kept = input.fields.flatMap(({ field }, at) => (given.includes(field) || field === self ? [] : [at]));
  return async (records, context) => {
    const links = await Promise.all(records.map(({ key }) => context.viewLink(key)));
    records.forEach((record, index) => {
      record.values = [...kept.map((at): Cell => record.values[at]), links[index]!, record.key];
    });
    return records.map(() => LINKED);
  };
});
