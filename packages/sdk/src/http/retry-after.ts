import type { HttpResponse } from '../http-client.ts';

/** The longest pause that an answer can ask for. More is taken as a mistake of the other side. */
export const maxRetryAfterMs = 15 * 60_000;

/**
 * How long an answer asks to wait, in milliseconds from 0 to 15 minutes; undefined when it does not say or says
 * nonsense. A date is measured against the answer's own clock (its `Date` header), else against `now`.
 */
export function retryAfterMs(response: Pick<HttpResponse, 'headers'>, now: Date = new Date()): number | undefined {
  const text = response.headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, maxRetryAfterMs);
  // `Date.parse` would take "-1" for a year; a date of this header begins with the name of a day.
  if (!/^[A-Za-z]{3}/.test(text)) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  const serverNow = Date.parse(response.headers['date'] ?? '');
  const reference = Number.isNaN(serverNow) ? now.getTime() : serverNow;
  return Math.min(Math.max(at - reference, 0), maxRetryAfterMs);
}
