import type { Value } from '../records/definition.ts';
import type { Family, Operand } from './operand.ts';
import { constant } from './operand.ts';
import { syntaxError } from './query-error.ts';

interface StandardFunction {
  readonly result: Family;
  readonly apply: (first: Value, second: Value, third: Value) => Value;
}

const text = (value: Value) => (value === null ? '' : String(value));
const number = (value: Value) => Number(value ?? 0);
/** Instants are milliseconds, dates `YYYY-MM-DD`; both have the parts of a calendar day. */
const part = (apply: (date: Date) => number): StandardFunction => ({
  result: 'number',
  apply: (value) => (value === null ? null : apply(new Date(value as string | number))),
});

const functions: Readonly<Record<string, StandardFunction>> = {
  contains: { result: 'boolean', apply: (a, b) => a !== null && text(a).includes(text(b)) },
  startswith: { result: 'boolean', apply: (a, b) => a !== null && text(a).startsWith(text(b)) },
  endswith: { result: 'boolean', apply: (a, b) => a !== null && text(a).endsWith(text(b)) },
  tolower: { result: 'text', apply: (a) => (a === null ? null : text(a).toLowerCase()) },
  toupper: { result: 'text', apply: (a) => (a === null ? null : text(a).toUpperCase()) },
  trim: { result: 'text', apply: (a) => (a === null ? null : text(a).trim()) },
  concat: { result: 'text', apply: (a, b) => text(a) + text(b) },
  indexof: { result: 'number', apply: (a, b) => text(a).indexOf(text(b)) },
  length: { result: 'number', apply: (a) => text(a).length },
  substring: {
    result: 'text',
    apply: (a, from, count) => text(a).substr(number(from), count === null ? undefined : number(count)),
  },
  year: part((date) => date.getUTCFullYear()),
  month: part((date) => date.getUTCMonth() + 1),
  day: part((date) => date.getUTCDate()),
  hour: part((date) => date.getUTCHours()),
  minute: part((date) => date.getUTCMinutes()),
  second: part((date) => date.getUTCSeconds()),
  date: {
    result: 'date',
    apply: (value) => (value === null ? null : new Date(value as string | number).toISOString().slice(0, 10)),
  },
  round: { result: 'number', apply: (a) => Math.round(number(a)) },
  floor: { result: 'number', apply: (a) => Math.floor(number(a)) },
  ceiling: { result: 'number', apply: (a) => Math.ceil(number(a)) },
};

/** Applies one of OData's functions to operands. `ignoreCase` is how the system compares texts. */
export function callFunction(name: string, operands: readonly Operand[], ignoreCase: boolean, now: number): Operand {
  if (name === 'now') return constant('instant', now);
  const found = functions[name];
  if (found === undefined) throw syntaxError(`An unknown function with name '${name}' was found.`);
  const folds =
    ignoreCase && (name === 'contains' || name === 'startswith' || name === 'endswith' || name === 'indexof');
  const value = (operand: Operand | undefined): ((record: Parameters<Operand['get']>[0]) => Value) => {
    if (operand === undefined) return () => null;
    if (!folds) return operand.get;
    return (record) => {
      const got = operand.get(record);
      return typeof got === 'string' ? got.toLowerCase() : got;
    };
  };
  const [first, second, third] = [value(operands[0]), value(operands[1]), value(operands[2])];
  return { family: found.result, get: (record) => found.apply(first(record), second(record), third(record)) };
}
