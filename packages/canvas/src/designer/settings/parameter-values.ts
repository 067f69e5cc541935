import type { FieldValue, FlowParameter } from '@koppel/model';
import { plainNumber } from '../../format/plain-number.ts';

/** A parameter's value as its control shows it. */
export function showParameter(value: FieldValue): string {
  return value === null ? '' : String(value);
}

/**
 * What was typed, as a value of the parameter's type: empty is null (the default holds), undefined does not fit. Numbers are
 * read in the plain and in the local form; `groupMark` is what the region puts between thousands.
 */
export function readParameter(type: FlowParameter['type'], typed: string, groupMark: string): FieldValue | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const plain = plainNumber(text, groupMark) ?? '';
  switch (type) {
    case 'text':
      return typed;
    case 'integer':
      return /^-?\d{1,15}$/.test(plain) ? Number(plain) : undefined;
    case 'decimal':
      return plain === '' ? undefined : plain;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
  }
}
