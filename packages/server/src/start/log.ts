import type { Redaction } from '@koppel/sdk';

/** Writes one line to the operator: what happened, and for our own mistakes the stack. */
export type Log = (line: {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly requestId?: string;
  readonly error?: unknown;
}) => void;

/** A log that writes no secret that is in use. */
export function redactedLog(log: Log, redaction: Redaction): Log {
  return ({ message, error, ...line }) =>
    log({
      ...line,
      message: redaction.text(message),
      ...(error === undefined ? {} : { error: redaction.error(error) }),
    });
}

/** Lines of text with the time in front, on the given stream. */
export function textLog(write: (text: string) => void, now: () => Date): Log {
  return ({ level, message, requestId, error }) => {
    const reference = requestId === undefined ? '' : ` (request ${requestId})`;
    write(`${now().toISOString()} ${level} ${message}${reference}${error === undefined ? '' : `\n${detail(error)}`}\n`);
  };
}

function detail(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${detail(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
