import type { Comparison, FieldType, FieldValue } from '@koppel/model';
import type { RecordType } from '@koppel/mapping';

/** A field of the records at a port. `madeBy` says which node and which part of its config fills it. */
export interface ShapeField {
  readonly field: string;
  readonly type: FieldType;
  readonly label?: string;
  readonly isRequired?: boolean;
  /** When the system was first seen to have it, for a while after that. */
  readonly newSince?: string | undefined;
  readonly madeBy?: { readonly nodeId: string; readonly path: readonly (string | number)[] };
  /** Passed a read-only field mask: of a record that belongs to another master by now it is left out, without a word. */
  readonly isMasked?: boolean;
}

/**
 * The type of the records at a port. Records carry their values in an array; position i belongs to `fields[i]`.
 * `sourceRole` is the role of the system they were read from.
 */
export interface RecordShape extends RecordType {
  readonly entity: string;
  readonly fields: readonly ShapeField[];
  readonly sourceRole: string;
  /** What filters have made sure of: each holds for every record, as it came from its source. */
  readonly holds?: readonly Comparison[];
}

/**
 * What a record holds in one place: a value, or `undefined` where a rule left the field as it is. Undefined is not written;
 * rules that read it see an empty field.
 */
export type Cell = FieldValue | undefined;

/** The record of another system that this one was found to be the same as. */
export interface TargetRecord {
  /** Of which system and entity it is, as `ProcessContext.place` names it: it says nothing to a node that works elsewhere. */
  readonly place: string;
  readonly key: string;
  readonly version: string | null;
  /** `link`: a record link says so. Otherwise the match rule's fields. */
  readonly by: 'link' | 'match';
}

/**
 * One business object on its way through a flow. Steps replace `values` by a new array and never change an array in
 * place: the first one is kept for the failure, should there be one.
 */
export interface FlowRecord {
  /** Its place in the batch it was read in. */
  readonly index: number;
  /** The source system's key. */
  readonly key: string;
  /** The source system's version of the record (ETag), where it has one. */
  version: string | null;
  readonly change: 'upserted' | 'deleted';
  /** What people call it, for log lines and failures. */
  name: string;
  values: readonly Cell[];
  /** Set by a node that looked for it. */
  target: TargetRecord | null;
  /** What a person set for this try alone, in place of what the flow makes: by field with its entity in front. */
  readonly edits?: Readonly<Record<string, FieldValue>> | null;
}

/** A bounded group of records that moves together. At most 500 records. */
export interface Batch {
  readonly records: readonly FlowRecord[];
}

/** Upper bound of a batch, in records. */
export const maxBatchRecords = 500;

/** The position of a field in records of this shape, or -1. */
export function fieldIndex(shape: RecordShape, field: string): number {
  return shape.fields.findIndex((candidate) => candidate.field === field);
}

/** A record's values by name with the entity in front, for failures, samples and logs. */
export function namedValues(shape: RecordShape, values: readonly Cell[]): Record<string, FieldValue> {
  const named: Record<string, FieldValue> = {};
  shape.fields.forEach(({ field }, index) => {
    const value = values[index];
    if (value !== undefined) named[`${shape.entity}.${field}`] = value;
  });
  return named;
}

/** The fields that name a record for people, beside its number; the first one that an entity has. */
const titleFields = ['name', 'lastName', 'subject', 'reference'];

/** The numbers that people know a record by: an order has one in each system. */
const numberFields = ['number', 'crmNumber'];

/** The fields by which people call a record, for those who choose what to read. */
export const nameFields: readonly string[] = [...numberFields, ...titleFields];

/** Where records of this shape hold what people call them by: number and name, as far as the shape has them. */
export function namePositions(shape: RecordShape): readonly number[] {
  const title = titleFields.map((field) => fieldIndex(shape, field)).find((index) => index >= 0) ?? -1;
  return [...numberFields.map((field) => fieldIndex(shape, field)), title].filter((index) => index >= 0);
}

/** What people call a record: `K10816 Brouwerij De Kroon`; its key where it has neither number nor name. */
export function nameOf(positions: readonly number[], key: string, values: readonly Cell[]): string {
  let name = '';
  for (const index of positions) {
    const part = values[index];
    if (part !== null && part !== undefined && part !== '') name += name === '' ? String(part) : ` ${part}`;
  }
  return name === '' ? key : name;
}
