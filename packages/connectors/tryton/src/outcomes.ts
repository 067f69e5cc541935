import { ConnectionError, RecordError, type FlowError, type SendOutcome, type WriteIntent } from '@koppel/sdk';

/**
 * What an answer of Tryton means. The one place that reads its errors. They come with status 200 as
 * `["UserError", [message, description, domain]]`, and the transaction was rolled back. Messages are asked for in English,
 * whatever the user's language. Whatever is not certain is `unknown`.
 */

/** Tryton answered a call with an error: nothing of the call was done. */
export class Refusal extends Error {
  readonly kind: string;
  readonly description: string;

  constructor(kind: string, message: string, description = '') {
    super(message);
    this.kind = kind;
    this.description = description;
  }
}

/** The refusal in the body of an answer. */
export function refusalOf(error: unknown): Refusal {
  const [kind, details] = Array.isArray(error) ? (error as unknown[]) : [error];
  const name = String(kind ?? '');
  const parts = Array.isArray(details) ? details.map((part) => (typeof part === 'string' ? part : '')) : [];
  if (name === 'UserError') return new Refusal(name, parts[0] ?? '', parts[1] ?? '');
  if (name === 'UserWarning') return new Refusal(name, parts[1] ?? '', parts[2] ?? '');
  if (name === 'ConcurrencyException' || name === 'LoginException') {
    return new Refusal(name, typeof details === 'string' ? details : '');
  }
  // Anything else is an exception inside the server; its name is its text.
  return new Refusal('', name, typeof details === 'string' ? details.slice(0, 500) : '');
}

/** Two transactions got into each other's way inside the database. */
const isPassing = ({ kind, message }: Refusal) => kind === '' && /\blocked\b|serialize|deadlock/i.test(message);

interface Meaning {
  readonly cause: RecordError['failureCause'];
  readonly why: string;
  readonly remedy: string;
}

const rules: readonly (readonly [RegExp, Meaning])[] = [
  [
    /must be unique|already exists/i,
    {
      cause: 'alreadyExists',
      why: 'A record with this value exists already.',
      remedy: 'Link the record to the existing one, or give it another value, then retry.',
    },
  ],
  [
    /value is required|you must enter/i,
    {
      cause: 'requiredEmpty',
      why: 'Something that Tryton requires is empty.',
      remedy: 'Fill it in in the source or in Tryton, as Tryton says, then retry.',
    },
  ],
  [
    /is not valid|is not in the selection|is too long|digits/i,
    {
      cause: 'doesNotFit',
      why: 'A value does not pass a check of Tryton.',
      remedy: 'Correct the value in the source or in the mapping, then retry.',
    },
  ],
  [
    /not allowed|access rights|you don't have/i,
    {
      cause: 'noPermission',
      why: 'The user of this connection may not do that.',
      remedy: 'Give the user the group that may, in Tryton, then retry.',
    },
  ],
  [
    /don't exist anymore/i,
    {
      cause: 'notFound',
      why: 'A record that it needs is no longer there.',
      remedy: 'Restore it in Tryton, or correct the record link, then retry.',
    },
  ],
];

function meaningOf({ kind, message }: Refusal): Meaning {
  if (kind === 'UserWarning') {
    return {
      cause: 'refused',
      why: 'Tryton asks a question that a person has to answer.',
      remedy: 'Do it once in Tryton and choose to always ignore this warning, then retry.',
    };
  }
  const rule = rules.find(([pattern]) => pattern.test(message))?.[1];
  if (rule !== undefined) return rule;
  if (kind === 'UserError') {
    return {
      cause: 'refused',
      why: 'Tryton refused it.',
      remedy: 'Correct the record as Tryton says, then retry.',
    };
  }
  return {
    cause: 'other',
    why: 'Tryton could not carry it out.',
    remedy: 'Check that the fields of the binding are there in this version of Tryton; its log says more.',
  };
}

/** What people call the record that was being written. */
function nameOf(intent: WriteIntent): string {
  if (intent.name !== undefined) return intent.name;
  const name = intent.values['name'] ?? intent.values['reference'];
  return typeof name === 'string' && name !== '' ? name : intent.key === null ? 'The record' : `Record ${intent.key}`;
}

/** How messages name the fields of the entity that is written: `the caption` → canonical field. */
export interface FieldNames {
  readonly entity: string;
  readonly labels: ReadonlyMap<string, string>;
}

function fieldOf(message: string, intent: WriteIntent, labels: ReadonlyMap<string, string>): string | undefined {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, text]) => text!);
  // "The code on party must be unique" has no quotes.
  const named = /^The ([\w ]+?) on \w/.exec(message)?.[1]?.toLowerCase();
  const byLabel =
    quoted.flatMap((text) => labels.get(text) ?? [])[0] ??
    [...labels].find(([label]) => label.toLowerCase() === named)?.[1];
  if (byLabel !== undefined) return byLabel;
  // The value that is complained of comes before the name of the record.
  const byValue = quoted.map((text) => Object.entries(intent.values).find(([, one]) => one === text)?.[0]);
  return byValue.find((field) => field !== undefined);
}

