import { ConnectionError, RecordError, type FlowError, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import { pauseAskedBy, problemOfParsed, type BatchAnswer, type ODataProblem } from '@koppel/connector-odata';

/**
 * What an answer of Business Central means. The one place that reads its error codes.
 * Codes: vendor's "dynamics-error-codes", read November 2026; statuses differ between versions, so the status decides
 * first and the code refines. Whatever is not certain is `unknown`.
 */

type Rejected = Extract<SendOutcome, { kind: 'rejected' }>;

interface Meaning {
  readonly cause: RecordError['failureCause'];
  readonly why: string;
  readonly remedy: string;
}

const meanings: Readonly<Record<string, Meaning>> = {
  Application_FieldValidationException: {
    cause: 'requiredEmpty',
    why: 'A field that Business Central requires is empty or does not pass its check.',
    remedy: 'Fill the field in the source or give it a default in the mapping, then retry.',
  },
  Application_StringExceededLength: {
    cause: 'doesNotFit',
    why: 'A text is longer than its field.',
    remedy: 'Shorten the text in the source or in the mapping, then retry.',
  },
  Internal_InvalidTableRelation: {
    cause: 'noTranslation',
    why: 'A code does not exist in Business Central.',
    remedy: 'Create the code there, or translate the value in the mapping, then retry.',
  },
  Internal_EntityWithSameKeyExists: {
    cause: 'alreadyExists',
    why: 'A record with this number exists already.',
    remedy: 'Link the record to the existing one, or give it another number, then retry.',
  },
  Internal_RecordNotFound: {
    cause: 'notFound',
    why: 'The record is no longer there.',
    remedy: 'Restore it in Business Central, or remove the record link, then retry.',
  },
  Request_EntityChanged: {
    cause: 'changedOnBothSides',
    why: 'Somebody else changed it in the meantime.',
    remedy: 'Koppel reads it again and decides anew.',
  },
};
const refusedByRule: Meaning = {
  cause: 'refused',
  why: 'Business Central refused it.',
  remedy: 'Correct the record as Business Central says, then retry.',
};
/** Business rules by what their messages say: all of them come with the same few codes. */
const rules: readonly (readonly [RegExp, Meaning])[] = [
  [
    /blocked with type/i,
    {
      cause: 'refused',
      why: 'The customer is blocked in Business Central.',
      remedy: 'Unblock the customer in Business Central, or withdraw the order, then retry.',
    },
  ],
  [
    /Blocked must be equal to/i,
    {
      cause: 'refused',
      why: 'An item is blocked in Business Central.',
      remedy: 'Unblock the item there, or choose another product in the source, then retry.',
    },
  ],
  [
    /Item does not exist/i,
    {
      cause: 'noTranslation',
      why: 'An item does not exist in Business Central.',
      remedy: 'Create the item there, or correct the product in the source, then retry.',
    },
  ],
  [
    /sell-to customer cannot be found/i,
    {
      cause: 'notFound',
      why: 'Its customer is no longer in Business Central.',
      remedy: 'Create the customer there or correct its record link, then retry.',
    },
  ],
  [
    /Currency Exchange Rate/i,
    {
      cause: 'requiredEmpty',
      why: 'Its currency has no exchange rate in Business Central.',
      remedy: 'Enter a rate for the currency there, then retry.',
    },
  ],
  [
    /Current value is 'Released'|has been posted and can no longer be modified/i,
    {
      cause: 'refused',
      why: 'The document has been released or posted, and its content stands.',
      remedy: 'Reopen it in Business Central, or leave it as it is there.',
    },
  ],
];
const noPermission: Meaning = {
  cause: 'noPermission',
  why: 'The application has no permission to write it.',
  remedy: 'Give the application the permission set for these records in Business Central, then retry.',
};

function meaningOf({ status, code, message }: ODataProblem): Meaning {
  if (status === 403 || code.startsWith('Authorization_')) return noPermission;
  const rule = rules.find(([pattern]) => pattern.test(message))?.[1];
  if (rule !== undefined) return rule;
  const known = Object.hasOwn(meanings, code) ? meanings[code]! : undefined;
  if (known !== undefined) return known;
  if (/must be provided|cannot be blank|is not allowed\.|must have a value/i.test(message)) {
    return meanings['Application_FieldValidationException']!;
  }
  return refusedByRule;
}

/** What people call the record that was being written. */
function nameOf(intent: WriteIntent): string {
  if (intent.name !== undefined) return intent.name;
  const name = intent.values['name'];
  return typeof name === 'string' && name !== '' ? name : intent.key === null ? 'The record' : `Record ${intent.key}`;
}

/** The canonical field that the answer speaks of: by its column in quotes, by the value it repeats, by its caption. */
function fieldOf(
  message: string,
  intent: WriteIntent,
  columns: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
) {
  const quoted = [...message.matchAll(/"(\w+)"/g)].flatMap(([, column]) => columns.get(column!) ?? []);
  if (quoted[0] !== undefined) return quoted[0];
  const value = /(?:Value: |contains a value \()([^\r\n)]+)\)?/.exec(message)?.[1]?.trim();
  const byValue =
    value === undefined ? undefined : Object.entries(intent.values).find(([, one]) => String(one) === value);
  if (byValue !== undefined) return byValue[0];
  return [...labels].find(([label]) => message.startsWith(label) || message.includes(` ${label} `))?.[1];
}

