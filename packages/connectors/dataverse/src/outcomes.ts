import { pauseAskedBy, problemOfParsed, type BatchAnswer, type ODataProblem } from '@koppel/connector-odata';
import { ConnectionError, RecordError, type FlowError, type SendOutcome, type WriteIntent } from '@koppel/sdk';

/**
 * What an answer of Dataverse means. The one place that reads its error codes.
 * Codes: vendor's "web service error codes" and "compose HTTP requests and handle errors", read November 2026. A code may
 * be empty or `0x0`, so the status decides first and the code refines; texts decide nothing. Whatever is not certain is
 * `unknown`.
 */

type Rejected = Extract<SendOutcome, { kind: 'rejected' }>;

interface Meaning {
  readonly cause: RecordError['failureCause'];
  readonly why: string;
  readonly remedy: string;
}

const alreadyExists: Meaning = {
  cause: 'alreadyExists',
  why: 'Another record has a value that must be unique.',
  remedy: 'Link the record to the existing one, or give it another number, then retry.',
};
const tooLong: Meaning = {
  cause: 'doesNotFit',
  why: 'A text is longer than its column.',
  remedy: 'Shorten the text in the source or in the mapping, then retry.',
};
const outOfRange: Meaning = {
  cause: 'doesNotFit',
  why: 'A number lies outside the range of its column.',
  remedy: 'Correct the number in the source or in the mapping, then retry.',
};
const noPermission: Meaning = {
  cause: 'noPermission',
  why: 'The application has no permission to write it.',
  remedy: 'Give the application user a security role with this permission in Dataverse, then retry.',
};
const securedColumn: Meaning = {
  cause: 'noPermission',
  why: 'A column is secured, and the application may not write it.',
  remedy: 'Add the application user to a column security profile that lets it write this column, then retry.',
};
const refusedByRule: Meaning = {
  cause: 'refused',
  why: 'Dataverse refused it.',
  remedy: 'Correct the record as Dataverse says, then retry.',
};
const stale: Meaning = {
  cause: 'changedOnBothSides',
  why: 'Somebody else changed it in the meantime.',
  remedy: 'Koppel reads it again and decides anew.',
};
const gone: Meaning = {
  cause: 'notFound',
  why: 'The record is no longer there.',
  remedy: 'Restore it in Dataverse, or remove the record link, then retry.',
};

const readOnlyParent: Meaning = {
  cause: 'refused',
  why: 'The record is closed, and its lines cannot be changed any more.',
  remedy: 'Revise the quote or open the order again in Dataverse, then retry.',
};

const meanings: Readonly<Record<string, Meaning>> = {
  '0x80040217': gone,
  '0x80040237': alreadyExists,
  '0x80060892': alreadyExists,
  '0x80040333': alreadyExists,
  '0x80060882': stale,
  '0x80044331': tooLong,
  '0x80044330': outOfRange,
  '0x8004431a': {
    cause: 'noTranslation',
    why: 'A choice does not exist in Dataverse.',
    remedy: 'Add the choice there, or translate the value in the mapping, then retry.',
  },
  '0x80040203': {
    cause: 'requiredEmpty',
    why: 'A column that Dataverse requires is empty or has a value that it does not take.',
    remedy: 'Fill the field in the source or give it a default in the mapping, then retry.',
  },
  '0x80040265': {
    cause: 'refused',
    why: 'A rule of this organisation refused it.',
    remedy: 'Correct the record as the rule says, then retry.',
  },
  '0x80040220': noPermission,
  '0x80043b06': alreadyExists,
  '0x80043b08': alreadyExists,
  '0x80043b09': readOnlyParent,
  '0x80043b14': {
    cause: 'refused',
    why: 'A unit does not belong to the unit group of its product.',
    remedy: 'Add the unit to the unit group of the product in Dataverse, or translate it in the mapping, then retry.',
  },
  '0x80100010': {
    cause: 'requiredEmpty',
    why: 'A price list is missing.',
    remedy: 'Make a price list in the currency of the record in Dataverse, then retry.',
  },
  '0x80048cea': {
    cause: 'refused',
    why: 'The currency of the record is not that of its price list.',
    remedy: 'Make a price list in that currency in Dataverse, or correct the currency, then retry.',
  },
  '0x80048408': {
    cause: 'refused',
    why: 'The status cannot be reached from where the record is.',
    remedy: 'Correct the status in Dataverse or in the mapping, then retry.',
  },
  '0x8004f995': {
    cause: 'refused',
    why: 'The product is published, and a published product is changed under revision only.',
    remedy: 'Retry: Koppel takes it under revision when it sees its state.',
  },
  '0x80060891': {
    cause: 'notFound',
    why: 'A record that it refers to is not there.',
    remedy: 'Bring that record to Dataverse first, or correct its record link, then retry.',
  },
  '0x8004f502': securedColumn,
  '0x8004f507': securedColumn,
};

function meaningOf({ status, code }: ODataProblem): Meaning {
  const key = code.toLowerCase();
  if (Object.hasOwn(meanings, key)) return meanings[key]!;
  return status === 403 ? noPermission : refusedByRule;
}

