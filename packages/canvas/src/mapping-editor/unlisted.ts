import type { FieldType, ValueList } from '@koppel/model';
import type { PreviewRecord } from '@koppel/protocol';
import { isEmptyValue } from './same-value.ts';

/** A code that occurs and that a value list does not know. */
export interface UnlistedCode {
  readonly code: string;
  /** Samples that have it; 0 for a code that only the source's choice names. */
  readonly samples: number;
}

/** The codes of a field in the samples that a list does not know, most frequent first. */
export function unlistedCodes(
  records: readonly PreviewRecord[],
  field: string,
  { entries }: Pick<ValueList, 'entries'>,
): UnlistedCode[] {
  const counts = new Map<string, number>();
  for (const { input } of records) {
    const value = input?.[field];
    if (isEmptyValue(value)) continue;
    const code = String(value);
    if (!(code in entries)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, samples]) => ({ code, samples }))
    .toSorted((a, b) => b.samples - a.samples || a.code.localeCompare(b.code));
}

/** The label that a choice gives a code; null where it says no more than the code. */
export function codeLabel(type: FieldType | null, code: string): string | null {
  if (type?.kind !== 'choice') return null;
  const label = type.options.find(({ value }) => value === code)?.label;
  return label === undefined || label === code ? null : label;
}
