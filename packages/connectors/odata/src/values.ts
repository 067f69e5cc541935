import { RecordError, type FieldValue, type PlainFieldKind } from '@koppel/sdk';
import { zeroGuid } from './literal.ts';

/** How a value of one column becomes a field's value and back. Reading never throws; writing throws a RecordError. */
export interface ValueCodec {
  /** From the JSON of an answer. What the system writes for "empty" becomes null. */
  read(raw: unknown): FieldValue;
  /** For the JSON of a request. */
  write(value: FieldValue): unknown;
}

/** What a system writes where a column is empty: `null`, or OData without nulls as in Business Central. */
export type EmptyForm = 'null' | 'blank';

const exponent = /e/i;

/** The digits of a JSON number, never with an exponent: `45000.1`, `0.0000001`. */
export function numberText(number: number): string {
  const text = String(number);
  if (!exponent.test(text)) return text === '-0' ? '0' : text;
  return Math.abs(number) >= 1 ? BigInt(number).toString() : number.toFixed(20).replace(/\.?0+$/, '');
}

function readText(raw: unknown): FieldValue {
  if (typeof raw === 'string') {
    const text = raw.trim();
    return text === '' ? null : text;
  }
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : null;
}

function readDecimal(raw: unknown): FieldValue {
  if (typeof raw === 'number') return Number.isFinite(raw) ? numberText(raw) : null;
  return readText(raw);
}

function readInteger(raw: unknown): FieldValue {
  const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function readBoolean(raw: unknown): FieldValue {
  return typeof raw === 'boolean' ? raw : null;
}

function readDate(raw: unknown): FieldValue {
  if (typeof raw !== 'string' || raw === '' || raw.startsWith('0001-01-01')) return null;
  return raw.slice(0, 10);
}

function readDateTime(raw: unknown): FieldValue {
  if (typeof raw !== 'string' || raw === '' || raw.startsWith('0001-01-01')) return null;
  return raw;
}

function readGuid(raw: unknown): FieldValue {
  const text = readText(raw);
  return text === zeroGuid ? null : text;
}

function doesNotFit(value: FieldValue, what: string): RecordError {
  return new RecordError({
    code: 'odata.value-does-not-fit',
    failureCause: 'doesNotFit',
    message: `"${String(value)}" is not ${what}.`,
    remedy: 'Correct the value in the source, or convert it in the mapping.',
  });
}

function writeNumber(value: FieldValue): number {
  const text = String(value).trim();
  const number = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw doesNotFit(value, 'a number');
  // JSON numbers are binary: an amount with more digits than they hold would arrive as another amount.
  const digits = text
    .replace(/^[+-]/, '')
    .replace(/^0+(?=\d)/, '')
    .replace('.', '')
    .replace(/^0+/, '');
  if (digits.length > 15) throw doesNotFit(value, 'a number with at most 15 digits');
  return number;
}

function writeInteger(value: FieldValue): number {
  const number = writeNumber(value);
  if (!Number.isSafeInteger(number)) throw doesNotFit(value, 'a whole number');
  return number;
}

function writeBoolean(value: FieldValue): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw doesNotFit(value, 'yes or no');
}

const asText = (value: FieldValue): string => String(value).trim();

/** What a field of this kind reads and writes; `isGuid` for columns that hold a reference. */
export function codecFor(kind: PlainFieldKind, empty: EmptyForm, { isGuid = false } = {}): ValueCodec {
  const orEmpty = (write: (value: FieldValue) => unknown, blank: unknown) => (value: FieldValue) =>
    value === null || value === '' ? (empty === 'null' ? null : blank) : write(value);
  switch (kind) {
    case 'integer':
      return { read: readInteger, write: orEmpty(writeInteger, 0) };
    case 'decimal':
    case 'money':
      return { read: readDecimal, write: orEmpty(writeNumber, 0) };
    case 'boolean':
      return { read: readBoolean, write: orEmpty(writeBoolean, false) };
    case 'date':
      return { read: readDate, write: orEmpty((value) => asText(value).slice(0, 10), '0001-01-01') };
    case 'dateTime':
      return { read: readDateTime, write: orEmpty(asText, '0001-01-01T00:00:00Z') };
    case 'text':
    case 'choice':
      return isGuid
        ? { read: readGuid, write: orEmpty(asText, zeroGuid) }
        : { read: readText, write: orEmpty(asText, '') };
  }
}

/** The kind of field that a column of an Edm type is; null for types that are no single value. */
export function kindOfEdmType(type: string): { readonly kind: PlainFieldKind; readonly isGuid: boolean } | null {
  switch (type) {
    case 'Edm.String':
      return { kind: 'text', isGuid: false };
    case 'Edm.Guid':
      return { kind: 'text', isGuid: true };
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
    case 'Edm.Byte':
    case 'Edm.SByte':
      return { kind: 'integer', isGuid: false };
    case 'Edm.Decimal':
    case 'Edm.Double':
    case 'Edm.Single':
      return { kind: 'decimal', isGuid: false };
    case 'Edm.Boolean':
      return { kind: 'boolean', isGuid: false };
    case 'Edm.Date':
      return { kind: 'date', isGuid: false };
    case 'Edm.DateTimeOffset':
      return { kind: 'dateTime', isGuid: false };
    default:
      return null;
  }
}

/** Writes one field; a value that does not fit says which field it was for. `field` has its entity in front. */
export function writingField(field: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (error instanceof RecordError && error.field === undefined) throw error.saying(error.message, field);
    throw error;
  }
}
