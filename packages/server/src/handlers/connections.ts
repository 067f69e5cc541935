import { testResultSchema, type Connection } from '@koppel/protocol';
import type { z } from 'zod';
import { asFlowError, RunError, type Connector, type LocalizedText } from '@koppel/sdk';
import type { StoredConnection, StoredFlow } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import { demoConnectionIds } from '../workspace/demo-connections.ts';
import { checkSettings, needsGrant, type CheckedSettings } from '../workspace/connection-settings.ts';
import type { GrantAnswer, GrantRequest } from '../secrets/grant-requests.ts';
import { expiringOf } from '../secrets/expiry.ts';
import { audienceOf, grantEnded } from '../secrets/grants.ts';
import { testConnection } from '../workspace/connection-test.ts';
import type { DiscoveredSchemas } from '../workspace/discovery.ts';
import type { Services } from './services.ts';

type ConnectionRoutes =
  | 'listConnections'
  | 'createConnection'
  | 'saveConnection'
  | 'deleteConnection'
  | 'testConnection'
  | 'connectConnection'
  | 'disconnectConnection'
  | 'tryConnectionRead'
  | 'getConnectionSchema'
  | 'discoverConnection';

export function connectionHandlers(services: Services): Pick<Handlers, ConnectionRoutes> {
  const { store, pool, discovery, clock, redaction, grants, grantRequests, subscriptions, flowsChanged, isDemoOn } =
    services;
  const { connections } = store;

  const connectionOf = async (id: string): Promise<StoredConnection> => {
    const connection = await connections.get(id);
    if (!connection) throw notFound('connection', id);
    return connection;
  };
  const viewOf = async (connection: StoredConnection): Promise<Connection> =>
    connectionView(connection, await store.flows.list(), services);

  /** Tests, and keeps what came of it. */
  const tested = async (id: string, signal: AbortSignal) => {
    const { changedAt } = await connectionOf(id);
    const result = redaction.value(await testConnection(() => pool.system(id), { clock, signal }));
    await connections.saveTest(id, result);
    // A first look at the fields, so that flows can be drawn on it at once.
    const known = await discovery.known(id);
    if (result.isOk && (!known || known.discoveredAt < changedAt)) await discovery.look(id).catch(() => undefined);
    return result;
  };

  /** Takes what the provider sent a person back with. Gives the code of what went wrong. */
  const connected = async (
    id: string,
    by: string,
    answer: GrantAnswer,
    request: GrantRequest,
  ): Promise<string | null> => {
    try {
      const granted = await pool.granted(id);
      if (!granted) throw signsInItself(await connectionOf(id));
      if ('error' in answer) throw notAllowed(granted.name, answer.error);
      await grants.connect(granted, { ...request, code: answer.code, by });
      grants.problems.delete(id);
      await pool.drop(id);
      // Flows that rest because of it go on as soon as it works.
      await tested(id, AbortSignal.timeout(longestTrialMs));
      flowsChanged();
      return null;
    } catch (error) {
      const problem = redaction.value(asFlowError(error).view());
      grants.problems.set(id, problem);
      return problem.code;
    }
  };

  return {
    async listConnections() {
      const flows = await store.flows.list();
      return Promise.all((await connections.list()).map((connection) => connectionView(connection, flows, services)));
    },

    async createConnection({ body, principal, audit }) {
      const connector = connectorOf(body.connectorId, services);
      const { settings, origins } = fitting(connector, body.settings, body.secrets);
      const { name, connectorId, role, secrets, expiries } = body;
      const by = principal.name;
      const created = await connections.create({ name, connectorId, role, settings, secrets, origins, expiries, by });
      if (created === 'nameTaken') throw nameTaken(name);
      audit.about({ id: created.id, title: name }).change(null, { secretsSet: namesOf(secrets), ...toldOf(created) });
      return viewOf(created);
    },

    async saveConnection({ params: { id }, body, principal, audit }) {
      const connection = await connectionOf(id);
      audit.about({ title: connection.name });
      if (body.connectorId !== connection.connectorId) {
        throw wrongField('connectorId', 'A connection keeps its connector: make a new connection instead.');
      }
      const connector = connectorOf(body.connectorId, services);
      const stored = await connections.credentials(id);
      const { settings, origins } = fitting(connector, body.settings, { ...stored, ...body.secrets });
      refuseMovedCredentials(connector, connection, stored, { origins, given: body.secrets });
      const { name, role, secrets, expiries } = body;
      const by = principal.name;
      const saved = await connections.save(id, { name, role, settings, secrets, origins, expiries, by });
      if (saved === 'missing') throw notFound('connection', id);
      if (saved === 'nameTaken') throw nameTaken(name);
      audit.change(toldOf(connection), { secretsReplaced: namesOf(secrets), ...toldOf(saved) });
      discovery.forget(id);
      await pool.drop(id);
      const granted = await pool.granted(id).catch(() => null);
      if ((await store.grants.get(id))?.audience !== (granted && audienceOf(granted))) await store.grants.remove(id);
      await store.noticeSubscriptions.lookSoon(id);
      flowsChanged();
      return viewOf(saved);
    },

    async deleteConnection({ params: { id }, audit }) {
      const connection = await connectionOf(id);
      audit.about({ title: connection.name });
      const users = (await store.flows.list()).filter((flow) => isUsedBy(flow, id));
      if (users.length > 0) {
        throw new HttpProblem(409, {
          code: 'connection.in-use',
          message: `"${connection.name}" is used by ${users.map(({ document }) => `"${document.title.en}"`).join(', ')}.`,
          remedy: 'Bind those flows to another connection, then remove this one.',
        });
      }
      if (isDemoOn && demoConnectionIds.has(id)) {
        throw new HttpProblem(409, {
          code: 'connection.is-demo',
          message: `"${connection.name}" belongs to the demo systems, which are on.`,
          remedy: 'Start Koppel with KOPPEL_DEMO=off, then remove it.',
        });
      }
      await subscriptions.letGo(id);
      if ((await connections.delete(id)) === 'missing') throw notFound('connection', id);
      audit.change({ secretsSet: namesOf(connection.secrets), ...toldOf(connection) }, null);
      discovery.forget(id);
      await pool.drop(id);
      return null;
    },

    testConnection: ({ params: { id }, signal }) => tested(id, signal),

    async connectConnection({ params: { id }, principal, cookies, audit }) {
      const connection = await connectionOf(id);
      audit.about({ title: connection.name }).because('sent to the provider');
      const granted = await pool.granted(id).catch((error: unknown) => {
        const { code, message, remedy } = asFlowError(error);
        throw new HttpProblem(409, { code, message, remedy });
      });
      if (!granted || cookies.session === undefined) {
        const { code, message, remedy } = granted ? needsABrowser(connection) : signsInItself(connection);
        throw new HttpProblem(409, { code, message, remedy });
      }
      return {
        url: grantRequests.begin(granted, {
          session: cookies.session,
          workspaceId: services.about().id,
          connection,
          returnTo: `/w/${services.about().slug}/connections/${encodeURIComponent(id)}?tab=settings`,
          finish: (answer, request) => connected(id, principal.name, answer, request),
        }),
      };
    },

    async disconnectConnection({ params: { id }, audit }) {
      const connection = await connectionOf(id);
      const grant = await store.grants.get(id);
      audit.about({ title: connection.name }).change({ account: grant?.account }, null);
      grants.problems.delete(id);
      await store.grants.remove(id);
      await pool.drop(id);
      return viewOf(connection);
    },

    async tryConnectionRead({ params: { id }, body: { draft, key }, signal }) {
      const connection = await connectionOf(id);
      try {
        const system = await pool.system(id);
        if (system.tryRead === undefined) throw nothingToTry(connection);
        const late = AbortSignal.any([signal, AbortSignal.timeout(longestTrialMs)]);
        const { rows, proposal, ...trial } = await system.tryRead(draft, { key, signal: late });
        return { ...trial, rows: [...rows], proposal: { ...proposal, fields: [...proposal.fields] } };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof HttpProblem) throw error;
        if (error instanceof DOMException) throw noAnswer(connection);
        const { code, message, remedy } = asFlowError(error);
        throw new HttpProblem(422, { code, message, remedy });
      }
    },

    async getConnectionSchema({ params: { id } }) {
      const connection = await connectionOf(id);
      const known = await discovery.known(id);
      if (known) return schemaBody(known);
      throw new HttpProblem(404, {
        code: 'connection.not-discovered',
        message: `Nobody has looked at the fields of "${connection.name}" yet.`,
        remedy: 'Test the connection, or look at its fields now.',
      });
    },

    async discoverConnection({ params: { id }, audit }) {
      audit.about({ title: (await connectionOf(id)).name });
      try {
        return schemaBody(await discovery.look(id));
      } catch (error) {
        const { code, message, remedy } = asFlowError(error);
        throw new HttpProblem(502, { code, message, remedy });
      }
    },
  };
}

