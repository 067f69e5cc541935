import { liveVersion, routes, type RouteName, type Routes, type WorkspaceRouteName } from '@koppel/protocol';
import { once } from 'node:events';
import { Webhook } from 'standardwebhooks';
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { permissionsOfRole } from '../../../src/auth/permissions.ts';
import { type Client, fill } from '../../support/client.ts';
import { emptyFlowTest } from '../../support/flow-tests.ts';
import { ended } from '../../support/systems.ts';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';
import { send, type Received, type Sent } from '../wire.ts';
import { settle, type Crossing, type Ids, type OwnIds } from '../two-workspaces.ts';

interface Call<Name extends RouteName> {
  readonly params?: z.input<Routes[Name]['params']>;
  readonly query?: z.input<Routes[Name]['query']>;
  readonly body?: z.input<Routes[Name]['body']>;
  /** Default: 404. Lists and bulk work answer as for things that are gone meanwhile: the same for a foreign and for an unknown id. */
  readonly status?: number | readonly number[];
}

/** What a route is called with, `of` one workspace, inside of another; `no ids`: it takes none that a workspace gave. */
type Case<Name extends RouteName> = 'no ids' | ((of: Ids, own: OwnIds) => readonly Call<Name>[]);

const pairOf = ({ connection }: Ids, own: OwnIds) => ({ entity: 'account', left: connection, right: own.connection });
const reason = 'An attack';
const flowOf = ({ flow: id }: Ids) => [{ params: { id } }];
const flowWith = <Body>(body: (of: Ids) => Body) => (of: Ids) => [{ params: { id: of.flow }, body: body(of) }]; // prettier-ignore
const reviewOf = <More>({ flow, review }: Ids, own: OwnIds, more: More) =>
  [flow, own.flow].map((id) => ({ params: { id, review }, ...more }));
const flowTestOf = ({ flow, flowTest: test }: Ids, own: OwnIds) =>
  [...new Set([flow, own.flow])].map((id) => ({ params: { id, test } }));
const flowTestWith = <Body>(body: (of: Ids) => Body) => (of: Ids, own: OwnIds) => flowTestOf(of, own).map((call) => ({ ...call, body: body(of) })); // prettier-ignore
const runOf = ({ run: id }: Ids) => [{ params: { id } }];
const connectionOf = ({ connection: id }: Ids) => [{ params: { id } }];
const jobOf = ({ linkJob: id }: Ids) => [{ params: { id } }];
const customerOf = ({ customer: id }: Ids) => [{ params: { id } }];
const installationOf = ({ installation: id }: Ids) => [{ params: { id } }];
const packageOf = ({ template: id, version }: Ids) => [{ params: { id, version } }];
const personIn = (connectionId: string) => ({ records: [{ entity: 'account', connectionId, key: 'a' }], texts: [] });
const viewOf = ({ view: id }: Ids) => [{ params: { id } }];
const memberOf = ({ member: id }: Ids) => [{ params: { id } }];

/**
 * Every route of a workspace with each id that it takes, wherever it takes it. A route that is not named here does not compile:
 * say `no ids`, or call it with those of the other workspace.
 */
