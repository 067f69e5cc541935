import { linesOf, linesText, type FieldType, type FieldValue, type LineField } from '@koppel/model';
import { parseDate, parseMoment } from '../calendar.ts';
import { notANumber } from '../convert.ts';
import { parseDecimal } from '../decimal.ts';
import { readYesNo } from '../field-types.ts';
import { MappingError, quoted } from '../mapping-error.ts';
import { isEmpty, textOf } from '../normalise.ts';
import { fieldTitle, type RecordField } from '../record-type.ts';
import { CalendarDay, type ExpressionValue } from './values.ts';

/** The expression type of each kind of field; lines are a list of a type of their own. */
export const expressionTypes: Readonly<Record<Exclude<FieldType['kind'], 'lines'>, string>> = {
  text: 'string',
  choice: 'string',
  integer: 'int',
  decimal: 'Decimal',
  money: 'Decimal',
  boolean: 'bool',
  date: 'Date',
  dateTime: 'google.protobuf.Timestamp',
  reference: 'string',
};

/** Where a view keeps the values it shows. A symbol, so that no field name can reach it. */
export const held = Symbol('values');

/** What an expression sees of a record, or of a group of its fields. */
export interface View {
  [held]: readonly FieldValue[];
}

/** The lines of a document as expressions see them: the class of one, and the fields in the order of its values. */
export interface LinesView {
  readonly Line: ViewClass;
  readonly fields: readonly LineField[];
}

/** Whether a value is a view. Every name the check lets through is then one of its fields. */
export function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && held in value;
}

/** The fields of a record as a tree: `billingAddress.city` lies under `billingAddress`. */
export interface FieldGroup {
  readonly fields: ReadonlyMap<string, FieldLeaf>;
  readonly groups: ReadonlyMap<string, FieldGroup>;
}

/** A field at the end of its path. */
export interface FieldLeaf {
  readonly index: number;
  readonly field: RecordField;
}

interface GrowingGroup extends FieldGroup {
  readonly fields: Map<string, FieldLeaf>;
  readonly groups: Map<string, GrowingGroup>;
}

/** Names that mean something to JavaScript itself. A field of such a name cannot be read in an expression. */
const unreachable = new Set(['__proto__', 'prototype', ...Object.getOwnPropertyNames(Object.prototype)]);

const emptyGroup = (): GrowingGroup => ({ fields: new Map(), groups: new Map() });

/**
 * Puts fields under their groups. A name with a dot is also there in one piece, for `account["billingAddress.city"]`,
 * and a field without binding (`~fax`, `~new.field`) is never taken apart.
 */
export function fieldTree(fields: readonly RecordField[]): FieldGroup {
  const root = emptyGroup();
  fields.forEach((field, index) => {
    const leaf: FieldLeaf = { index, field };
    const parts = field.field.startsWith('~') ? [field.field] : field.field.split('.');
    if (parts.some((part) => unreachable.has(part) || part === '')) return;
    let group = root;
    for (const part of parts.slice(0, -1)) {
      const next = group.groups.get(part) ?? emptyGroup();
      group.groups.set(part, next);
      group = next;
    }
    group.fields.set(parts.at(-1)!, leaf);
    root.fields.set(field.field, leaf);
  });
  return root;
}

export type ViewClass = new (values: readonly FieldValue[]) => View;

/**
 * Makes the class of the views of a group; `groups` are the classes of the groups in it. Each field is converted when it
 * is read; an empty one is not there.
 */
export function viewClass(
  group: FieldGroup,
  groups: ReadonlyMap<string, ViewClass>,
  lines: ReadonlyMap<string, LinesView> = new Map(),
): ViewClass {
  class RecordView implements View {
    [held]: readonly FieldValue[];

    constructor(values: readonly FieldValue[]) {
      this[held] = values;
    }
  }
  const property = (name: string, get: (this: View) => unknown) =>
    Object.defineProperty(RecordView.prototype, name, { get, enumerable: true });
  for (const [name, GroupView] of groups) {
    property(name, function () {
      return new GroupView(this[held]);
    });
  }
  for (const [name, { index, field }] of group.fields) {
    const ofLines = lines.get(name);
    if (ofLines) {
      // No lines are an empty list, not a missing value: every question about them has an answer.
      property(name, function () {
        return readLines(this[held][index], field, ofLines);
      });
      continue;
    }
    const convert = reader(field);
    property(name, function () {
      const value = this[held][index];
      return isEmpty(value) ? undefined : convert(value as Exclude<FieldValue, null>);
    });
  }
  return RecordView;
}

function readLines(value: FieldValue | undefined, field: RecordField, { Line, fields }: LinesView): View[] {
  const lines = linesOf(value);
  if (!lines) throw unreadable(value as Exclude<FieldValue, null>, fieldTitle(field), 'lines');
  return lines.map((line) => new Line(fields.map((cell) => line[cell.field] ?? null)));
}

/** Lines that an expression gives, in the form in which they travel. */
export function writtenLines(lines: readonly View[], fields: readonly LineField[]): FieldValue {
  return linesText(
    lines.map((line) => Object.fromEntries(fields.map(({ field }, index) => [field, line[held][index] ?? null]))),
  );
}

type Reader = (value: Exclude<FieldValue, null>) => ExpressionValue;

/** Brings a value into the form its type has inside an expression; throws a `MappingError` for what is not of its type. */
function reader(field: RecordField): Reader {
  const title = fieldTitle(field);
  switch (field.type.kind) {
    case 'text':
    case 'choice':
    case 'reference':
    case 'lines':
      return textOf;
    case 'integer':
      return (value) => {
        if (Number.isSafeInteger(value)) return BigInt(value);
        const text = parseDecimal(textOf(value))?.toFixed();
        if (text === undefined || text.includes('.')) throw notANumber(value, title);
        return BigInt(text);
      };
    case 'decimal':
    case 'money':
      return (value) => {
        const decimal = parseDecimal(textOf(value));
        if (!decimal) throw notANumber(value, title);
        return decimal;
      };
    case 'boolean':
      return (value) => {
        const read = typeof value === 'boolean' ? value : readYesNo(textOf(value));
        if (read === null) throw unreadable(value, title, 'yes or no');
        return read;
      };
    case 'date':
      return (value) => {
        const date = parseDate(textOf(value));
        if (date === null) throw unreadable(value, title, 'a date');
        return new CalendarDay(date);
      };
    case 'dateTime':
      return (value) => {
        const moment = parseMoment(textOf(value));
        if (moment === null) throw unreadable(value, title, 'a date and time');
        return new Date(moment);
      };
  }
}

function unreadable(value: Exclude<FieldValue, null>, title: string, what: string): MappingError {
  return new MappingError({
    code: what === 'yes or no' || what === 'lines' ? 'mapping.does-not-fit' : 'mapping.not-a-date',
    message: `${title} is ${quoted(value)}, which is not ${what}.`,
    remedy: 'Correct the value in the source.',
    value,
  });
}