const longestTrialMs = 30_000;

function nothingToTry({ name }: StoredConnection): HttpProblem {
  return new HttpProblem(422, {
    code: 'connection.nothing-to-try',
    message: `The records of "${name}" are known to its connector and need no description.`,
    remedy: 'Test the connection instead.',
  });
}

function noAnswer({ name }: StoredConnection): HttpProblem {
  return new HttpProblem(422, {
    code: 'connection.no-answer',
    message: `"${name}" did not answer in time.`,
    remedy: 'Try again later, or check the address.',
  });
}

function schemaBody({ discoveredAt, entities }: DiscoveredSchemas) {
  return { discoveredAt: discoveredAt.toISOString(), entities: [...entities] };
}

/** What the audit log is told. Settings hold no secrets: those are kept apart. */
function toldOf({ name, connectorId, role, settings, secrets }: StoredConnection) {
  const expires = Object.entries(secrets).map(([field, { expiresOn }]) => [field, expiresOn]);
  return { name, connectorId, role, settings, expires: Object.fromEntries(expires) };
}

/** Of secrets never more than their names. */
function namesOf(secrets: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(secrets).toSorted().join(', ') || null;
}

function isUsedBy({ slots }: StoredFlow, connectionId: string): boolean {
  return Object.values(slots).includes(connectionId);
}