/** What people call the record that was being written. */
function nameOf(intent: WriteIntent): string {
  if (intent.name !== undefined) return intent.name;
  const name = intent.values['name'];
  return typeof name === 'string' && name !== '' ? name : `Record ${intent.key ?? ''}`.trim();
}

/** How messages name fields of the entity that was written. */
export interface FieldNames {
  readonly entity: string;
  /** Logical name of a column → canonical field. */
  readonly columns: ReadonlyMap<string, string>;
  /** Label of a column → canonical field, longer labels first. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The canonical field that an answer speaks of: by its column in quotes, else by a column's label behind "to a". */
function fieldOf(message: string, { columns, labels }: FieldNames): string | undefined {
  for (const [, quoted = ''] of message.matchAll(/'(\w+)'/g)) {
    const field = columns.get(quoted.toLowerCase());
    if (field !== undefined) return field;
  }
  const attribute = /\battribute:?\s+(\w+)/i.exec(message)?.[1]?.toLowerCase();
  const named = attribute === undefined ? undefined : columns.get(attribute);
  if (named !== undefined || !message.includes('secured field')) return named;
  return [...labels].find(([label]) => message.includes(` ${label} `))?.[1];
}

function codeOf({ status, code }: ODataProblem): string {
  return /^0x[0-9a-f]{2,8}$/i.test(code) ? `dataverse.${code.toLowerCase()}` : `dataverse.status-${status}`;
}

/** The error of one record that Dataverse refused. */
function recordError(problem: ODataProblem, intent: WriteIntent, names: FieldNames): RecordError {
  const { cause, why, remedy } = meaningOf(problem);
  const field = fieldOf(problem.message, names);
  return new RecordError({
    code: codeOf(problem),
    failureCause: cause,
    message: `${nameOf(intent)} was not ${intent.op === 'create' ? 'created' : 'updated'}. ${why}`,
    remedy,
    ...(problem.message === '' ? {} : { answer: problem.message }),
    ...(field === undefined ? {} : { field: `${names.entity}.${field}` }),
    details: { status: problem.status, systemCode: problem.code },
  });
}

/** No answer, or none that proves anything: the record must be looked up before anything else. */
export function unknown(what = 'gave no answer to a part of a batch', problem?: ODataProblem): SendOutcome {
  return {
    kind: 'unknown',
    error: new ConnectionError({
      code: 'dataverse.no-clear-answer',
      message: `Dataverse ${what}.`,
      remedy: 'Koppel looks up by itself whether it was done.',
      ...(problem === undefined || problem.message === '' ? {} : { answer: problem.message }),
      ...(problem === undefined ? {} : { details: { status: problem.status, systemCode: problem.code } }),
    }),
  };
}

function notExecuted(what: string, problem: ODataProblem, askedMs?: number): SendOutcome {
  return {
    kind: 'notExecuted',
    error: new ConnectionError({
      code: problem.status === 429 ? 'dataverse.too-busy' : 'dataverse.sign-in-refused',
      message: `Dataverse ${what} (status ${problem.status}).`,
      remedy: 'Koppel waits and goes on by itself.',
      retry: askedMs === undefined ? 'backoff' : { afterMs: askedMs },
      wasSent: false,
      ...(problem.message === '' ? {} : { answer: problem.message }),
      details: { status: problem.status, systemCode: problem.code },
    }),
  };
}

/** Codes that say "a value of this record is taken already", as opposed to "a record with this key is there". */
const takenValue = new Set(['0x80060892', '0x80040237']);

/**
 * What became of a write that was answered, unless it succeeded. 408, 500, 502, 503 and 504 prove nothing: the server may
 * still be at it.
 */
export function outcomeOfRefusal(answer: BatchAnswer, intent: WriteIntent, names: FieldNames): SendOutcome {
  const problem = problemOfParsed(answer.status, answer.json());
  const { status } = problem;
  const code = problem.code.toLowerCase();
  const rejected = (reason: Rejected['reason']): Rejected => ({
    kind: 'rejected',
    reason,
    error: recordError(problem, intent, names),
  });
  if (status === 401) return notExecuted('wants a new sign-in', problem);
  if (status === 429) return notExecuted('is too busy', problem, pauseAskedBy(answer));
  if (status === 412) {
    // On a create both codes may stand for our own record from an earlier try: looking our key up tells.
    if (intent.op === 'create') return rejected('exists');
    return rejected(takenValue.has(code) ? 'refused' : 'stale');
  }
  if (status === 404 && intent.op === 'update' && code !== '0x8006088a') return rejected('gone');
  // Only with duplicate detection switched on for the whole organisation's API calls.
  if (code === '0x80040333') return rejected('refused');
  if (status === 400 || status === 403 || status === 404 || status === 405 || status === 413 || status === 422) {
    // A refusal comes with a text. Anything else with such a status was not said by Dataverse.
    return problem.message === '' && code === '' ? unknown('refused without saying why', problem) : rejected('refused');
  }
  return unknown(`did not say clearly whether it was done (status ${status})`, problem);
}

/** The record was looked at before it was written, and is not there. */
export function recordGone(intent: WriteIntent): RecordError {
  return ofLook(intent, 'record-gone', gone);
}

/** The record was looked at before it was written, and somebody had changed it since it was decided on. */
export function changedMeanwhile(intent: WriteIntent): RecordError {
  return ofLook(intent, 'changed-meanwhile', stale);
}

function ofLook(intent: WriteIntent, code: string, { cause, why, remedy }: Meaning): RecordError {
  const message = `${nameOf(intent)} was not updated. ${why}`;
  return new RecordError({ code: `dataverse.${code}`, failureCause: cause, message, remedy });
}

/** A document in a currency that no price list has. */
export function noPriceList(intent: WriteIntent, currency: string | null, field: string): RecordError {
  return new RecordError({
    code: 'dataverse.no-price-list',
    failureCause: 'noTranslation',
    message: `${nameOf(intent)} was not created. Dataverse has no price list${currency === null ? '' : ` in ${currency}`}.`,
    remedy: `Make a price list${currency === null ? '' : ` in ${currency}`} in Dataverse, then retry.`,
    field,
  });
}

/** Something else than lines was given for them. */
export function linesUnreadable(intent: WriteIntent, field: string): RecordError {
  return new RecordError({
    code: 'dataverse.no-lines',
    failureCause: 'doesNotFit',
    message: `${nameOf(intent)} was not written. Its lines cannot be read.`,
    remedy: 'Map lines onto this field.',
    field,
  });
}

/** The total of a document is not what its lines come to. */
export function totalDiffers(
  intent: WriteIntent,
  { given, sum, field }: { readonly given: string; readonly sum: string; readonly field: string },
): RecordError {
  return new RecordError({
    code: 'dataverse.total-differs',
    failureCause: 'doesNotFit',
    message: `${nameOf(intent)} was not written. Its lines come to ${sum}, its total is ${given}.`,
    remedy: 'Correct the lines or the total in the source, or leave the total out of the mapping, then retry.',
    field,
  });
}

/** A key that can be no record's: Dataverse's are guids. */
export function noSuchKey(intent: WriteIntent): RecordError {
  return new RecordError({
    code: 'dataverse.no-such-key',
    failureCause: 'notFound',
    message: `${nameOf(intent)} was not written. Its key "${intent.key ?? ''}" is not one of Dataverse.`,
    remedy: 'Correct the record link, then retry.',
  });
}

/** A value for a column that is only written when a record is made, or never. */
export function fixedColumn(
  intent: WriteIntent,
  column: { readonly label: string; readonly isEverWritten: boolean; readonly field: string },
): RecordError {
  const { label, isEverWritten, field } = column;
  return new RecordError({
    code: 'dataverse.column-not-writable',
    failureCause: 'refused',
    message: `${nameOf(intent)} was not ${intent.op === 'create' ? 'created' : 'updated'}. Dataverse ${
      isEverWritten ? `does not change ${label} after a record is made` : `computes ${label} itself`
    }.`,
    remedy: 'Leave the field out of the mapping, or correct the record in Dataverse.',
    field,
  });
}

/** The error of a record that was made, but not with everything that may be written only afterwards. */
export function createdInPart(error: RecordError, intent: WriteIntent): RecordError {
  const why = error.message.slice(error.message.indexOf('. ') + 2);
  return new RecordError({
    code: error.code,
    failureCause: error.failureCause,
    message: `${nameOf(intent)} was created, but not completely. ${why}`,
    remedy: `${error.remedy} A retry goes on with the record that is there.`,
    ...(error.answer === undefined ? {} : { answer: error.answer }),
    ...(error.field === undefined ? {} : { field: error.field }),
    details: error.details,
  });
}

const signInProblems: Readonly<Record<string, { readonly message: string; readonly remedy: string }>> = {
  '0x80072560': {
    message: 'does not know the application of this connection as a user',
    remedy: 'Create an application user for it in the Power Platform admin centre and give it a security role.',
  },
  '0x80095ffc': {
    message: 'does not let this application use its API',
    remedy: 'Let the application through in the access policy of the environment.',
  },
};

/** Problems of whole requests that Dataverse explains in a way of its own. */
export function explain(problem: ODataProblem, host: string): FlowError | undefined {
  const code = problem.code.toLowerCase();
  const common = {
    ...(problem.message === '' ? {} : { answer: problem.message }),
    details: { host, status: problem.status, systemCode: problem.code },
    retry: 'never' as const,
  };
  if (Object.hasOwn(signInProblems, code)) {
    const { message, remedy } = signInProblems[code]!;
    return new ConnectionError({
      ...common,
      code: 'dataverse.no-application-user',
      message: `${host} ${message}.`,
      remedy,
      wasSent: false,
    });
  }
  if (code === '0x80040220') {
    return new ConnectionError({
      ...common,
      code: 'dataverse.no-permission',
      message: `${host} does not let the application of this connection do that.`,
      remedy: 'Give its application user a security role with the permission that the answer names.',
      wasSent: false,
    });
  }
  return undefined;
}
