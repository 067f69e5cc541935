import { createHttpClient, repeatReads, type ClosableHttpClient } from '@koppel/sdk/http';
import { misfitOf, type EntityBinding } from '@koppel/model';
import { RunError, type Catalog, type Clock, type Connector, type Redaction, type System } from '@koppel/sdk';

import type { GrantedConnection, Grants } from '../secrets/grants.ts';

/** A connection with its credentials open, as the pool needs it. */
export interface ConnectionToOpen {
  readonly id: string;
  readonly name: string;
  readonly connectorId: string;
  /** Settings and credentials together, as the connector's schema names them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The addresses that the credentials were entered for; null where that is not known. */
  readonly enteredFor: readonly string[] | null;
  /** The bindings in force; null: those that ship with the connector. */
  readonly bindings: readonly EntityBinding[] | null;
}

export interface ConnectionPoolOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly redaction: Redaction;
  /** What people signed in, for the connections that need it. */
  readonly grants: Grants;
  readonly load: (connectionId: string) => Promise<ConnectionToOpen>;
  /** Private addresses that the configuration opened. */
  readonly privateOrigins: readonly string[];
  /** Addresses of this machine that connections may reach: the demo systems, while they are on. */
  readonly loopbackOrigins: () => readonly string[];
}

interface OpenConnection {
  readonly system: System;
  readonly http: ClosableHttpClient;
  readonly granted: GrantedConnection | null;
}

/**
 * The open connections of the workspace: one per connection, shared by everything that uses it, so that its pace holds over
 * all runs. A changed connection is opened anew for who asks next; who has it still finishes on the old one.
 */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  readonly #open = new Map<string, Promise<OpenConnection>>();
  #isClosed = false;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  /** The open system of a connection. Rejects with a RunError when its settings do not fit its connector. */
  async system(connectionId: string): Promise<System> {
    return (await this.#opened(connectionId)).system;
  }

  /** What a person signs in; null for a connection that signs in by itself. Rejects like `system`. */
  async granted(connectionId: string): Promise<GrantedConnection | null> {
    return (await this.#opened(connectionId)).granted;
  }

  #opened(connectionId: string): Promise<OpenConnection> {
    if (this.#isClosed) return Promise.reject(new Error('Koppel stops: connections are closed.'));
    let open = this.#open.get(connectionId);
    if (!open) {
      open = this.#connect(connectionId);
      this.#open.set(connectionId, open);
      open.catch(() => this.#open.delete(connectionId));
    }
    return open;
  }

  /** The addresses that a connection reaches with the settings it has. Rejects like `system`. */
  async origins(connectionId: string): Promise<string[]> {
    const connection = await this.#options.load(connectionId);
    const connector = this.#connectorOf(connection);
    return connector.origins(readSettings(connector, connection));
  }

  /** Forgets a connection whose settings changed or that was removed. */
  async drop(connectionId: string): Promise<void> {
    const open = this.#open.get(connectionId);
    this.#open.delete(connectionId);
    if (open) await closeQuietly(open);
  }

  /** Closes all, and opens none any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map(closeQuietly));
  }

  async #connect(connectionId: string): Promise<OpenConnection> {
    const { clock, redaction, grants, load, privateOrigins, loopbackOrigins } = this.#options;
    const connection = await load(connectionId);
    const connector = this.#connectorOf(connection);
    const settings = readSettings(connector, connection);
    const origins = connector.origins(settings);
    refuseElsewhere(connection, origins);
    const http = createHttpClient({
      connectionId,
      allowedOrigins: origins,
      pace: connector.paceOf?.(settings) ?? connector.pace,
      clock,
      redaction,
      privateOrigins,
      loopbackOrigins: loopbackOrigins(),
    });
    const bindings = connection.bindings ?? connector.spec.bindings;
    const authorization = connector.authorization?.(settings) ?? null;
    const granted = authorization && { id: connectionId, name: connection.name, authorization, origins, http };
    const system = connector.open({
      settings,
      bindings,
      http: repeatReads(http, clock),
      clock,
      signedIn: granted ? grants.providerFor(granted) : undefined,
    });
    return { system, http, granted };
  }

  #connectorOf({ name, connectorId }: ConnectionToOpen): Connector {
    const connector = this.#options.catalog.connectorDefinitions.get(connectorId);
    if (connector) return connector;
    throw new RunError({
      code: 'connection.unknown-connector',
      message: `The connection "${name}" needs the connector "${connectorId}", which this Koppel does not have.`,
      remedy: 'Update Koppel, or bind another connection.',
    });
  }
}

/** What the settings say may have been changed past the API: what is sealed with the credentials may not. */
function refuseElsewhere({ name, enteredFor }: ConnectionToOpen, origins: readonly string[]): void {
  const foreign = enteredFor && origins.find((origin) => !enteredFor.includes(origin));
  if (!foreign) return;
  throw new RunError({
    code: 'connection.credentials-elsewhere',
    message: `The credentials of "${name}" were not entered for ${foreign}, so they are not sent there.`,
    remedy: 'Open the connection, check its addresses, and enter the credentials again.',
  });
}

function readSettings(connector: Connector, connection: ConnectionToOpen) {
  const parsed = connector.spec.settings.safeParse(connection.settings);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new RunError({
    code: 'connection.incomplete',
    message: `The connection "${connection.name}" is not complete: ${first!.path.join('.')}: ${misfitOf(first!)}`,
    remedy: 'Open the connection and fill it in.',
  });
}

async function closeQuietly(open: Promise<OpenConnection>): Promise<void> {
  try {
    const { system, http } = await open;
    await system.close();
    await http.close();
  } catch {
    // It never opened, or is closed already: there is nothing left to let go of.
  }
}
