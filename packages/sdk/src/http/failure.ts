import { ConnectionError } from '../errors.ts';
import { EgressRefused } from './egress.ts';

/** What certainly holds about the request that failed. */
export interface FailureFacts {
  /** Host and port as people know them, never with credentials. */
  readonly host: string;
  readonly wasSent: boolean;
}

const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN']);
const certificateCodes =
  /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_SSL_|EPROTO$)/;

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return '';
}

const triesAgain = 'Koppel tries again by itself. If it lasts, ask whoever runs that system whether it is up.';

/** The error for an exchange that broke off in the network. `error` is what the socket layer threw. */
export function transportFailure(error: unknown, { host, wasSent }: FailureFacts): ConnectionError {
  const code = codeOf(error);
  const common = { wasSent, cause: error, details: { host, networkCode: code } };
  if (error instanceof EgressRefused) {
    return new ConnectionError({
      ...common,
      code: 'http.address-not-allowed',
      message: `${host} was not contacted: ${error.address} is ${error.obstacle}.`,
      remedy: 'An administrator can open exactly this host and port for the connection.',
      retry: 'never',
    });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ConnectionError({
      ...common,
      code: 'http.name-unknown',
      message: `The name of ${host} could not be looked up.`,
      remedy: 'Check the address in the connection and the name server of this machine.',
    });
  }
  if (!wasSent && (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')) {
    return new ConnectionError({
      ...common,
      code: 'http.unreachable',
      message: `${host} could not be reached: nothing answered at that address.`,
      remedy: 'Check the address in the connection, and whether a firewall lets this machine through.',
    });
  }
  if (!wasSent && unreachable.has(code)) {
    return new ConnectionError({
      ...common,
      code: 'http.unreachable',
      message: `${host} could not be reached: it refused the connection or there is no way to it.`,
      remedy: triesAgain,
    });
  }
  if (!wasSent && certificateCodes.test(code)) {
    return new ConnectionError({
      ...common,
      code: 'http.certificate',
      message: `The secure connection to ${host} could not be made.`,
      remedy: 'Let that system show a certificate that is valid for its name and that this machine trusts.',
      retry: 'never',
      ...(error instanceof Error ? { answer: error.message } : {}),
    });
  }
  const isNotHttp = error instanceof Error && error.name === 'HTTPParserError';
  if (isNotHttp || /^(UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_)/.test(code)) return unreadable(error, { host, wasSent });
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') return clientClosed({ host, wasSent });
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return notAllowed('a part of the request is not allowed', { host, wasSent }, error);
  }
  return new ConnectionError({
    ...common,
    code: wasSent ? 'http.dropped' : 'http.unreachable',
    message: wasSent
      ? `${host} broke off the connection before its answer was complete.`
      : `${host} broke off the connection before the request was sent.`,
    remedy: triesAgain,
  });
}

/** The answer did not come in time, counted from sending to its last byte. */
export function timedOut(timeoutMs: number, { host, wasSent }: FailureFacts): ConnectionError {
  return new ConnectionError({
    code: 'http.timeout',
    message: `${host} did not answer within ${timeoutMs / 1000} s.`,
    remedy: triesAgain,
    wasSent,
    details: { host, timeoutMs },
  });
}

/** The request waited so long for its turn that it may no longer be sent. */
export function tooLate({ host, wasSent }: FailureFacts): ConnectionError {
  return new ConnectionError({
    code: 'http.sent-too-late',
    message: `A request to ${host} was not sent: by the time it could be, it was too late for it.`,
    remedy: 'Koppel tries again by itself.',
    wasSent,
    details: { host },
  });
}

/** The answer is longer than its reader is ready to hold. */
export function tooLong(maxBytes: number, { host, wasSent }: FailureFacts): ConnectionError {
  return new ConnectionError({
    code: 'http.answer-too-long',
    message: `${host} sent an answer of more than ${Math.round(maxBytes / 1024)} KiB.`,
    remedy: 'Ask for fewer records at a time.',
    retry: 'never',
    wasSent,
    details: { host, maxBytes },
  });
}

/** The answer breaks the rules of HTTP or of its compression. */
export function unreadable(error: unknown, { host, wasSent }: FailureFacts): ConnectionError {
  return new ConnectionError({
    code: 'http.answer-unreadable',
    message: `${host} sent an answer that cannot be read.`,
    remedy: 'Check that the address in the connection is that of the system itself. Koppel tries again by itself.',
    wasSent,
    cause: error,
    details: { host, networkCode: codeOf(error) },
  });
}

/** The request itself was refused here, before anything was sent. */
export function notAllowed(what: string, { host, wasSent }: FailureFacts, cause?: unknown): ConnectionError {
  return new ConnectionError({
    code: 'http.request-not-allowed',
    message: `A request to ${host} was not sent: ${what}.`,
    remedy: 'A connection reaches only the addresses in its settings. Correct them there if this one is right.',
    retry: 'never',
    wasSent,
    details: { host },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The connection was closed here while the request was waiting or under way. */
export function clientClosed({ host, wasSent }: FailureFacts): ConnectionError {
  return new ConnectionError({
    code: 'http.closed',
    message: `The connection to ${host} was closed on this side.`,
    remedy: 'Start the run again; it goes on where it stopped.',
    wasSent,
    details: { host },
  });
}
