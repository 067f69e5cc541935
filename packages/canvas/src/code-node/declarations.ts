import type { FieldType } from '@koppel/model';

/** A field as code sees it. */
export interface CodeField {
  /** Without its entity: `creditLimit`, `billingAddress.city`, `~fax`. */
  readonly field: string;
  readonly type: FieldType;
  readonly label: string;
  /** Of the record that is looked at; null: none. */
  readonly sample: string | null;
}

/** The names of the types that code of a node is written with, for the entity of its records. */
export function typeNames(entity: string): { readonly record: string; readonly given: string } {
  const name = entity.slice(0, 1).toUpperCase() + entity.slice(1);
  return { record: name, given: `${name}Fields` };
}

const written: Readonly<Record<FieldType['kind'], string>> = {
  text: 'string',
  integer: 'number',
  decimal: 'string',
  money: 'string',
  boolean: 'boolean',
  date: 'string',
  dateTime: 'string',
  choice: 'string',
  reference: 'string',
  lines: 'string',
};

function typeOf(type: FieldType): string {
  if (type.kind !== 'choice' || type.options.length === 0) return written[type.kind];
  return type.options.map(({ value }) => JSON.stringify(value)).join(' | ');
}

/** A text of a system in a remark: it must not end it. */
const remark = (text: string) => text.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ');

function member(prefix: string, { field, type, label, sample }: CodeField, mark: string, kind: string): string {
  const about = [label, kind, ...(sample === null ? [] : [`– ${sample}`])].filter((part) => part !== '').join(' ');
  return `  /** ${remark(about)} */\n  ${prefix}${JSON.stringify(field)}${mark}: ${typeOf(type)} | null;`;
}

/**
 * What code of a node may count on, as TypeScript: its record, what it may give, and the run. Decimals and amounts are text, so
 * that no cent is lost.
 */
export function declarationsOf(
  entity: string,
  record: readonly CodeField[],
  given: readonly CodeField[],
  kindName: (kind: FieldType['kind']) => string,
): string {
  const names = typeNames(entity);
  return [
    `interface ${names.record} {`,
    ...record.map((field) => member('readonly ', field, '', `(${kindName(field.type.kind)})`)),
    '}',
    `interface ${names.given} {`,
    ...given.map((field) => member('', field, '?', `(${kindName(field.type.kind)})`)),
    '}',
    'interface Run {',
    '  /** The day on which the run began: 2026-11-27. */',
    '  readonly today: string;',
    '}',
  ].join('\n');
}

/** What somebody begins with. */
export function beginning(entity: string): string {
  const { record, given } = typeNames(entity);
  return `export default function (${entity}: ${record}, run: Run): ${given} {\n  return {};\n}\n`;
}
