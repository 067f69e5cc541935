import { codecFor, type ValueCodec } from '@koppel/connector-odata';
import {
  canonicalField,
  canonicalType,
  linesOf,
  linesText,
  RecordError,
  type FieldType,
  type FieldValue,
} from '@koppel/sdk';
import { parsePath, putAt, valueAt, type JsonPath } from './json-path.ts';
import type { Resource, ResourceField } from './resource.ts';

/** A field of a resource, ready to read and write. */
export interface BoundField {
  readonly field: string;
  readonly path: JsonPath;
  readonly type: FieldType;
  readonly use: ResourceField['use'];
  readonly isRequired: boolean;
  /** From a record of the system. */
  read(record: unknown): FieldValue;
  /** Whether the record says anything of this field. */
  isTold(record: unknown): boolean;
  /** Into the body of a request. Throws a RecordError for a value that does not fit. */
  write(body: Record<string, unknown>, value: FieldValue): void;
  /** The value as it is read, whatever way it was typed: `200.50` is `200.5`. */
  canonical(value: FieldValue): FieldValue;
}

type Form = ResourceField['form'];

function doesNotFit(value: FieldValue, what: string): RecordError {
  return new RecordError({
    code: 'http.value-does-not-fit',
    failureCause: 'doesNotFit',
    message: `"${String(value)}" is not ${what}.`,
    remedy: 'Correct the value in the source, or convert it in the mapping.',
  });
}

function timeText(raw: unknown, isDate: boolean, unitMs: number): FieldValue {
  const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  if (typeof number !== 'number') return null;
  const time = new Date(number * unitMs);
  if (Number.isNaN(time.getTime())) return null;
  return isDate ? time.toISOString().slice(0, 10) : time.toISOString();
}

function readDateTime(raw: unknown): FieldValue {
  if (typeof raw !== 'string' || raw.trim() === '') return null;
  // A time without a zone is taken for UTC: the machine's own zone says nothing of another system's.
  const text = raw.trim();
  const zoned = /[Zz]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}${/\d:\d/.test(text) ? 'Z' : ''}`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}

const trueTexts = new Set(['true', 'yes', 'y', '1', 'ja', 'oui']);
const falseTexts = new Set(['false', 'no', 'n', '0', 'nee', 'non']);

function readBoolean(raw: unknown): FieldValue {
  if (typeof raw === 'boolean') return raw;
  const text = String(raw ?? '')
    .trim()
    .toLowerCase();
  return trueTexts.has(text) ? true : falseTexts.has(text) ? false : null;
}

/** How values of a kind are read and written in the form that the system has them in. */
function codecOf(kind: Exclude<ResourceField['kind'], 'lines'>, form: Form): ValueCodec {
  const plain = codecFor(kind === 'reference' ? 'text' : kind, 'null');
  if ((kind === 'date' || kind === 'dateTime') && (form === 'seconds' || form === 'milliseconds')) {
    const unitMs = form === 'seconds' ? 1000 : 1;
    return {
      read: (raw) => timeText(raw, kind === 'date', unitMs),
      write(value) {
        if (value === null || value === '') return null;
        const at = Date.parse(String(value));
        if (Number.isNaN(at)) throw doesNotFit(value, 'a date');
        return Math.floor(at / unitMs);
      },
    };
  }
  const read = kind === 'dateTime' ? readDateTime : kind === 'boolean' ? readBoolean : plain.read;
  if (form === 'text') {
    return {
      read,
      write(value) {
        if (value === null || value === '') return null;
        if (kind !== 'decimal' && kind !== 'money') return String(plain.write(value));
        // As text a decimal keeps its digits: it needs no binary number.
        const text = String(value).trim();
        if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw doesNotFit(value, 'a number');
        return text;
      },
    };
  }
  if (form === 'number') {
    const { write } = kind === 'boolean' ? plain : codecFor('decimal', 'null');
    return { read, write: kind === 'boolean' ? (value) => (value === null ? null : Number(write(value))) : write };
  }
  return { read, write: plain.write };
}

function typeOf({ field, kind, lines }: ResourceField, entity: string): FieldType {
  const canonical = field.startsWith('~') ? undefined : canonicalField(entity, field);
  // What Koppel knows as a reference is one, whatever it is called here.
  if (canonical !== undefined && (canonical.kind === 'reference' || kind === 'lines')) {
    const type = canonicalType(canonical);
    if (type.kind === 'lines') return { kind: 'lines', fields: type.fields.filter((one) => lines?.some((line) => line.field === one.field)) }; // prettier-ignore
    return type;
  }
  if (kind === 'lines')
    return { kind, fields: (lines ?? []).map(({ field, kind }) => ({ field, type: plainOf(kind) })) };
  // Without a canonical field nobody knows what it refers to; a choice without known options takes any text.
  return plainOf(kind);
}

function plainOf(kind: ResourceField['kind']) {
  return kind === 'choice' || kind === 'reference' || kind === 'lines' ? ({ kind: 'text' } as const) : { kind };
}

function linesCodec(lines: NonNullable<ResourceField['lines']>): ValueCodec {
  const parts = lines.map(({ field, path, kind, form }) => ({
    field,
    path: parsePath(path),
    codec: codecOf(kind as Exclude<ResourceField['kind'], 'lines'>, form),
  }));
  return {
    read(raw) {
      if (!Array.isArray(raw)) return null;
      return linesText(
        raw.map((row) => Object.fromEntries(parts.map(({ field, path, codec }) => [field, codec.read(valueAt(row, path))]))),
      ); // prettier-ignore
    },
    write(value) {
      const rows = linesOf(value);
      if (rows === null) throw doesNotFit(value, 'a list of lines');
      return rows.map((row) => {
        const body: Record<string, unknown> = {};
        for (const { field, path, codec } of parts) {
          const one = row[field];
          if (one !== undefined && one !== null) putAt(body, path, codec.write(one));
        }
        return body;
      });
    },
  };
}

/** The fields of a resource, ready to read and write. */
export function bindFields(resource: Resource): readonly BoundField[] {
  return resource.fields.map((setting): BoundField => {
    const path = parsePath(setting.path);
    const codec = setting.kind === 'lines' ? linesCodec(setting.lines ?? []) : codecOf(setting.kind, setting.form);
    return {
      field: setting.field,
      path,
      type: typeOf(setting, resource.entity),
      use: setting.use,
      isRequired: setting.isRequired,
      read: (record) => codec.read(valueAt(record, path)),
      isTold: (record) => valueAt(record, path) !== undefined,
      write: (body, value) => putAt(body, path, codec.write(value)),
      canonical(value) {
        try {
          return codec.read(codec.write(value));
        } catch (error) {
          if (error instanceof RecordError) return value;
          throw error;
        }
      },
    };
  });
}
