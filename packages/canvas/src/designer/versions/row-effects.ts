import {
  canonicalField,
  canonicalType,
  splitFieldName,
  type ErrorView,
  type FieldType,
  type FieldValue,
} from '@koppel/model';
import type { CheckContextBody, PreviewRecord } from '@koppel/protocol';
import { isSameValue } from '../../mapping-editor/same-value.ts';
import { outcomeOf } from '../../mapping-editor/sample-stats.ts';

/** What a version makes of a field of one sample. */
export type Given =
  | { readonly kind: 'value'; readonly value: FieldValue }
  /** The field stays as the target has it. */
  | { readonly kind: 'untouched' }
  | { readonly kind: 'failed'; readonly error: ErrorView };

/** A sample for which two versions do not give a field the same. */
export interface ChangedSample {
  readonly record: PreviewRecord;
  readonly before: Given;
  readonly after: Given;
}

/** What it means for samples that a mapping says something else. */
export interface MappingEffect {
  /** The samples that come to the mapping in both versions. */
  readonly total: number;
  /** Those for which at least one row gives something else. */
  readonly differing: number;
  /** Samples that come to the mapping in one version only: of them the rows say nothing. */
  readonly apart: number;
  /** By changed row, in the order of the samples. */
  readonly rows: ReadonlyMap<string, readonly ChangedSample[]>;
}

/** Holds what two versions give for the same samples against each other. `rows`: the fields whose rule differs. */
export function mappingEffect(
  before: readonly PreviewRecord[],
  after: readonly PreviewRecord[],
  rows: readonly string[],
  typeOf: (row: string) => FieldType,
): MappingEffect {
  const later = new Map(after.map((record) => [record.key, record]));
  const pairs = before.flatMap((record) => {
    const other = later.get(record.key);
    return other ? [{ record, other }] : [];
  });
  const both = pairs.filter(({ record, other }) => arrives(record) && arrives(other));
  const found = new Map(
    rows.map((row) => [
      row,
      both.flatMap(({ record, other }): ChangedSample[] => {
        const type = typeOf(row);
        const [was, is] = [givenOf(record, row, type), givenOf(other, row, type)];
        return isSameGiven(was, is, type) ? [] : [{ record, before: was, after: is }];
      }),
    ]),
  );
  return {
    total: both.length,
    differing: new Set([...found.values()].flatMap((changed) => changed.map(({ record }) => record.key))).size,
    apart:
      pairs.filter(({ record, other }) => arrives(record) !== arrives(other)).length + before.length - pairs.length,
    rows: found,
  };
}

const arrives = ({ input, errors }: PreviewRecord) => input !== null || Object.keys(errors).length > 0;

function givenOf(record: PreviewRecord, row: string, type: FieldType): Given {
  const outcome = outcomeOf(record, row, type);
  if (outcome.kind === 'failed') return { kind: 'failed', error: outcome.error };
  return 'value' in outcome ? { kind: 'value', value: outcome.value } : { kind: 'untouched' };
}

function isSameGiven(a: Given, b: Given, type: FieldType): boolean {
  if (a.kind === 'value' && b.kind === 'value') return isSameValue(a.value, b.value, type);
  if (a.kind === 'failed' && b.kind === 'failed') return a.error.message === b.error.message;
  return a.kind === b.kind;
}

const text: FieldType = { kind: 'text' };

/** The type of a field (its entity in front): of the model, else of the connected system that has it. */
export function typeOfField({ slots }: Pick<CheckContextBody, 'slots'>, name: string): FieldType {
  const split = splitFieldName(name);
  if (!split) return text;
  const canonical = canonicalField(split.entity, split.field);
  if (canonical) return canonicalType(canonical);
  const schemas = Object.values(slots).flatMap(({ schemas: known }) =>
    known.filter(({ entity }) => entity === split.entity),
  );
  return schemas.flatMap(({ fields }) => fields.find(({ field }) => field === split.field)?.type ?? [])[0] ?? text;
}
