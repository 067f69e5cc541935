import { RecordError, type FieldValue, type Line, type PlainFieldKind } from '@koppel/sdk';
import type { Domain, Row } from './json.ts';
import type { Lookups } from './lookups.ts';

/** What is to be written of one record, before it is known what is there. */
export interface Draft {
  readonly values: Record<string, unknown>;
  /** Of records that belong to it, by which one: `delivery`, `email`. */
  readonly parts: Map<string, Record<string, unknown>>;
  companyNumber?: FieldValue;
  vatNumber?: FieldValue;
  lines?: readonly Line[];
  total?: FieldValue;
}

export interface WriteWorld {
  readonly lookups: Lookups;
  readonly signal: AbortSignal;
}

/** A canonical field, or one of the model's own, as it is read and written here. */
export interface BoundField {
  readonly field: string;
  readonly path: string;
  /** What is asked for to read it. */
  readonly reads: readonly string[];
  readonly kind: PlainFieldKind;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isReadOnly: boolean;
  /** Lines are compared without the keys that each system gives them. */
  readonly areLines?: boolean;
  readonly needsRates?: boolean;
  read(row: Row): FieldValue;
  /** The value as it is read, whatever way it was typed. */
  canonical(value: FieldValue): FieldValue;
  /** Lets through at least all records with this value; null where it cannot be searched. */
  clause(value: FieldValue): Domain | null;
  write(value: FieldValue, draft: Draft, world: WriteWorld): void | Promise<void>;
}

/** What a conversion has to say; the rest follows. */
export type FieldMaker = Pick<BoundField, 'reads' | 'read'> & Partial<BoundField>;

/** A value that stands for a record that Tryton does not have. */
export function unknownCode(field: string, { label, text }: { readonly label: string; readonly text: string }): RecordError {
  return new RecordError({
    code: 'tryton.unknown-value',
    failureCause: 'noTranslation',
    message: `Tryton has no ${label.toLowerCase()} "${text}".`,
    remedy: 'Create it in Tryton, or translate the value in the mapping, then retry.',
    field,
  });
} // prettier-ignore
