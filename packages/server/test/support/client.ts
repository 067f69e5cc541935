import { routes, type Account, type Problem, type RouteName, type Routes } from '@koppel/protocol';
import type { z } from 'zod';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** A browser as far as the API can tell: keeps the cookie, sends origin and token with what it changes. */
export class Client {
  readonly url: string;
  cookie = '';
  csrfToken = '';
  /** The slug of the workspace whose routes are called. */
  workspace = 'main';
  /** The command line's token, in place of a cookie. */
  bearer = '';

  constructor(url: string) {
    this.url = url;
  }

  static async byLink(url: string, token: string): Promise<Client> {
    const client = new Client(url);
    const answer = await client.signInByLink(token);
    if (answer.status !== 200) throw new Error(`Signing in answered ${answer.status}: ${answer.text}`);
    return client;
  }

  async signInByLink(token: string): Promise<Answer> {
    return this.keep(await this.send('POST', '/api/sign-in/link', { token }));
  }

  async signIn(email: string, password: string): Promise<Answer> {
    return this.keep(await this.send('POST', '/api/sign-in', { email, password }));
  }

  /** Takes over the cookie of an answer that signs in, and the token that goes with it. */
  keep(answer: Answer): Answer {
    const cookie = answer.headers.getSetCookie().findLast((line) => !/^[^=]+=;/.test(line));
    if (cookie) [this.cookie] = cookie.split(';', 1) as [string];
    if (answer.status === 200) {
      const { account, csrfToken } = answer.body as Partial<Account & { account: Account }>;
      this.csrfToken = account?.csrfToken ?? csrfToken ?? '';
    }
    return answer;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(method === 'GET' || method === 'HEAD' ? {} : { origin: this.url, 'x-koppel-csrf': this.csrfToken }),
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(this.bearer === '' ? {} : { authorization: `Bearer ${this.bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : null };
  }

  /** Calls a route by name; any answer. */
  ask<Name extends RouteName>(name: Name, input: Input<Name> = {}): Promise<Answer> {
    const { method, path } = routes[name];
    return this.send(method, fill(path, { workspace: this.workspace, ...input.params }, input.query), input.body);
  }

  /** Calls a route by name and gives its reply. Throws on anything but success. */
  async call<Name extends RouteName>(name: Name, input: Input<Name> = {}): Promise<z.output<Routes[Name]['reply']>> {
    const answer = await this.ask(name, input);
    if (answer.status >= 400) throw new Error(`${name} answered ${answer.status}: ${answer.text}`);
    return routes[name].reply.parse(answer.status === 204 ? null : answer.body) as z.output<Routes[Name]['reply']>;
  }
}

interface Input<Name extends RouteName> {
  readonly params?: z.input<Routes[Name]['params']>;
  readonly query?: z.input<Routes[Name]['query']>;
  readonly body?: z.input<Routes[Name]['body']>;
}

export function problemOf(answer: Answer): Problem {
  return answer.body as Problem;
}

export function fill(path: string, params: object = {}, query: object = {}): string {
  const values = params as Record<string, unknown>;
  const filled = path.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size > 0 ? `${filled}?${search}` : filled;
}