/** A connection as everybody may see it: of credentials only that they are set, when and by whom. */
async function connectionView(
  connection: StoredConnection,
  flows: readonly StoredFlow[],
  services: Services,
): Promise<Connection> {
  const { id, name, connectorId, role, settings, secrets, lastTest } = connection;
  const test = testResultSchema.safeParse(lastTest);
  return {
    id,
    name,
    connectorId,
    connectorTitle: services.catalog.connectors.get(connectorId)?.title ?? connectorId,
    role,
    settings: { ...settings },
    secrets: Object.fromEntries(
      Object.entries(secrets).map(([field, { setAt, setBy, expiresOn = null }]) => [
        field,
        { setAt: setAt.toISOString(), setBy, expiresOn },
      ]),
    ),
    expiring: expiringOf(connection, await services.store.grants.get(id), {
      now: services.clock.now(),
      titleOf: (name) => titleOf(services.catalog.connectorDefinitions.get(connectorId), name),
    }),
    grant: await grantView(connection, services),
    lastTest: test.success ? test.data : null,
    usedBy: flows.filter((flow) => isUsedBy(flow, id)).map((flow) => ({ flowId: flow.id, title: flow.document.title })),
    isDemo: demoConnectionIds.has(id),
  };
}

/** What the forms call a setting. */
function titleOf(connector: Connector | undefined, name: string): LocalizedText | null {
  const shape: Readonly<Record<string, z.ZodType>> = connector?.spec.settings.shape ?? {};
  // Whoever sends settings names them: "constructor" is none of ours.
  const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
  const hints = field?.meta()?.['x-koppel'] as { title?: LocalizedText } | undefined;
  return hints?.title ?? null;
}

