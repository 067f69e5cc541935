import type { z } from 'zod';
import { StoreError } from './store-error.ts';

/** Reads a stored JSON value that was parsed already. `what` names it in the error: `the settings of Koppel ERP`. */
export function readJson<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw damaged(what, `${where}: ${issue?.message ?? 'it has another form'}`, result.error);
}

/** Reads a stored JSON text. */
export function readText<Schema extends z.ZodType>(schema: Schema, text: string, what: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(what, ': it is not JSON', error);
  }
  return readJson(schema, value, what);
}

function damaged(what: string, detail: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'store.damaged-value',
    message: `The store cannot read ${what}${detail}.`,
    remedy: 'Put the store back from a backup, or send this message to support.',
    cause,
  });
}
