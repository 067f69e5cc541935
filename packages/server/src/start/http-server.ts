import type { Redaction } from '@koppel/sdk';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import type { AuditLog } from '../audit/audit-log.ts';
import type { ApiTokens } from '../auth/api-tokens.ts';
import type { Sessions } from '../auth/sessions.ts';
import { isLoopback, type Config } from '../config.ts';
import { createApp } from '../http/app.ts';
import { Authentication } from '../http/authentication.ts';
import { CommandLineToken } from '../http/command-line-token.ts';
import { registerDemoPages } from '../http/demo-pages.ts';
import type { InstanceHandlers } from '../http/handlers.ts';
import { registerEmbedPage } from '../http/embed-page.ts';
import { registerGrantCallback } from '../http/grant-callback.ts';
import { registerHealth } from '../http/health.ts';
import { registerHooks } from '../http/hooks.ts';
import { registerNotices } from '../http/notices.ts';
import { checkOrigin } from '../http/origin.ts';
import { registerRoutes, type RegisterOptions } from '../http/register.ts';
import { registerSignOnReturn, type SignOnReturnPorts } from '../http/sign-on-return.ts';
import { registerScreen } from '../http/screen.ts';
import { SessionCookie } from '../http/session-cookie.ts';
import { registerLiveRoute } from '../live/live-route.ts';
import type { GrantRequests } from '../secrets/grant-requests.ts';
import type { Demo } from './demo.ts';
import type { Log } from './log.ts';
import { portError } from './plain-words.ts';

export interface HttpServerOptions {
  readonly config: Config;
  readonly version: string;
  readonly instance: InstanceHandlers;
  /** The open workspace of this slug; null where there is none. */
  readonly workspaceOf: RegisterOptions['workspaceOf'];
  readonly brokenOf: RegisterOptions['brokenOf'];
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly demo: Demo | null;
  readonly screenFolder: string;
  readonly grantRequests: GrantRequests;
  /** Null where no provider of sign-ins is set. */
  readonly signOn: Omit<SignOnReturnPorts, 'cookie' | 'audit' | 'log'> | null;
  readonly redaction: Redaction;
  readonly isWell: () => Promise<boolean>;
  readonly audit: AuditLog;
  readonly log: Log;
}

/** Everything that answers over HTTP, and the same within the process. */
export class HttpServer {
  readonly #app: FastifyInstance;
  readonly #config: Config;
  readonly #commandLine: CommandLineToken;

  private constructor(app: FastifyInstance, config: Config, commandLine: CommandLineToken) {
    this.#app = app;
    this.#config = config;
    this.#commandLine = commandLine;
  }

  static async create(options: HttpServerOptions): Promise<HttpServer> {
    const { config, version, instance, workspaceOf, sessions, tokens, demo, redaction, log } = options;
    const isHttps = config.publicUrl.startsWith('https:');
    const tls = config.tls && { cert: readFileSync(config.tls.certFile), key: readFileSync(config.tls.keyFile) };
    const app = await createApp({ version, isHttps, tls, redaction, log });
    const cookie = new SessionCookie(isHttps);
    const commandLine = new CommandLineToken();
    const authentication = new Authentication({ sessions, cookie, commandLine, tokens });
    const ownOrigins = originsOf(config);
    registerRoutes(app, {
      instance,
      workspaceOf,
      brokenOf: options.brokenOf,
      principalOf: (request) => authentication.principalOf(request),
      cookiesOf: (request, reply) => cookie.jar(request, reply),
      checkOrigin: (request, principal) => checkOrigin(request, principal, ownOrigins),
      audit: options.audit,
    });
    registerLiveRoute(app, { workspaceOf, authentication, ownOrigins });
    await registerHooks(app, workspaceOf, options.audit);
    await registerNotices(app, workspaceOf, options.audit);
    registerGrantCallback(app, { requests: options.grantRequests, authentication, cookie, audit: options.audit });
    if (options.signOn) registerSignOnReturn(app, { ...options.signOn, cookie, audit: options.audit, log });
    registerHealth(app, options.isWell);
    if (demo) await registerDemoPages(app, { demo, authentication, ownOrigins });
    registerEmbedPage(app, { folder: options.screenFolder, workspaceOf });
    await registerScreen(app, options.screenFolder);
    await app.ready();
    return new HttpServer(app, config, commandLine);
  }

  /** The token that opens the API to the command line. */
  get commandLineToken(): string {
    return this.#commandLine.text;
  }

  /** Where programs of this machine reach it, whatever its public address is. */
  get localUrl(): string {
    return localUrlOf(this.#config);
  }

  /** Throws a StartupError when the port cannot be had. */
  async listen(): Promise<void> {
    const { host, port } = this.#config;
    try {
      await this.#app.listen({ host, port });
    } catch (error) {
      throw portError(error, port, 'the screen and the API') ?? error;
    }
  }

  async call(request: { method: string; path: string; body: unknown }): Promise<{ status: number; body: unknown }> {
    const answer = await this.#app.inject({
      method: request.method as 'GET',
      url: request.path,
      headers: { authorization: `Bearer ${this.#commandLine.text}` },
      ...(request.body === undefined ? {} : { payload: request.body as object }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  }

  close(): Promise<void> {
    return this.#app.close();
  }
}

/** Where programs of this machine reach the server, whatever its public address is. */
export function localUrlOf({ host, port, tls }: Config): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${port}`;
}

/** The origins of our own pages. Who reaches it on their own machine may type `localhost` or its number. */
function originsOf({ publicUrl }: Config): Set<string> {
  const { protocol, hostname, port } = new URL(publicUrl);
  const names = isLoopback(hostname) ? ['127.0.0.1', 'localhost', '[::1]'] : [];
  return new Set([publicUrl, ...names.map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`)]);
}
