import { plainNumber } from '../format/plain-number.ts';
import type { MessageId } from '../i18n/texts.ts';
import type { FieldInput, FormField } from './form-fields.ts';

/** What stands in the controls, by field: texts as typed, switches as booleans. */
export type FormState = Readonly<Record<string, string | boolean>>;

/** What is wrong with a field, for people. */
export interface FieldProblem {
  readonly id: MessageId;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Safe integers of JavaScript have 15 full digits; longer numbers would come back changed. */
const longestNumber = 15;

/** The controls filled with the values of an object; what is absent shows its default. */
export function stateOf(fields: readonly FormField[], values: Readonly<Record<string, unknown>>): FormState {
  return Object.fromEntries(
    fields.map((field) => [field.name, shown(field.input, values[field.name] ?? field.default)]),
  );
}

function shown(input: FieldInput, value: unknown): string | boolean {
  if (input.kind === 'switch') return value === true;
  // Credentials are write-only: there is never a value to show.
  if (input.kind === 'secret' || value === undefined || value === null) return '';
  if (input.kind === 'lines') return Array.isArray(value) ? value.join('\n') : '';
  if (input.kind === 'json') return JSON.stringify(value, null, 2);
  // Every region of the product writes a comma before decimals, so that "1,125" comes back as what it was.
  if (input.kind === 'number') return String(value).replace('.', ',');
  return typeof value === 'string' ? value : String(value);
}

/**
 * The object that the controls stand for: texts trimmed, numbers read in the plain and in the local form, empty optional
 * fields left out so that their default holds. `groupMark` is what the region puts between thousands. Problems are by field
 * name; with any, `values` must not be used.
 */
export function readForm(
  fields: readonly FormField[],
  state: FormState,
  groupMark: string,
): { values: Record<string, unknown>; problems: Record<string, FieldProblem> } {
  const values: Record<string, unknown> = {};
  const problems: Record<string, FieldProblem> = {};
  for (const field of fields) {
    if (field.input.kind === 'secret' || field.hasOwnEditor || !isShown(field, state)) continue;
    const read = readField(field, state[field.name] ?? '', groupMark);
    if ('problem' in read) problems[field.name] = read.problem;
    else if (read.value !== undefined) values[field.name] = read.value;
  }
  return { values, problems };
}

/** Whether a field is shown: some only go with a choice made in another one. */
export function isShown({ when }: FormField, state: FormState): boolean {
  return when === null || when.values.includes(String(state[when.setting] ?? ''));
}

type Read = { readonly value: unknown } | { readonly problem: FieldProblem };

function readField({ input, isRequired }: FormField, raw: string | boolean, groupMark: string): Read {
  if (typeof raw === 'boolean') return { value: raw };
  const text = raw.trim();
  if (text === '') return isRequired ? { problem: { id: 'form.required' } } : { value: undefined };
  switch (input.kind) {
    case 'number':
      return readNumber(input, text, groupMark);
    case 'lines':
      return {
        value: text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case 'json':
      return readJson(text);
    case 'text':
      return input.format === 'address' && !URL.canParse(text) ? { problem: { id: 'form.address' } } : { value: text };
    default:
      return { value: text };
  }
}

function readNumber(input: Extract<FieldInput, { kind: 'number' }>, text: string, groupMark: string): Read {
  const plain = plainNumber(text, groupMark);
  if (plain === null || plain.replace(/\D/g, '').length > longestNumber) {
    return { problem: { id: 'form.number' } };
  }
  const value = Number(plain);
  if (input.isWhole && !Number.isInteger(value)) return { problem: { id: 'form.wholeNumber' } };
  if (input.min !== null && value < input.min) return { problem: { id: 'form.min', values: { n: input.min } } };
  if (input.max !== null && value > input.max) return { problem: { id: 'form.max', values: { n: input.max } } };
  return { value };
}

function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: { id: 'form.json' } };
  }
}
