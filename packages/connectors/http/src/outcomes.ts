import { ConnectionError, RecordError, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import type { SystemError } from './answers.ts';
import type { ErrorKind, Resource } from './resource.ts';

/**
 * What an answer to a write means. The rules of the resource come first, then the usual meaning of the status. Whatever is
 * not certain is `unknown`.
 */

type Rejected = Extract<SendOutcome, { kind: 'rejected' }>;

function matches(rule: Resource['rules'][number], { status, code }: SystemError): boolean {
  const isStatus =
    rule.status === '' ||
    rule.status === String(status) ||
    (rule.status.endsWith('xx') && rule.status[0] === String(status)[0]);
  return isStatus && (rule.code === '' || rule.code === code || (rule.code === '*' && code !== ''));
}

/** Whether an answer of 2xx is an error all the same, as a rule says. */
export function ruleFor(rules: Resource['rules'], error: SystemError): ErrorKind | undefined {
  const isSuccess = error.status >= 200 && error.status < 300;
  // A rule for a success needs both: with a code alone it is meant for errors.
  return rules.find((rule) => matches(rule, error) && (!isSuccess || (rule.status !== '' && rule.code !== '')))?.kind;
}

function usualKind({ status, message, code }: SystemError, op: WriteIntent['op']): ErrorKind {
  switch (status) {
    case 401:
      return 'notDone';
    case 429:
      return 'busy';
    case 403:
      return 'noPermission';
    case 404:
    case 410:
      return op === 'update' ? 'gone' : 'invalid';
    case 409:
      return op === 'update' ? 'stale' : 'exists';
    case 412:
      return op === 'update' ? 'stale' : 'exists';
    case 400:
    case 405:
    case 413:
    case 415:
    case 422:
      return 'invalid';
    case 301:
    case 302:
    case 307:
    case 308:
      return 'notDone';
    default:
      // Also 4xx that nobody knows: with a text of the application they are refusals.
      return status >= 400 && status < 500 && status !== 408 && (message !== '' || code !== '') ? 'invalid' : 'unknown';
  }
}

const meanings: Record<
  'invalid' | 'stale' | 'exists' | 'gone' | 'noPermission',
  { readonly cause: RecordError['failureCause']; readonly why: string; readonly remedy: string; readonly reason: Rejected['reason'] }
> = {
  invalid: { cause: 'refused', reason: 'refused', why: 'The system refused it.', remedy: 'Correct the record as the system says, then retry.' },
  stale: { cause: 'changedOnBothSides', reason: 'stale', why: 'Somebody else changed it in the meantime.', remedy: 'Koppel reads it again and decides anew.' },
  exists: { cause: 'alreadyExists', reason: 'exists', why: 'A record with these values exists already.', remedy: 'Link the record to the existing one, or correct its values, then retry.' },
  gone: { cause: 'notFound', reason: 'gone', why: 'The record is no longer there.', remedy: 'Restore it in the system, or remove the record link, then retry.' },
  noPermission: { cause: 'noPermission', reason: 'refused', why: 'The connection has no permission to write it.', remedy: 'Give the user or key of the connection permission for these records, then retry.' },
}; // prettier-ignore

/** What people call the record that was being written. */
function nameOf({ name, values, key }: WriteIntent): string {
  if (name !== undefined) return name;
  const own = values['name'];
  return typeof own === 'string' && own !== '' ? own : key === null ? 'The record' : `Record ${key}`;
}

export interface OutcomeContext {
  readonly resource: Resource;
  readonly host: string;
  /** The pause that the answer asked for. */
  readonly askedMs?: number | undefined;
  /** The error of the whole system that a status stands for, such as a refused sign-in. */
  readonly problem?: ConnectionError | undefined;
}

/** The outcome of a write that was answered with an error. */
export function refusal(
  error: SystemError,
  intent: WriteIntent,
  { resource, host, askedMs, problem }: OutcomeContext,
): SendOutcome {
  const kind = ruleFor(resource.rules, error) ?? usualKind(error, intent.op);
  const retry = askedMs === undefined ? 'backoff' : ({ afterMs: askedMs } as const);
  if (kind === 'notDone' || kind === 'busy') {
    if (kind === 'notDone' && problem !== undefined) return { kind: 'notExecuted', error: problem };
    return {
      kind: 'notExecuted',
      error: new ConnectionError({
        code: 'http.not-done',
        message: `${host} ${kind === 'busy' ? 'is too busy' : 'did not carry out a write'} (status ${error.status}).`,
        remedy: 'Koppel goes on by itself.',
        retry,
        wasSent: false,
        ...(error.message === '' ? {} : { answer: error.message }),
      }),
    };
  }
  if (kind === 'unknown') return unknown(host, `did not say clearly whether a write was done (status ${error.status})`, error.message); // prettier-ignore
  const { cause, why, remedy, reason } = meanings[kind];
  return {
    kind: 'rejected',
    reason: reason === 'stale' && intent.op === 'create' ? 'exists' : reason,
    error: new RecordError({
      code: `http.${kind === 'noPermission' ? 'no-permission' : kind}`,
      failureCause: cause,
      message: `${nameOf(intent)} was not ${intent.op === 'create' ? 'created' : 'updated'}. ${why}`,
      remedy,
      ...(error.message === '' ? {} : { answer: error.message }),
      ...fieldOf(error, resource),
      details: { status: error.status, systemCode: error.code },
    }),
  };
}

/** The field that the message names by its place in the record, such as `billing.city`. */
function fieldOf({ message }: SystemError, { fields, entity }: Resource): { field?: string } {
  const words = new Set(message.match(/[\w.-]+/g)?.map((word) => word.replace(/\.$/, '')));
  const named = fields.find(({ path }) => words.has(path));
  return named === undefined ? {} : { field: `${entity}.${named.field}` };
}

/** No answer, or none that proves anything: the record must be looked up before anything else. */
export function unknown(host: string, what: string, answer = ''): SendOutcome {
  return {
    kind: 'unknown',
    error: new ConnectionError({
      code: 'http.no-clear-answer',
      message: `${host} ${what}.`,
      remedy: 'Koppel looks up by itself whether it was done.',
      ...(answer === '' ? {} : { answer }),
    }),
  };
}

/** A record that cannot be sent as it is. */
export function refusedHere(intent: WriteIntent, why: string, remedy: string): SendOutcome {
  return {
    kind: 'rejected',
    reason: 'refused',
    error: new RecordError({
      code: 'http.cannot-be-sent',
      failureCause: 'refused',
      message: `${nameOf(intent)} was not ${intent.op === 'create' ? 'created' : 'updated'}. ${why}`,
      remedy,
    }),
  };
}

/** A key that can stand in no address. */
export function noSuchKey(intent: WriteIntent): SendOutcome {
  return {
    kind: 'rejected',
    reason: 'gone',
    error: new RecordError({
      code: 'http.no-such-key',
      failureCause: 'notFound',
      message: `${nameOf(intent)} was not updated. Its key "${intent.key ?? ''}" can be no key of this system.`,
      remedy: 'Correct the record link, then retry.',
    }),
  };
}
