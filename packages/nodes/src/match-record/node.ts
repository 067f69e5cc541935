import {
  compileMatchRule,
  defineProcessor,
  RecordError,
  type FindQuery,
  type FlowRecord,
  type FoundRecord,
} from '@koppel/sdk';
import { matchRules } from '../match-rules.ts';
import { matchRecordSpec } from './spec.ts';

const LINKED = 0;
const NOT_LINKED = 1;

export const matchRecord = defineProcessor(matchRecordSpec, ({ config, input }) => {
  const rules = matchRules(config.match).map((fields) => ({ fields, query: compileMatchRule(fields, input) }));
  return async (records, context) => {
    const results: (number | RecordError)[] = records.map(() => NOT_LINKED);
    const links = await context.findLinks(records.map(({ key }) => key));
    records.forEach((record, index) => {
      const link = links.get(record.key);
      if (!link) return;
      record.target = { place: context.place, key: link.targetKey, version: link.targetVersion, by: 'link' };
      results[index] = LINKED;
    });
    for (const { fields, query } of rules) {
      const open: { record: FlowRecord; index: number; query: FindQuery }[] = [];
      records.forEach((record, index) => {
        const asked = results[index] === NOT_LINKED ? query(record.values) : null;
        if (asked) open.push({ record, index, query: asked });
      });
      if (open.length === 0) continue;
      const found = await context.find(
        open.map(({ query }) => query),
        [],
      );
      open.forEach(({ record, index }, i) => {
        const hits = found[i]!;
        if (hits.length === 1) {
          const [{ key, version }] = hits as [FoundRecord];
          record.target = { place: context.place, key, version, by: 'match' };
          results[index] = LINKED;
        } else if (hits.length > 1) {
          results[index] = severalMatches(
            record,
            fields,
            hits.map(({ key }) => key),
          );
        }
      });
    }
    return results;
  };
});

function severalMatches(record: FlowRecord, fields: readonly string[], keys: readonly string[]): RecordError {
  return new RecordError({
    code: 'match.several',
    failureCause: 'alreadyExists',
    message: `${record.name} was not matched. ${keys.length} records have the same ${fields.join(' and ')}.`,
    remedy: 'Merge them in the target system, or link the right one by hand, then retry.',
  });
}