const cases: { readonly [Name in WorkspaceRouteName]: Case<Name> } = {
  getWorkspace: 'no ids',
  saveWorkspace: 'no ids',
  listApiTokens: 'no ids',
  createApiToken: 'no ids',
  revokeApiToken: ({ apiToken: id }) => [{ params: { id } }],
  getAccess: 'no ids',
  askAccess: 'no ids',
  listAccessRequests: 'no ids',
  decideAccess: ({ accessRequest: id }) => [{ params: { id }, body: { role: 'administrator' } }],
  listMembers: 'no ids',
  inviteMember: 'no ids',
  changeMember: ({ member: id }) => [{ params: { id }, body: { role: 'viewer' } }],
  removeMember: memberOf,
  signOutMember: memberOf,
  getSession: 'no ids',
  listFlows: 'no ids',
  getFirstSteps: 'no ids',
  changeFirstSteps: 'no ids',
  listShippedFlows: 'no ids',
  addShippedFlows: 'no ids',
  createFlow: ({ flow: copyOf }) => [{ body: { title: 'Copied', copyOf } }],
  importFlow: 'no ids',
  getFlow: flowOf,
  deleteFlow: flowOf,
  saveDraft: flowWith(({ document }) => ({ document, revision: 1 })),
  listFlowEditors: 'no ids',
  setFlowOwner: (of, own) => [
    { params: { id: of.flow }, body: { ownerId: null } },
    { params: { id: own.flow }, body: { ownerId: of.member }, status: 400 },
  ],
  checkFlow: flowWith(({ document }) => ({ document })),
  getCheckContext: flowOf,
  makeSubFlow: flowWith(({ document }) => ({ document, nodeIds: ['map'], title: 'Part' })),
  checkSubFlow: flowWith(({ document }) => ({ document })),
  takeSubFlowVersion: ({ flow }, own) => [
    { params: { id: flow }, body: { subFlow: own.flow, version: 1 } },
    { params: { id: own.flow }, body: { subFlow: flow, version: 1 }, status: 409 },
  ],
  previewFlow: flowWith(({ document }) => ({ document, nodeId: 'map' })),
  tryFlow: flowWith(({ document }) => ({ document })),
  listFlowTests: flowOf,
  getFlowTest: flowTestOf,
  keepFlowTest: flowWith(({ document }) => ({ document, title: reason, keys: ['a'] })),
  saveFlowTest: ({ flow: id, flowTest: test }) => [{ params: { id, test }, body: { test: emptyFlowTest(id, test) } }],
  renameFlowTest: flowTestWith(() => ({ title: reason })),
  recordFlowTest: flowTestWith(({ document }) => ({ document })),
  runFlowTests: ({ flow, flowTest }, own) => [
    { params: { id: flow }, body: {} },
    { params: { id: own.flow }, body: { tests: [flowTest] } },
  ],
  acceptFlowTest: flowTestWith(({ document }) => ({ document, seen: 'x' })),
  deleteFlowTest: flowTestOf,
  publishFlow: flowWith(() => ({ revision: 1, note: reason })),
  switchFlow: flowWith(() => ({ isOn: true })),
  listNotices: flowOf,
  retryNotices: flowOf,
  listWebhooks: flowOf,
  makeWebhookSecret: ({ flow: id }) => [{ params: { id, nodeId: 'schedule' } }],
  bindFlow: ({ flow, connection }, own) => [
    { params: { id: flow }, body: { slots: {} } },
    { params: { id: own.flow }, body: { slots: { erp: connection } }, status: 400 },
  ],
  // They filter what the workspace wrote down itself, which these attacks add to.
  listAudit: 'no ids',
  exportAudit: 'no ids',
  listReviews: 'no ids',
  getReviews: flowOf,
  askReview: flowWith(() => ({ revision: 1, message: reason })),
  decideReview: (of, own) => reviewOf(of, own, { body: { verdict: 'approved', revision: 1 } }),
  withdrawReview: (of, own) => reviewOf(of, own, {}),
  listVersions: flowOf,
  getVersion: ({ flow: id }) => [{ params: { id, version: 1 } }],
  listRestorePoints: flowOf,
  getRestorePoint: ({ flow: id }) => [{ params: { id, point: 'x' } }],
  keepRestorePoint: flowWith(() => ({ note: reason })),
  restoreDraft: flowWith(() => ({ from: { version: 1 }, revision: 1 })),
  listPinnedSamples: flowOf,
  pinSamples: flowWith(() => ({ keys: [] })),
  checkPinnedSamples: flowWith(() => ({})),
  startRun: flowWith(() => ({ scope: { kind: 'changes' as const }, isDryRun: true })),
  listRuns: ({ flow }) => [{ query: { flow }, status: 200 }],
  getRun: runOf,
  getRunEvents: runOf,
  getRunPlan: runOf,
  stopRun: ({ run: id }) => [{ params: { id }, body: { mode: 'now' } }],
  applyPlan: runOf,
  retryRun: runOf,
  listFailures: ({ flow, run }) => [
    { query: { flow }, status: 200 },
    { query: { run }, status: 200 },
  ],
  countOpenFailures: 'no ids',
  getFailure: ({ failure: id }) => [{ params: { id } }],
  mendFailure: ({ failure: id }) => [{ params: { id }, body: { kind: 'link', targetKey: 'x' } }],
  retryFailures: ({ failure }) => [{ body: { ids: [failure] }, status: 409 }],
  dismissFailures: ({ failure }) => [{ body: { ids: [failure], reason }, status: 204 }],
  listViews: 'no ids',
  saveView: 'no ids',
  changeView: ({ view: id }) => [{ params: { id }, body: { revision: 1, title: reason } }],
  deleteView: viewOf,
  listConnections: 'no ids',
  createConnection: 'no ids',
  saveConnection: ({ connection: id }) => [
    { params: { id }, body: { name: 'Taken', connectorId: 'http', role: 'shop', settings: {}, secrets: {} } },
  ],
  deleteConnection: connectionOf,
  testConnection: connectionOf,
  connectConnection: connectionOf,
  disconnectConnection: connectionOf,
  tryConnectionRead: ({ connection: id, resource }) => [{ params: { id }, body: { draft: resource } }],
  getConnectionSchema: connectionOf,
  discoverConnection: connectionOf,
  getRevenue: 'no ids',
  listRevenueCustomers: 'no ids',
  getRevenueCustomer: customerOf,
  getCustomerDocuments: customerOf,
  makeEmbedLink: customerOf,
  getEmbed: 'no ids',
  saveEmbed: 'no ids',
  withdrawEmbedLinks: 'no ids',
  openEmbed: ({ embedToken: token }) => [{ body: { token }, status: 403 }],
  listLinkPairs: 'no ids',
  listLinks: (of, own) => [{ query: pairOf(of, own), status: 200 }],
  getLink: ({ link: id }) => [{ params: { id } }],
  makeLink: (of, own) => [{ body: { ...pairOf(of, own), leftKey: 'a', rightKey: 'b', reason } }],
  unlink: ({ link }) => [{ body: { ids: [link], reason }, status: 200 }],
  getPrivacy: 'no ids',
  savePrivacy: 'no ids',
  getStorage: 'no ids',
  findPerson: 'no ids',
  exportPerson: ({ connection }) => [{ body: personIn(connection) }],
  erasePerson: ({ connection }) => [{ body: personIn(connection) }],
  compareRecords: (of, own) => [{ query: { ...pairOf(of, own), leftKey: 'a' } }],
  searchRecords: ({ connection }) => [{ query: { entity: 'account', connection, text: 'a' } }],
  listLinkSuggestions: (of, own) => [{ query: pairOf(of, own), status: 200 }],
  acceptLinkSuggestions: ({ suggestion }) => [{ body: { ids: [suggestion], reason }, status: 200 }],
  dismissLinkSuggestions: ({ suggestion }) => [{ body: { ids: [suggestion], reason }, status: 204 }],
  getMatchRules: 'no ids',
  saveMatchRules: 'no ids',
  inspectLinkFile: (of, own) => [{ body: { ...pairOf(of, own), content: btoa('a;b\nx;y') } }],
  importLinks: (of, own) => [
    { body: { ...pairOf(of, own), content: btoa('a;b\nx;y'), fileName: 'x.csv', leftColumn: 0, rightColumn: 1 } },
  ],
  startLinkJob: (of, own) => [{ body: { ...pairOf(of, own), kind: 'check' } }],
  listLinkJobs: (of, own) => [{ query: pairOf(of, own), status: 200 }],
  getLinkJob: jobOf,
  cancelLinkJob: jobOf,
  applyLinkImport: jobOf,
  listImportRows: jobOf,
  getMastership: 'no ids',
  saveMastership: 'no ids',
  exportMastership: 'no ids',
  getMastershipHistory: 'no ids',
  getMastershipFindings: 'no ids',
  tryMastership: 'no ids',
  getLocks: 'no ids',
  setLocks: ({ connection: connectionId }) => [
    { body: { connectionId, entity: 'account', fields: ['name'], wanted: 'open' } },
  ],
  getDrift: 'no ids',
  listDrift: ({ flow, run }) => [
    { query: { flow }, status: 200 },
    { query: { run }, status: 200 },
  ],
  startDrift: ({ flow }) => [{ body: { flows: [flow] }, status: 409 }],
  saveDriftSchedule: 'no ids',
  listValueLists: 'no ids',
  createValueList: 'no ids',
  // Where the list of this id is one that `saveValueList` put here, it does not hold what the one of the first holds.
  changeValueList: ({ valueList: id }) => [
    { params: { id }, body: { changes: [{ code: 'A', from: 'of the first', to: '1' }] }, status: [404, 409] },
  ],
  saveValueList: ({ valueList: id }) => [
    { params: { id }, body: { koppel: 'value-list', version: 1, id, title: { en: 'Own' }, entries: {} }, status: 200 },
  ],
  listTemplates: 'no ids',
  getTemplate: packageOf,
  downloadTemplate: packageOf,
  uploadTemplate: 'no ids',
  removeTemplate: packageOf,
  getTemplatePublishers: 'no ids',
  saveTemplatePublishers: 'no ids',
  proposeExport: ({ flow }) => [{ body: { id: 'taken', title: { en: 'Taken' }, flows: [flow] } }],
  exportTemplate: ({ flow }) => [{ body: { id: 'taken', title: { en: 'Taken' }, flows: [flow] } }],
  listInstallations: 'no ids',
  beginInstallation: ({ template: id, version }) => [{ body: { id, version } }],
  getInstallation: installationOf,
  changeInstallation: ({ installation, connection }, own) => [
    { params: { id: installation }, body: {} },
    { params: { id: own.installation }, body: { slots: { crm: connection } }, status: 400 },
  ],
  showMergeEffect: ({ installation: id }) => [{ params: { id }, body: { conflict: 'x' } }],
  tryInstallation: ({ installation: id }) => [{ params: { id }, body: { flowId: 'customer-value' } }],
  finishInstallation: ({ installation: id }) => [{ params: { id }, body: { as: 'drafts' } }],
  abandonInstallation: installationOf,
  diffTemplate: ({ template: id }) => [{ params: { id } }],
  revertTemplate: ({ template: id }) => [{ params: { id }, body: {} }],
  getTemplateDocumentation: ({ template: id, version }) => [{ params: { id } }, { params: { id }, query: { version } }],
  detachTemplate: ({ template: id }) => [{ params: { id } }],
};

