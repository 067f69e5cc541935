import { problemOf, problemOfParsed } from '@koppel/connector-odata';
import type { HttpResponse } from '@koppel/sdk';
import { parsePath, textAt, valueAt } from './json-path.ts';
import type { Records } from './records.ts';

const longestWords = 500;

/** No data that people describe is nested deeper; what goes through it all would run out of stack. */
const deepest = 200;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (isText) {
      if (sign === 0x5c) at += 1;
      else if (sign === 0x22) isText = false;
    } else if (sign === 0x22) isText = true;
    else if (sign === 0x5b || sign === 0x7b) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (sign === 0x5d || sign === 0x7d) depth -= 1;
  }
  return false;
}

/** The body of an answer; undefined where it is empty, no JSON, or nested without end. */
export function jsonOf(response: HttpResponse): unknown {
  if (response.body.length === 0 || isTooDeep(response.text())) return undefined;
  try {
    return response.json();
  } catch {
    return undefined;
  }
}

/** What an answer says went wrong, in the words that most systems use; empty where it says nothing. */
export function wordsOf(response: HttpResponse): string {
  return problemOf(response.status, response.text()).message.slice(0, longestWords);
}

/** An error as the settings of its resource read it. */
export interface SystemError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Reads code and message of an error; where the paths lead to nothing, whatever else the answer says. */
export function errorOf({ resource: { errors }, client }: Records, status: number, body: unknown): SystemError {
  const code = textAt(body, parsePath(errors.code)).slice(0, 100);
  const own = textAt(body, parsePath(errors.message)) || listed(valueAt(body, parsePath(errors.message)));
  const message = own || (body === undefined ? '' : problemOfParsed(status, body).message);
  return { status, code, message: client.redact(message.slice(0, longestWords).trim()) };
}

/** Several messages as one: `["a", "b"]`, or `{"name": ["is too long"]}`. */
function listed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const parts = Array.isArray(value)
    ? value.slice(0, 10).map((one) => (typeof one === 'string' ? one : textAt(one, ['message'])))
    : Object.entries(value).slice(0, 10).map(([name, one]) => `${name}: ${Array.isArray(one) ? one.slice(0, 5).join(', ') : String(one)}`); // prettier-ignore
  return parts.filter((part) => part !== '').join(' · ');
}
