import { fieldRuleSchema, type FlowDocument } from '@koppel/model';
import { z } from 'zod';

const rowsSchema = z.record(z.string(), fieldRuleSchema);

/** What the mappings of these flows fill each target field from, without expressions: what people mean by a name. */
export function learnedFrom(documents: readonly FlowDocument[]): Record<string, string[]> {
  const learned = new Map<string, Set<string>>();
  for (const { config } of documents.flatMap(({ nodes }) => Object.values(nodes))) {
    const rows = rowsSchema.safeParse(config['rows']);
    for (const [target, rule] of Object.entries(rows.data ?? {})) {
      if (!('from' in rule)) continue;
      const known = learned.get(target);
      if (known) known.add(rule.from);
      else learned.set(target, new Set([rule.from]));
    }
  }
  return Object.fromEntries([...learned].map(([target, sources]) => [target, [...sources]]));
}
