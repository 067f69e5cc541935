import { problemSchema, routes, type RouteName, type Routes } from '@koppel/protocol';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** The keys of an input that may be left out because everything in them has a default or does not exist. */
type Part<Key extends string, Schema extends z.ZodType> =
  undefined extends z.input<Schema>
    ? { readonly [K in Key]?: never }
    : Record<string, never> extends z.input<Schema>
      ? { readonly [K in Key]?: z.input<Schema> }
      : { readonly [K in Key]: z.input<Schema> };

/** What a call of a route takes: its parameters, query and body, as the protocol's schemas say. */
export type ApiInput<Name extends RouteName> = Part<'params', Routes[Name]['params']> &
  Part<'query', Routes[Name]['query']> &
  Part<'body', Routes[Name]['body']>;

/** What a route answers. */
export type ApiReply<Name extends RouteName> = z.output<Routes[Name]['reply']>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Goes on after the page is gone; browsers take at most 64 kB then. */
  readonly keepsAlive?: boolean;
  /** The slug of the workspace that is meant, where it is not the one of the page. */
  readonly workspace?: string;
}

type Call<Name extends RouteName> =
  Record<string, never> extends ApiInput<Name>
    ? (input?: ApiInput<Name>, options?: CallOptions) => Promise<ApiReply<Name>>
    : (input: ApiInput<Name>, options?: CallOptions) => Promise<ApiReply<Name>>;

/** One function per route of the protocol, by the same name: `api.saveDraft({ params, body })`. */
export type Api = { readonly [Name in RouteName]: Call<Name> };

export interface ApiPorts {
  readonly fetch: typeof globalThis.fetch;
  /** In front of every path; empty in the browser. */
  readonly origin?: string;
  /** The slug of the workspace whose routes are called; null where there is none. */
  readonly workspace: string | null;
  /** Of the signed-in person, sent with everything that changes something. */
  readonly csrfToken: () => string | null;
  /** The language for the server's own sentences. */
  readonly language: () => string;
  /** Whether replies are held against the protocol: in development and tests. */
  readonly isChecked: boolean;
  /** Called when an answer says that nobody is signed in. */
  readonly onSignedOut?: () => void;
}

/** The typed client of the API. Every call throws an `ApiError`, or lets the abort reason of its signal pass. */
export function createApi(ports: ApiPorts): Api {
  const calls = Object.keys(routes).map((name) => [
    name,
    (input?: AnyInput, options?: CallOptions) => call(ports, name as RouteName, input ?? {}, options ?? {}),
  ]);
  return Object.fromEntries(calls) as Api;
}

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

async function call(ports: ApiPorts, name: RouteName, input: AnyInput, options: CallOptions): Promise<unknown> {
  const route = routes[name];
  const response = await send(ports, name, input, options);
  if (!response.ok) throw await refusal(ports, name, response);
  if (response.status === 204) return null;
  const body = await readJson(response);
  if (!ports.isChecked) return body;
  const checked = route.reply.safeParse(body);
  if (checked.success) return checked.data;
  throw new ApiError({
    kind: 'unreadable',
    status: response.status,
    message: `The reply of ${name} does not fit the protocol: ${checked.error.message}`,
    requestId: response.headers.get('x-request-id'),
  });
}

async function send(
  ports: ApiPorts,
  name: RouteName,
  input: AnyInput,
  { signal, keepsAlive, workspace = ports.workspace ?? undefined }: CallOptions,
): Promise<Response> {
  const { method, path } = routes[name];
  const headers = new Headers({ accept: 'application/json', 'accept-language': ports.language() });
  if (method !== 'GET') {
    const token = ports.csrfToken();
    if (token) headers.set('x-koppel-csrf', token);
  }
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  try {
    return await ports.fetch(
      `${ports.origin ?? ''}${address(path, { ...input, params: { workspace, ...input.params } })}`,
      {
        method,
        headers,
        credentials: 'same-origin',
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
        ...(signal ? { signal } : {}),
        ...(keepsAlive ? { keepalive: true } : {}),
      },
    );
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ApiError({ kind: 'unreachable', status: 0, message: 'The server does not answer.', cause });
  }
}

/** The path with its parameters filled in and the query behind it; absent and empty values of a query are left out. */
function address(path: string, { params = {}, query = {} }: AnyInput): string {
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

async function refusal(ports: ApiPorts, name: RouteName, response: Response): Promise<ApiError> {
  // Whoever asks who is signed in, or signs in, handles that answer itself.
  if (response.status === 401 && name !== 'getSession' && name !== 'getAccount' && routes[name].access !== 'public')
    ports.onSignedOut?.();
  const requestId = response.headers.get('x-request-id');
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  if (!problem.success) {
    return new ApiError({
      kind: 'unreadable',
      status: response.status,
      message: `The server answered ${response.status} without saying why.`,
      requestId,
    });
  }
  return new ApiError({
    kind: 'problem',
    status: response.status,
    message: problem.data.message,
    problem: problem.data,
  });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiError({
      kind: 'unreadable',
      status: response.status,
      message: 'The answer is not readable JSON.',
      requestId: response.headers.get('x-request-id'),
      cause,
    });
  }
}
