import { randomUUID } from 'node:crypto';
import type { Caller, ServiceResponse } from '../odata-service.ts';
import type { Admission, LimitKind, Limits } from './limits.ts';

/** An application or user that may sign in. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly caller: Caller;
}

/** What differs between the two vendors at the door: addresses, limits and refusals. */
export interface Vendor {
  readonly title: string;
  /** With a slash at both ends. */
  readonly serviceRoot: string;
  readonly limits: Limits;
  /** Whether a token for this scope opens this system. */
  takesScope(scope: string, origin: string): boolean;
  unauthorized(origin: string): ServiceResponse;
  throttled(limit: LimitKind, retryAfterSeconds: number | null): ServiceResponse;
  failed(status: number): ServiceResponse;
  tooLarge(): ServiceResponse;
  /** What each answer says about the limits. */
  limitHeaders(admission: Extract<Admission, { isAdmitted: true }>): Readonly<Record<string, string>>;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

const retryAfter = (seconds: number | null): Record<string, string> =>
  seconds === null ? {} : { 'retry-after': String(seconds) };

/** What stands in front of a service answers for it in HTML when it cannot be reached. */
function failedGateway(status: number): ServiceResponse {
  const text = status === 502 ? 'Bad Gateway' : status === 504 ? 'Gateway Timeout' : 'Service Unavailable';
  const body = `<!DOCTYPE html><html><head><title>${text}</title></head><body><h2>${text}</h2><hr><p>HTTP Error ${status}.</p></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=us-ascii' }, body };
}

const correlated = (message: string) => `${message}  CorrelationId:  ${randomUUID()}.`;

/** The door of Business Central. Limits: vendor's "operational limits", read November 2026. */
export const businessCentral: Omit<Vendor, 'title' | 'serviceRoot'> = {
  limits: { requests: 6000, windowMs: 300_000, executionMs: null, atOnce: 5, queued: 95 },
  takesScope: (scope) => scope === 'https://api.businesscentral.dynamics.com/.default',
  unauthorized: () =>
    json(401, {
      error: {
        code: 'Authentication_InvalidCredentials',
        message: correlated('The server has rejected the client credentials.'),
      },
    }),
  throttled: (_limit, seconds) =>
    json(
      429,
      {
        error: {
          code: 'Application_TooManyRequests',
          message: correlated('Too many requests reached. Please try again later.'),
        },
      },
      retryAfter(seconds),
    ),
  failed: (status) =>
    status === 500
      ? json(500, {
          error: {
            code: 'Internal_ServerError',
            message: correlated('An error occurred while processing the request.'),
          },
        })
      : failedGateway(status),
  tooLarge: () => json(413, { error: { code: 'BadRequest', message: correlated('The request body is too large.') } }),
  limitHeaders: () => ({}),
};

const breaches: Readonly<Record<LimitKind, readonly [code: string, message: string]>> = {
  requests: ['0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'],
  'execution-time': [
    '0x80072321',
    'Combined execution time of incoming requests exceeded limit of 1,200,000  milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.',
  ],
  concurrency: ['0x80072326', 'Number of concurrent requests exceeded the limit of 52.'],
};

/** The door of Dataverse. Limits: vendor's "service protection API limits", read November 2026. */
export const dataverse: Omit<Vendor, 'title' | 'serviceRoot'> = {
  limits: { requests: 6000, windowMs: 300_000, executionMs: 1_200_000, atOnce: 52, queued: 0 },
  takesScope: (scope, origin) => isAddressOf(scope.replace(/\/+\.default$/, ''), origin),
  unauthorized: (origin) => ({
    status: 401,
    headers: {
      'www-authenticate': `Bearer authorization_uri=${origin}/demo-tenant/oauth2/authorize, resource_id=${origin}/`,
    },
    body: '',
  }),
  throttled(limit, seconds) {
    const [code, message] = breaches[limit];
    return json(429, { error: { code, message } }, retryAfter(seconds));
  },
  failed: (status) =>
    status === 500
      ? json(500, { error: { code: '0x80040216', message: 'An unexpected error occurred.' } })
      : failedGateway(status),
  tooLarge: () => json(413, { error: { code: '0x8004418a', message: 'Request message length is too large.' } }),
  limitHeaders: ({ remainingRequests, remainingExecutionMs }) => ({
    'x-ms-ratelimit-burst-remaining-xrm-requests': String(remainingRequests),
    'x-ms-ratelimit-time-remaining-xrm-requests': ((remainingExecutionMs ?? 0) / 1000).toFixed(2),
  }),
};

/** The same port is enough: one listener has several names. */
function isAddressOf(address: string, origin: string): boolean {
  return URL.canParse(address) && new URL(address).port === new URL(origin).port;
}
