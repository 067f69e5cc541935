import type { ErrorFacts, ErrorView, FailureCause, LocalizedText } from '@koppel/model';

/** Whether trying again can help, decided where the other side's answer is understood. */
export type RetryAdvice = 'never' | 'backoff' | { readonly afterMs: number };

export interface FlowErrorFields {
  /** Permanent and searchable: `business-central.field-invalid`. */
  readonly code: string;
  /** What happened, to which thing, with the value quoted. Sentence case, no stack, no secret. */
  readonly message: string;
  /** What the reader can do. */
  readonly remedy: string;
  readonly retry?: RetryAdvice;
  /** What the other system said, in its own words. */
  readonly answer?: string;
  /** Facts for the log, without secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** What can go wrong while a flow runs. Always one of the four classes below; the class says how far it reaches. */
export abstract class FlowError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly retry: RetryAdvice;
  readonly answer: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(fields: FlowErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.remedy = fields.remedy;
    this.retry = fields.retry ?? 'never';
    this.answer = fields.answer;
    this.details = fields.details ?? {};
  }

  /** The error as screens and APIs show it. */
  view(): ErrorView {
    return {
      code: this.code,
      message: this.message,
      remedy: this.remedy,
      ...(this.answer === undefined ? {} : { answer: this.answer }),
    };
  }
}

/**
 * The whole system is affected: sign-in, reachability, throttling. `wasSent` is false only when certainly no byte of
 * the request left, so that nothing can have been executed. `signInOf` is the connection whose sign-in was refused
 * (`HttpClient.connectionId`), when that is what happened: schedules rest until it works again.
 */
export class ConnectionError extends FlowError {
  readonly wasSent: boolean;
  readonly signInOf: string | undefined;
  constructor(fields: FlowErrorFields & { readonly wasSent?: boolean; readonly signInOf?: string | undefined }) {
    super({ retry: 'backoff', ...fields });
    this.wasSent = fields.wasSent ?? true;
    this.signInOf = fields.signInOf;
  }
  override view(): ErrorView {
    return { ...super.view(), ...(this.signInOf === undefined ? {} : { signInOf: this.signInOf }) };
  }
}

/** This record alone is affected. It becomes a failure and the run goes on. */
export class RecordError extends FlowError {
  readonly failureCause: FailureCause;
  /** The canonical field that caused it, with its entity: `account.paymentTerms`. */
  readonly field: string | undefined;
  /** See `ErrorView.knownFrom`. */
  readonly knownFrom: Date | undefined;
  /** What a remedy needs to know, where it can be offered as a control. */
  readonly facts: ErrorFacts | undefined;
  /** See `ErrorView.names`. */
  readonly names: readonly LocalizedText[];
  constructor(
    fields: FlowErrorFields & {
      readonly failureCause: FailureCause;
      readonly field?: string;
      readonly knownFrom?: Date;
      readonly facts?: ErrorFacts;
      readonly names?: readonly LocalizedText[];
    },
  ) {
    super(fields);
    this.failureCause = fields.failureCause;
    this.field = fields.field;
    this.knownFrom = fields.knownFrom;
    this.facts = fields.facts;
    this.names = fields.names ?? [];
  }
  /** The same error in other words, or with the field that it is about. */
  saying(message: string, field: string | undefined = this.field): RecordError {
    const { code, remedy, retry, answer, details, cause, failureCause, knownFrom, facts, names } = this;
    return new RecordError({
      code,
      message,
      remedy,
      retry,
      details,
      cause,
      failureCause,
      names,
      ...(answer === undefined ? {} : { answer }),
      ...(field === undefined ? {} : { field }),
      ...(knownFrom === undefined ? {} : { knownFrom }),
      ...(facts === undefined ? {} : { facts }),
    });
  }
  override view(): ErrorView {
    return {
      ...super.view(),
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.knownFrom === undefined ? {} : { knownFrom: this.knownFrom.toISOString() }),
      ...(this.facts === undefined ? {} : { facts: this.facts }),
      ...(this.names.length === 0 ? {} : { names: [...this.names] }),
    };
  }
}

/** This run cannot be right: it stops and keeps its last checkpoint. */
export class RunError extends FlowError {}

/** Our own mistake. The reader gets a reference number, the log everything else. */
export class Defect extends FlowError {
  constructor(message: string, cause?: unknown) {
    super({
      code: 'koppel.defect',
      message: `Something that must always hold did not: ${message}`,
      remedy: 'Nothing was lost. Send the reference to support, then start the run again.',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** Throws a Defect unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Defect(message);
}

/** Any thrown thing as a FlowError: what is not one yet is a Defect. An abort reason must not come here. */
export function asFlowError(error: unknown): FlowError {
  if (error instanceof FlowError) return error;
  return new Defect(error instanceof Error ? error.message : String(error), error);
}