/** How messages name fields of the entity that was written. */
export interface FieldNames {
  readonly entity: string;
  /** Column → canonical field. */
  readonly columns: ReadonlyMap<string, string>;
  /** Caption → canonical field. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The error of one record that Business Central refused. */
function recordError(problem: ODataProblem, intent: WriteIntent, names: FieldNames): RecordError {
  const { cause, why, remedy } = meaningOf(problem);
  const field = fieldOf(problem.message, intent, names.columns, names.labels);
  return new RecordError({
    code: `business-central.${/^\w+$/.test(problem.code) ? problem.code : `status-${problem.status}`}`,
    failureCause: cause,
    message: `${nameOf(intent)} was not ${intent.op === 'create' ? 'created' : 'updated'}. ${why}`,
    remedy,
    ...(problem.message === '' ? {} : { answer: problem.message }),
    ...(field === undefined ? {} : { field: `${names.entity}.${field}` }),
    details: { status: problem.status, systemCode: problem.code },
  });
}

function passing(
  problem: ODataProblem,
  fields: { readonly what: string; readonly wasSent: boolean; readonly askedMs?: number | undefined },
): ConnectionError {
  return new ConnectionError({
    code: problem.status === 429 ? 'business-central.too-busy' : 'business-central.no-clear-answer',
    message: `Business Central ${fields.what} (status ${problem.status}).`,
    remedy: 'Koppel goes on by itself.',
    retry: fields.askedMs === undefined ? 'backoff' : { afterMs: fields.askedMs },
    wasSent: fields.wasSent,
    ...(problem.message === '' ? {} : { answer: problem.message }),
    details: { status: problem.status, systemCode: problem.code },
  });
}

/** No answer, or none that proves anything: the record must be looked up before anything else. */
export function unknown(what = 'gave no answer to a part of a batch'): SendOutcome {
  return {
    kind: 'unknown',
    error: new ConnectionError({
      code: 'business-central.no-clear-answer',
      message: `Business Central ${what}.`,
      remedy: 'Koppel looks up by itself whether it was done.',
    }),
  };
}

/**
 * What became of a write that was answered, unless it succeeded. 408, 500, 502, 503 and 504 prove nothing: the server may
 * still be at it.
 */
export function refusal(answer: BatchAnswer, intent: WriteIntent, names: FieldNames): SendOutcome {
  const problem = problemOfParsed(answer.status, answer.json());
  const { status, code } = problem;
  const rejected = (reason: Rejected['reason']): Rejected => ({
    kind: 'rejected',
    reason,
    error: recordError(problem, intent, names),
  });
  if (status === 401)
    return { kind: 'notExecuted', error: passing(problem, { what: 'wants a new sign-in', wasSent: false }) };
  if (status === 429) {
    const askedMs = pauseAskedBy(answer);
    return { kind: 'notExecuted', error: passing(problem, { what: 'is too busy', wasSent: false, askedMs }) };
  }
  // 409 is also a passing conflict inside the database: only the code tells.
  if (code === 'Internal_EntityWithSameKeyExists') return rejected(intent.op === 'create' ? 'exists' : 'refused');
  if (code === 'Request_EntityChanged') return intent.op === 'update' ? rejected('stale') : unknown('met a conflict');
  if (status === 412) return rejected(intent.op === 'update' ? 'stale' : 'exists');
  if (code === 'Internal_RecordNotFound' && intent.op === 'update') return rejected('gone');
  if (status === 404 && intent.op === 'update' && code === '') return rejected('gone');
  if (status === 400 || status === 403 || status === 404 || status === 422) {
    // A business rule comes with a text. Anything else with such a status was not said by the application.
    return problem.message === '' && code === '' ? unknown('refused without saying why') : rejected('refused');
  }
  return {
    kind: 'unknown',
    error: passing(problem, { what: 'did not say clearly whether it was done', wasSent: true }),
  };
}

/** Records that only Business Central itself makes and changes. */
export function notWritable(intent: WriteIntent, { label }: { readonly label: string }): RecordError {
  return new RecordError({
    code: 'business-central.not-writable',
    failureCause: 'refused',
    message: `${nameOf(intent)} was not written. ${label} records are not written to Business Central.`,
    remedy: 'Let the flow write into another entity or system.',
  });
}

/** A key that can be no record's: Business Central's are guids. */
export function noSuchKey(intent: WriteIntent): RecordError {
  return new RecordError({
    code: 'business-central.no-such-key',
    failureCause: 'notFound',
    message: `${nameOf(intent)} was not updated. Its key "${intent.key ?? ''}" is not one of Business Central.`,
    remedy: 'Correct the record link, then retry.',
  });
}

/** The error of a record that was created, but whose fields on the custom page were refused. */
export function createdInPart(error: RecordError, intent: WriteIntent, number: string): RecordError {
  const why = error.message.slice(error.message.indexOf('. ') + 2);
  return new RecordError({
    code: error.code,
    failureCause: error.failureCause,
    message: `${nameOf(intent)} was created as ${number}, but not completely. ${why}`,
    remedy: `${error.remedy} A retry goes on with ${number} where a match rule recognises it.`,
    ...(error.answer === undefined ? {} : { answer: error.answer }),
    ...(error.field === undefined ? {} : { field: error.field }),
    details: { ...error.details, number },
  });
}

/** Problems of whole requests that Business Central explains in a way of its own. */
export function explain(problem: ODataProblem, host: string): FlowError | undefined {
  const common = {
    ...(problem.message === '' ? {} : { answer: problem.message }),
    details: { host, status: problem.status, systemCode: problem.code },
    retry: 'never' as const,
  };
  if (problem.code === 'Internal_CompanyNotFound') {
    return new ConnectionError({
      ...common,
      code: 'business-central.company-unknown',
      message: `${host} does not know the company of this connection, or no longer has it.`,
      remedy: 'Check the name of the company, and that the application has permission in it.',
    });
  }
  if (problem.code === 'Internal_TenantUnavailable') {
    return new ConnectionError({
      ...common,
      retry: 'backoff',
      code: 'business-central.environment-unavailable',
      message: `The Business Central environment at ${host} is not available at the moment.`,
      remedy: 'Koppel tries again by itself. It may be under maintenance.',
    });
  }
  return undefined;
}
