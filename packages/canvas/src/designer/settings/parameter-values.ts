import type { FieldValue, FlowParameter } from '@koppel/model';

/** A parameter's value as its control shows it. */
export function showParameter(value: FieldValue): string {
  return value === null ? '' : String(value);
}

/** What was typed, as a value of the parameter's type: empty is null (the default holds), undefined does not fit. */
export function readParameter(type: FlowParameter['type'], typed: string): FieldValue | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const plain = text.replace(/[\s\u202f\u00a0]/g, '').replace(',', '.');
  switch (type) {
    case 'text':
      return typed;
    case 'integer':
      return /^-?\d{1,15}$/.test(plain) ? Number(plain) : undefined;
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(plain) ? plain : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
  }
}