type AnyCall = Call<WorkspaceRouteName> & { readonly params?: object };
const withIds = (Object.keys(cases) as WorkspaceRouteName[]).filter((name) => cases[name] !== 'no ids');
const callsOf = (name: WorkspaceRouteName, of: Ids, own: OwnIds) =>
  (cases[name] as (of: Ids, own: OwnIds) => readonly AnyCall[])(of, own);

/** Sends a call as this client, into a workspace. */
function ask(lab: Lab, client: Client, name: WorkspaceRouteName, workspace: string, call: AnyCall): Promise<Received> {
  const { method, path } = routes[name];
  const body = method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(call.body ?? {});
  return send(lab.url, {
    method,
    path: fill(path, { ...call.params, workspace }, call.query),
    headers: {
      ...(client.bearer === '' ? {} : { authorization: `Bearer ${client.bearer}` }),
      ...(client.cookie === '' ? {} : { cookie: client.cookie, origin: lab.url, 'x-koppel-csrf': client.csrfToken }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
}

const ofThisRequest = new Set(['date', 'x-request-id', 'content-length', 'x-ratelimit-remaining', 'x-ratelimit-reset']);

/** An answer as far as it could tell one id from another: all of it but what is new with each request and the id itself. */
function plain({ status, headers, text }: Received, ids: readonly (string | number)[]): string {
  const kept = Object.entries(headers).filter(([name]) => !ofThisRequest.has(name));
  let said = text.replace(/"requestId":"[^"]*"/, '');
  for (const id of ids) said = said.replaceAll(`"${id}"`, '*').replaceAll(`\\"${id}\\`, '*');
  const long = ids.filter((id): id is string => typeof id === 'string' && id.length > 5);
  for (const id of long.toSorted((one, other) => other.length - one.length)) said = said.replaceAll(id, '*');
  return JSON.stringify([status, kept, said]);
}

/** A foreign id must answer as an id that was made up, in every byte. */
async function tellsNothing(lab: Lab, who: keyof Crossing['people'], name: WorkspaceRouteName): Promise<void> {
  const { people, foreign, unknown, own } = await settle(lab);
  const client = people[who];
  const foreignCalls = callsOf(name, foreign, own);
  const unknownCalls = callsOf(name, unknown, own);
  for (const [index, call] of foreignCalls.entries()) {
    const answer = await ask(lab, client, name, 'other', call);
    const usual = await ask(lab, client, name, 'other', unknownCalls[index]!);
    const { status = 404 } = call;
    insist([status].flat().includes(answer.status), `It answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    const [is, ought] = [plain(answer, Object.values(foreign).filter(isId)), plain(usual, Object.values(unknown).filter(isId))];
    insist(is === ought, `A foreign id answers ${is.slice(0, 400)}, an unknown one ${ought.slice(0, 400)}`);
  }
} // prettier-ignore

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

const crossed: Variant[] = (['memberOfBoth', 'memberOfOther', 'commandLine'] as const).flatMap((who) =>
  each(
    withIds.map((name) => [`${name} of the other workspace with an id of the first, by ${who}`, name] as const),
    (lab, name) => tellsNothing(lab, who, name),
  ),
);

/** Whoever is no member meets one answer for a workspace that is there and for one that is not, whatever id is right in it. */
const fromOutside: Variant[] = (['memberOfOther', 'tokenOfOther'] as const).flatMap((who) =>
  each(
    (Object.keys(cases) as WorkspaceRouteName[])
      .filter((name) => routes[name].access !== 'public')
      .map((name) => [`${name} of the first workspace by ${who}`, name] as const),
    async (lab, name) => {
      const { people, foreign } = await settle(lab);
      const calls = cases[name] === 'no ids' ? [{}] : callsOf(name, foreign, beside(foreign));
      for (const call of calls) {
        const answer = await ask(lab, people[who], name, 'main', call);
        const usual = await ask(lab, people[who], name, 'nowhere', call);
        insist(answer.status === 404, `It answered ${answer.status}: ${answer.text.slice(0, 300)}`);
        const [is, ought] = [plain(answer, ['main']), plain(usual, ['nowhere'])];
        insist(is === ought, `It answers ${is.slice(0, 400)}, one that is not there ${ought.slice(0, 400)}`);
      }
    },
  ),
);

/** The first workspace's own things, with another connection for what takes two. */
const beside = ({ flow, installation }: Ids): OwnIds => ({ flow, installation, connection: 'demo-crm' });

/** Everything that can be read of the first workspace, as the attacks found it and as they leave it. */
const untouched: Variant = {
  name: 'nothing of the first workspace changed meanwhile',
  attack: async (lab) => {
    const { before, look } = await settle(lab);
    const after = await look();
    for (const [name, text] of before) insist(after.get(name) === text, `${name} answers otherwise than before`);
  },
};

/** Roles are those of the workspace: who is a consultant in one may do in the other what the role there may. */
const roles: Variant[] = each(
  (Object.keys(cases) as WorkspaceRouteName[])
    .filter((name) => {
      const { access } = routes[name];
      return access !== 'public' && access !== 'session' && access !== 'instanceAdmin' && !permissionsOfRole.sales.includes(access);
    })
    .map((name) => [`${name} of the other workspace by the role of the first`, name] as const),
  async (lab, name) => {
    const { people, own, unknown } = await settle(lab);
    const [call = {}] = cases[name] === 'no ids' ? [] : callsOf(name, { ...unknown, ...own }, own);
    const { status, text } = await ask(lab, people.salesInOther, name, 'other', call);
    insist(status === 403, `It answered ${status}: ${text.slice(0, 300)}`);
  },
); // prettier-ignore

/** Says hello and these messages at the other workspace's socket. Gives what came until the answer to a last question. */
async function hear(
  lab: Lab,
  say: readonly object[],
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const { cookie } = await lab.person('administrator');
  const socket = new WebSocket(`${lab.url.replace('http', 'ws')}/api/workspaces/other/live`, {
    origin: lab.url,
    headers: { cookie },
  });
  const heard: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('message', (data) => {
    const { type } = JSON.parse(String(data)) as { type: string };
    heard.push(String(data).replace(/"serverTime":"[^"]*"/, ''));
    if (type === 'pong') resolve();
  });
  socket.on('close', () => resolve());
  await once(socket, 'open');
  for (const message of [{ type: 'hello' }, ...say]) socket.send(JSON.stringify({ v: liveVersion, ...message }));
  await meanwhile();
  socket.send(JSON.stringify({ v: liveVersion, type: 'ping' }));
  await promise;
  socket.terminate();
  return heard;
}

const sockets: Variant[] = [
  {
    name: "a run of the first workspace is not told at the other's socket",
    attack: async (lab) => {
      const { foreign, unknown } = await settle(lab);
      const watch = (runId: string) => hear(lab, [{ type: 'watchRun', runId, afterSeq: 0 }]);
      const [is, ought] = [await watch(foreign.run), await watch(unknown.run)];
      insist(JSON.stringify(is) === JSON.stringify(ought), `It is told ${is.join()}, of an unknown one ${ought.join()}`);
    },
  },
  {
    name: "what begins in the first workspace is not told at the other's socket",
    attack: async (lab) => {
      const { foreign } = await settle(lab);
      const quiet = await hear(lab, [{ type: 'watchRuns' }]);
      const heard = await hear(lab, [{ type: 'watchRuns' }], async () => {
        const body = { scope: { kind: 'all' as const }, isDryRun: true };
        const { id } = await lab.commandLine.call('startRun', { params: { id: foreign.flow }, body });
        await ended(lab.commandLine, id);
      });
      insist(JSON.stringify(heard) === JSON.stringify(quiet), `It is told ${heard.join()}`);
    },
  },
  {
    name: "the draft of a flow of the first workspace is not opened or taken over at the other's socket",
    attack: async (lab) => {
      const { foreign, unknown } = await settle(lab);
      const open = async (flowId: string) => {
        const sayings = [
          { type: 'openDraft', flowId, tab: 'a-tab-of-an-attack', wantsToEdit: true },
          { type: 'takeOver', flowId },
          { type: 'answer', flowId, isGiven: true },
          { type: 'select', flowId, nodes: ['map'] },
        ];
        return (await hear(lab, sayings)).join('\n').replaceAll(flowId, 'it');
      };
      const [is, ought] = [await open(foreign.flow), await open(unknown.flow)];
      insist(is === ought && !is.includes('"draft"'), `It is told ${is}, of an unknown one ${ought}`);
    },
  },
  {
    name: "who edits in the first workspace is not told at the other's socket",
    attack: async (lab) => {
      await settle(lab);
      const heard = await hear(lab, [{ type: 'watchEditors' }]);
      insist(!heard.some((text) => text.includes('"name"')), `It is told ${heard.join()}`);
    },
  },
  {
    name: "a message signed for a webhook of the first workspace is none for the same place in the other",
    attack: async (lab) => {
      const { foreign, unknown } = await settle(lab);
      const params = { id: foreign.flow, nodeId: 'schedule' };
      const { secret } = await lab.commandLine.call('makeWebhookSecret', { params });
      const call = (flow: string) => {
        const at = new Date();
        return lab.send({
          method: 'POST',
          path: `/hooks/other/${flow}/schedule`,
          headers: {
            'content-type': 'application/json',
            'webhook-id': 'crossed',
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': new Webhook(secret).sign('crossed', at, '{"id":"x"}'),
          },
          body: '{"id":"x"}',
        });
      };
      const [is, ought] = [await call(foreign.flow), await call(unknown.flow)];
      insist(is.status === 401, `It answered ${is.status}: ${is.text}`);
      insist(plain(is, [foreign.flow]) === plain(ought, [unknown.flow]), `It answered ${is.text}, an unknown one ${ought.text}`);
    },
  },
]; // prettier-ignore

/** Whoever is nobody learns from no public address which workspaces there are. `{}` is where the short name stands. */
const shortNames: Variant[] = each<Sent>(
  [
    ['a call of a webhook', { method: 'POST', path: '/hooks/{}/x/y', body: '{}' }],
    ['a call of the webhook of a flow that is there', { method: 'POST', path: '/hooks/{}/accounts-erp-to-crm/schedule', body: '{}' }],
    ['a large call of a webhook', { method: 'POST', path: '/hooks/{}/x/y', body: 'x'.repeat(1_100_000) }],
    ['the answer of a webhook', { method: 'GET', path: '/hooks/{}/x/y/answers/1.x' }],
    ['another verb at a webhook', { method: 'PUT', path: '/hooks/{}/x/y', body: '{}' }],
    ['a notice', { method: 'POST', path: '/notices/{}/x', body: '{}' }],
    ['a handshake', { method: 'GET', path: '/notices/{}/x?validationToken=x' }],
    ['a link of the narrow view', { method: 'POST', path: '/api/workspaces/{}/embed/account', headers: { 'content-type': 'application/json' }, body: '{"token":"x"}' }],
    ['a link of the narrow view in its form', { method: 'POST', path: '/api/workspaces/{}/embed/account', headers: { 'content-type': 'application/json' }, body: '{"token":"eyJ2IjoxfQ.AAAA"}' }],
    ['a link of the narrow view that does not fit', { method: 'POST', path: '/api/workspaces/{}/embed/account', headers: { 'content-type': 'application/json' }, body: '{}' }],
    ['no link of the narrow view', { method: 'POST', path: '/api/workspaces/{}/embed/account', body: '' }],
    ['the narrow view where it is off', { method: 'GET', path: '/embed/{}', headers: { accept: 'text/html' } }],
    ['a page', { method: 'GET', path: '/w/{}/flows', headers: { accept: 'text/html' } }],
    ['data', { method: 'GET', path: '/api/workspaces/{}/flows' }],
    ['the socket', { method: 'GET', path: '/api/workspaces/{}/live' }],
  ],
  async (lab, request) => {
    await settle(lab);
    const pathAt = (slug: string) => request.path.replace('{}', slug);
    // The server closes while a large body is still on its way: the answer may be lost, and says nothing then.
    const at = async (slug: string) => {
      for (let tries = 1; ; tries += 1) {
        const answer = await lab.send({ ...request, path: pathAt(slug) });
        if (answer.status !== 0 || tries === 20) return answer;
      }
    };
    for (const slug of ['other', request.path.startsWith('/embed') ? 'other' : 'main']) {
      const [is, ought] = [await at(slug), await at('nowhere')];
      const same = plain(is, [slug, pathAt(slug)]) === plain(ought, ['nowhere', pathAt('nowhere')]);
      insist(same, `It answers ${plain(is, [])}, where there is none ${plain(ought, [])}`);
    }
  },
).map(({ name, attack }) => ({ name: `${name} does not tell whether there is a workspace`, attack })); // prettier-ignore

/** What goes comes last, and a part before the whole it goes with. */
function order(name: WorkspaceRouteName): number {
  const { method, path } = routes[name];
  const last = ['GET', 'POST', 'PUT', 'DELETE'].indexOf(method);
  return method === 'DELETE' ? last - path.split('/').length / 100 : last;
}

/** The same calls where the ids belong: a thing that is not there would mean that the attacks above tried nothing. */
const real: Variant = {
  name: 'the ids are real: in the first workspace they are found',
  attack: async (lab) => {
    const { people, foreign } = await settle(lab);
    const missing: string[] = [];
    // An installation that is finished cannot be given up any more, and a template that was taken back not let go.
    const tried = withIds.filter((name) => name !== 'finishInstallation' && name !== 'detachTemplate');
    for (const name of tried.toSorted((one, other) => order(one) - order(other))) {
      for (const call of callsOf(name, foreign, beside(foreign))) {
        const { status, text } = await ask(lab, people.commandLine, name, 'main', call);
        const isMissing = status === 404 && Object.values(foreign).some((id) => isId(id) && text.includes(`"${id}\\"`));
        if (isMissing || status === 500) missing.push(`${name}: ${status} ${text.slice(0, 120)}`);
      }
    }
    insist(missing.length === 0, missing.join('\n  '));
  },
};

export const workspaces: AttackClass = {
  name: 'other workspaces',
  summary:
    'Real ids of one workspace in another, by members of both, of one, by the command line and by tokens: every route that takes one.',
  // To show that its ids are real it calls every route where they belong, and so gives rights away and deletes what there is.
  isAlone: true,
  variants: [...crossed, ...fromOutside, ...roles, untouched, ...sockets, ...shortNames, real],
};
