import type { HttpResponse } from '@koppel/sdk';

/**
 * What an answer says went wrong, in one shape for all dialects. `code` and `message` are the system's own, empty where it
 * gave none: what a code means is known to the connector of that system alone.
 */
export interface ODataProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const longestMessage = 1000;
const longestCode = 100;
/** More of an answer is not looked at: whoever sends megabytes instead of a message must not keep us busy with them. */
const longestLook = 20_000;

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Cuts the technical tail that servers append: stack frames, and the numbers that identify one request. */
function tidy(message: string): string {
  return message
    .slice(0, longestLook)
    .replace(/ {0,4}\bCorrelationId:\s*[0-9a-f-]{8,}\.?/i, '')
    .split(/\r?\n\s+at /, 1)[0]!
    .slice(0, longestMessage)
    .trim();
}

/** Reads the body of an error: OData's `{"error":{"code","message"}}` in its variants, or whatever came instead of it. */
export function problemOf(status: number, body: string): ODataProblem {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body);
  } catch {
    const isMarkup = /^\s*</.test(body);
    const text = isMarkup ? (/<title[^<>]*>([^<]*)/i.exec(body.slice(0, longestLook))?.[1] ?? '') : body;
    return { status, code: '', message: tidy(text) };
  }
  return problemOfParsed(status, parsed);
}

/** The same for a body that has been parsed already, as in a JSON batch. */
export function problemOfParsed(status: number, body: unknown): ODataProblem {
  const error = fieldOf(body, 'error') ?? fieldOf(body, 'odata.error') ?? body;
  if (typeof error === 'string')
    return { status, code: error.slice(0, longestCode), message: tidy(textOf(fieldOf(body, 'error_description'))) };
  const message = fieldOf(error, 'message') ?? fieldOf(error, 'Message');
  // OData 3 and some gateways wrap the text once more: {"message":{"lang":"en","value":"…"}}.
  const text = typeof message === 'object' ? fieldOf(message, 'value') : message;
  return { status, code: textOf(fieldOf(error, 'code')).slice(0, longestCode), message: tidy(textOf(text)) };
}

/** The problem that an answer describes; meaningful for statuses of 400 and more. */
export function problemOfResponse(response: HttpResponse): ODataProblem {
  return problemOf(response.status, response.text());
}
