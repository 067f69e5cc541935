import type { FieldType, FieldValue } from '@koppel/model';
import { plainNumber } from '../format/plain-number.ts';

/**
 * What was typed, in the form that documents keep a value of this type; null for nothing. Numbers are read in the plain and
 * in the local form: `45.000,00`, `45 000,00` and `45000.00` are one amount. `groupMark` is what the region puts between
 * thousands. A number that cannot be read stays the text that it is, for the check to refuse.
 */
export function readValue(typed: string, { kind }: FieldType, groupMark: string): FieldValue {
  const text = typed.trim();
  if (text === '') return null;
  switch (kind) {
    case 'integer': {
      const plain = plainNumber(text, groupMark);
      return plain !== null && /^-?\d{1,15}$/.test(plain) ? Number(plain) : text;
    }
    case 'decimal':
    case 'money':
      return plainNumber(text, groupMark) ?? text;
    default:
      return typed;
  }
}
