import type { PreviewRecord } from '@koppel/protocol';
import { isEmptyValue, isSameValue } from './same-value.ts';
import type { NamedField } from './suggestions.ts';

/** Two fields that hold the same in most samples that both systems have. */
export interface AlikeValues {
  /** Both with their entity in front. */
  readonly target: string;
  readonly from: string;
  readonly equal: number;
  /** Samples that are in both systems and have a value on either side. */
  readonly of: number;
}

/** So many different values must be equal: a country or a currency that all samples share says nothing. */
const fewestValues = 3;
const leastShare = 0.8;

interface Side {
  readonly entity: string;
  readonly fields: readonly NamedField[];
}

/** Finds the fields of a source that hold what a field of the target holds, over samples that both systems have. */
export function alikeValues(records: readonly PreviewRecord[], source: Side, target: Side): AlikeValues[] {
  const shared = records.filter(({ input, present }) => input !== null && present !== null);
  if (shared.length < fewestValues) return [];
  return target.fields.flatMap(({ field, type }) => {
    const name = `${target.entity}.${field}`;
    if (shared.every(({ present }) => isEmptyValue(present![name]))) return [];
    return source.fields.flatMap((candidate) => {
      const from = `${source.entity}.${candidate.field}`;
      const values = new Set<string>();
      let equal = 0;
      let of = 0;
      for (const { input, present } of shared) {
        const [given, held] = [input![from], present![name]];
        if (isEmptyValue(given) && isEmptyValue(held)) continue;
        of += 1;
        if (!isSameValue(given, held, type)) continue;
        equal += 1;
        values.add(String(held));
      }
      return values.size >= fewestValues && equal / of >= leastShare ? [{ target: name, from, equal, of }] : [];
    });
  });
}
