import type { ErrorView, FieldType, FieldValue } from '@koppel/model';
import type { PreviewRecord } from '@koppel/protocol';
import { isSameValue } from './same-value.ts';

/** What would become of one field of one sample. */
export type SampleOutcome =
  /** The target holds this already. */
  | { readonly kind: 'equal'; readonly value: FieldValue }
  | { readonly kind: 'changed'; readonly value: FieldValue; readonly present: FieldValue }
  /** The target has no such record yet, or it is not known which one it is. */
  | { readonly kind: 'new'; readonly value: FieldValue }
  /** The rule leaves the field as the target has it. */
  | { readonly kind: 'untouched'; readonly present: FieldValue | undefined }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  /** The record does not come here. */
  | { readonly kind: 'absent' };

/** What would become of a field (its entity in front) of a sample. */
export function outcomeOf(record: PreviewRecord, name: string, type: FieldType): SampleOutcome {
  const error = record.errors[name] ?? record.errors[''];
  if (error) return { kind: 'failed', error };
  if (record.input === null) return { kind: 'absent' };
  const value = record.output?.[name];
  const present = record.present?.[name];
  if (value === undefined) return { kind: 'untouched', present };
  if (record.present === null || present === undefined) return { kind: 'new', value };
  return isSameValue(value, present, type) ? { kind: 'equal', value } : { kind: 'changed', value, present };
}

/** A sample whose field would change or fails, as the list below the counts shows it. */
export interface TellingSample {
  readonly record: PreviewRecord;
  readonly outcome: Extract<SampleOutcome, { kind: 'changed' | 'failed' }>;
}

/** What would become of one field over all samples. */
export interface SampleStats {
  readonly counts: Readonly<Record<SampleOutcome['kind'], number>>;
  /** The samples that come here. */
  readonly total: number;
  /** Failed ones first, then those that would change, in the order of the samples. */
  readonly telling: readonly TellingSample[];
}

/** Counts what would become of one field. */
export function sampleStats(records: readonly PreviewRecord[], name: string, type: FieldType): SampleStats {
  const counts = { equal: 0, changed: 0, new: 0, untouched: 0, failed: 0, absent: 0 };
  const failed: TellingSample[] = [];
  const changed: TellingSample[] = [];
  for (const record of records) {
    const outcome = outcomeOf(record, name, type);
    counts[outcome.kind] += 1;
    if (outcome.kind === 'failed') failed.push({ record, outcome });
    if (outcome.kind === 'changed') changed.push({ record, outcome });
  }
  return { counts, total: records.length - counts.absent, telling: [...failed, ...changed] };
}
