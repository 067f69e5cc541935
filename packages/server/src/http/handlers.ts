import type { InstanceRouteName, RouteName, Routes, WorkspaceRouteName } from '@koppel/protocol';
import type { z } from 'zod';
import type { AuditNote } from '../audit/audit-note.ts';
import type { Principal } from './principal.ts';

/** One call of a route: everything parsed by its schemas, and who makes it (null only for public routes). */
export interface Call<Name extends RouteName> {
  readonly params: z.output<Routes[Name]['params']>;
  readonly query: z.output<Routes[Name]['query']>;
  readonly body: z.output<Routes[Name]['body']>;
  readonly principal: Routes[Name]['access'] extends 'public' ? Principal | null : Principal;
  /** Where the call comes from: an IP address. */
  readonly address: string;
  /** Fires when the caller went away. */
  readonly signal: AbortSignal;
  readonly cookies: CookieJar;
  /** Does something once the caller has the answer, with its cookies. */
  readonly afterwards: (act: () => void) => void;
  /** What the audit log is told of the act. */
  readonly audit: AuditNote;
}

/** The cookies of the answer that tell who signs in. */
export interface CookieJar {
  setSession(token: string): void;
  clearSession(): void;
  /** The token that came with the request. */
  readonly session: string | undefined;
  /** Of somebody who owes the second factor. */
  setPending(token: string): void;
  clearPending(): void;
  readonly pending: string | undefined;
  /** Of somebody who is at the provider of the company: binds the sign-in to this browser. */
  setSignOn(token: string): void;
  clearSignOn(): void;
  readonly signOn: string | undefined;
}

export type Handler<Name extends RouteName> = (call: Call<Name>) => Promise<z.input<Routes[Name]['reply']>>;

/** A handler for every route: a route without one does not compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };
/** Those of the routes that lie within a workspace; each workspace has its own. */
export type WorkspaceHandlers = Pick<Handlers, WorkspaceRouteName>;
export type InstanceHandlers = Pick<Handlers, InstanceRouteName>;