function recordError(refusal: Refusal, intent: WriteIntent, { entity, labels }: FieldNames): RecordError {
  const { cause, why, remedy } = meaningOf(refusal);
  const field = fieldOf(refusal.message, intent, labels);
  const answer = [refusal.message, refusal.description].filter((text) => text !== '').join(' ');
  return new RecordError({
    code: `tryton.${cause === 'other' ? 'server-error' : cause.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    failureCause: cause,
    message: `${nameOf(intent)} was not ${intent.op === 'create' ? 'created' : 'updated'}. ${why}`,
    remedy,
    ...(answer === '' ? {} : { answer }),
    ...(field === undefined ? {} : { field: `${entity}.${field}` }),
    details: { kind: refusal.kind },
  });
}

/** No answer that proves anything: the record must be looked up before anything else. */
export function unknown(what: string): SendOutcome {
  return {
    kind: 'unknown',
    error: new ConnectionError({
      code: 'tryton.no-clear-answer',
      message: `Tryton ${what}.`,
      remedy: 'Koppel looks up by itself whether it was done.',
    }),
  };
}

/** What became of a write that threw. Throws on what is no answer at all, such as the signal's reason. */
export function outcomeOf(error: unknown, intent: WriteIntent, names: FieldNames): SendOutcome {
  if (error instanceof RecordError) return { kind: 'rejected', reason: 'refused', error };
  if (error instanceof ConnectionError) return { kind: error.wasSent ? 'unknown' : 'notExecuted', error };
  if (!(error instanceof Refusal)) throw error;
  if (error.kind === 'ConcurrencyException' && intent.op === 'update') {
    return { kind: 'rejected', reason: 'stale', error: changedMeanwhile(intent) };
  }
  if (error.kind === 'ConcurrencyException' || isPassing(error)) return { kind: 'notExecuted', error: tooBusy(error) };
  const isGone = intent.op === 'update' && /write to records? ".*" that don't exist/i.test(error.message);
  return { kind: 'rejected', reason: isGone ? 'gone' : 'refused', error: recordError(error, intent, names) };
}

function tooBusy({ message }: Refusal): ConnectionError {
  return new ConnectionError({
    code: 'tryton.too-busy',
    message: 'Tryton could not carry it out because somebody else was writing at the same moment.',
    remedy: 'Koppel goes on by itself.',
    ...(message === '' ? {} : { answer: message }),
    wasSent: false,
  });
}

/** Somebody changed the record after the version that the update was decided on. */
export function changedMeanwhile(intent: WriteIntent): RecordError {
  return new RecordError({
    code: 'tryton.changed-meanwhile',
    failureCause: 'changedOnBothSides',
    message: `${nameOf(intent)} was not updated. Somebody else changed it in the meantime.`,
    remedy: 'Koppel reads it again and decides anew.',
  });
}

/** The record that was to be updated is not there. */
export function noSuchRecord(intent: WriteIntent): RecordError {
  return new RecordError({
    code: 'tryton.not-found',
    failureCause: 'notFound',
    message: `${nameOf(intent)} was not updated. Tryton has no record "${intent.key ?? ''}".`,
    remedy: 'Restore it in Tryton, or remove the record link, then retry.',
  });
}

/** Records that only Tryton itself makes and changes. */
export function notWritable(intent: WriteIntent, label: string): RecordError {
  return new RecordError({
    code: 'tryton.not-writable',
    failureCause: 'refused',
    message: `${nameOf(intent)} was not written. ${label} records are not written to Tryton.`,
    remedy: 'Let the flow write into another entity or system.',
  });
}

/** A refusal met while reading, as the fault of the connection that it is. */
export function readProblem(refusal: Refusal, host: string): FlowError {
  if (refusal.kind === 'ConcurrencyException' || isPassing(refusal)) return tooBusy(refusal);
  const { cause } = meaningOf(refusal);
  return new ConnectionError({
    code: cause === 'noPermission' ? 'tryton.no-permission' : 'tryton.read-refused',
    message:
      cause === 'noPermission'
        ? `${host} does not let the user of this connection read that.`
        : `${host} could not answer what was asked.`,
    remedy:
      cause === 'noPermission'
        ? 'Give the user the group that may read these records, in Tryton.'
        : 'Check that the modules and fields of the binding are there in this Tryton.',
    retry: 'never',
    answer: [refusal.message, refusal.description].filter((text) => text !== '').join(' '),
  });
}