/** Null where no person signs in. */
async function grantView(
  { id, connectorId, settings }: StoredConnection,
  { store, catalog, grants, grantRequests }: Services,
): Promise<Connection['grant']> {
  const connector = catalog.connectorDefinitions.get(connectorId);
  if (!connector || !needsGrant(connector, settings)) return null;
  const grant = await store.grants.get(id);
  return {
    state: grant === null ? 'open' : grant.endedAt === null ? 'connected' : 'ended',
    account: grant?.account ?? '',
    connectedAt: grant?.connectedAt.toISOString() ?? null,
    connectedBy: grant?.connectedBy ?? '',
    problem: grants.problems.get(id) ?? (grant?.endedAt ? grantEnded(grant).view() : null),
    redirectUri: grantRequests.redirectUri,
  };
}

function signsInItself({ name }: StoredConnection): RunError {
  return new RunError({
    code: 'grant.not-needed',
    message: `The connection "${name}" signs in by itself.`,
    remedy: 'To have a person sign in, choose that in its settings and save it.',
  });
}

function needsABrowser({ name }: StoredConnection): RunError {
  return new RunError({
    code: 'grant.needs-a-browser',
    message: `"${name}" is signed in at its provider's page, which needs a browser.`,
    remedy: 'Open the connection on the screen and choose "Connect" there.',
  });
}

function notAllowed(name: string, said: string): RunError {
  return new RunError({
    code: 'grant.not-allowed',
    message: `The provider did not sign "${name}" in.`,
    remedy: 'Choose "Connect" again and allow what it asks for. If the provider refuses, its administrator must.',
    answer: said.slice(0, 500),
  });
}

function connectorOf(id: string, { catalog }: Services): Connector {
  const connector = catalog.connectorDefinitions.get(id);
  if (!connector) throw wrongField('connectorId', `There is no connector "${id}".`);
  return connector;
}

function fitting(
  connector: Connector,
  settings: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>>,
): CheckedSettings {
  const check = checkSettings(connector, settings, secrets);
  if (check.isOk) return check.checked;
  const [[path, why]] = Object.entries(check.fields) as [[string, string]];
  const field = path.replace(/^\w+\./, '');
  const title = titleOf(connector, field);
  throw new HttpProblem(400, {
    code: 'connection.does-not-fit',
    message: `"${title?.en ?? field}" does not fit: ${why}`,
    remedy: 'Correct the marked fields.',
    ...(title && { names: [title] }),
    fields: check.fields,
  });
}

/**
 * A stored credential goes only where it was entered for: whoever changes the address must know the credential, or could send
 * it to a machine of their own.
 */
function refuseMovedCredentials(
  connector: Connector,
  connection: StoredConnection,
  stored: Readonly<Record<string, string>>,
  { origins, given }: { origins: readonly string[]; given: Readonly<Record<string, string>> },
): void {
  const before = checkSettings(connector, connection.settings, stored);
  const known = before.isOk ? before.checked.origins : [];
  if (origins.every((origin) => known.includes(origin))) return;
  const kept = Object.keys(stored).filter((name) => !(name in given));
  if (kept.length === 0) return;
  throw new HttpProblem(400, {
    code: 'connection.credentials-needed',
    message: 'The address changed, so the credentials must be entered again.',
    remedy: 'Fill in the marked fields. Stored credentials are only sent to the address they were entered for.',
    fields: Object.fromEntries(kept.map((name) => [`secrets.${name}`, 'Enter it again for the new address.'])),
  });
}

function nameTaken(name: string): HttpProblem {
  return wrongField('name', `There is already a connection called "${name}".`, 409);
}

function wrongField(field: string, message: string, status = 400): HttpProblem {
  return new HttpProblem(status, {
    code: 'connection.does-not-fit',
    message,
    remedy: 'Correct the marked field.',
    fields: { [field]: message },
  });
}
