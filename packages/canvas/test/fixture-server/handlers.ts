import { extractSubFlow } from '@koppel/compiler';
import { embedSettings, revenueCustomers, revenueMonths, revenueOverview, revenueUpToDate } from './data-revenue.ts';
import { emptyFlow, parseFlow } from '@koppel/model';
import { firstStepIds } from '@koppel/protocol';
import type {
  ApiToken,
  FirstStepId,
  FirstSteps,
  FlowDetail,
  RouteName,
  Routes,
  Member,
  PrivacySettings,
  RestorePoint,
  Review,
} from '@koppel/protocol';
import type { z } from 'zod';
import { auditFindings, auditPage } from './data-audit.ts';
import { catalog } from './catalog.ts';
import { makeSchema } from './data-connections.ts';
import { makeClients } from './data-clients.ts';
import { makeContext } from './data-designer.ts';
import { failureDetail } from './data-failures.ts';
import { makeDetail, makeDocument } from './data-flows.ts';
import { driftList, driftOverview } from './data-drift.ts';
import { accountLocks } from './data-locks.ts';
import {
  makeDocumentation,
  makeEffect,
  makeInstallation,
  makeInstalled,
  makePackages,
  makeProposal,
} from './data-templates.ts';
import { viewOf } from './data-views.ts';
import { makeSample, writtenOf } from './data-sample.ts';
import { makePreview } from './data-mapping.ts';
import { importRows, makeComparison, makeLinkDetail, makeLinkJob, makeLinks, makePairs } from './data-links.ts';
import { checkFlow, readContext } from '../../src/check-worker/check-flow.ts';
import { acceptTest, flowTestsOf, keepTest, removeTest, runTests } from './data-flow-tests.ts';
import { makeNewRun } from './data-runs.ts';
import { accountOf, sessionOf, type Workspace } from './workspace.ts';

/** An answer that is a problem. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: { code: string; message: string; remedy: string; fields?: Record<string, string> };
  constructor(status: number, body: Refusal['body']) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

interface Call<Name extends RouteName> {
  readonly params: z.output<Routes[Name]['params']>;
  readonly query: z.output<Routes[Name]['query']>;
  readonly body: z.output<Routes[Name]['body']>;
  readonly workspace: Workspace;
  readonly now: number;
}
type Handlers = { readonly [Name in RouteName]: (call: Call<Name>) => z.input<Routes[Name]['reply']> };

const gone = (what: string) =>
  new Refusal(404, {
    code: 'fixture.not-found',
    message: `There is no ${what} with this id.`,
    remedy: 'Go back to the list.',
  });

function found<Item>(item: Item | undefined, what: string): Item {
  if (item === undefined) throw gone(what);
  return item;
}

function flowTestIn(params: { readonly id: string; readonly test: string }) {
  return found(
    flowTestsOf(params.id).find(({ id }) => id === params.test),
    'flow test',
  );
}

function detailOf(workspace: Workspace, id: string, now: number): FlowDetail {
  const summary = found(
    workspace.flows.find((flow) => flow.id === id),
    'flow',
  );
  return { ...(workspace.drafts.get(id) ?? makeDetail(summary, now)), summary };
}

const counted = <Key extends string>(keys: readonly Key[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const runOf = (workspace: Workspace, id: string) =>
  found(
    workspace.runs.find(({ run }) => run.id === id),
    'run',
  ).run;

const going = ['running', 'waiting', 'stopping'];

const contextOf = ({ valueLists, mastership }: Workspace) => makeContext({ valueLists, mastership });

const masterKeys = {
  source: 'file' as const,
  place: '/var/lib/koppel/koppel.key',
  keys: [{ id: 'pX3fQ0aB71cd', isNewest: true, isHere: true, seals: 3 }],
};

const aboutOf = (workspace: Workspace) => ({
  ...found(workspace.session ?? undefined, 'session').workspace,
  isOnBoard: true,
  needsSecondFactor: false,
});
const listedOf = (workspace: Workspace) => ({
  ...aboutOf(workspace),
  members: 4,
  createdAt: '2026-03-04T09:00:00.000Z',
  closedAt: null,
  problem: null,
});

const members: readonly Member[] = [
  ['u1', 'Karim Dupont', 'administrator', true, false],
  ['u2', 'Lotte Vermeulen', 'analyst', true, false],
  ['u3', 'Sofie Wouters', 'consultant', false, false],
  ['u4', 'Wim Claes', 'sales', true, true],
].map(([id, name, role, hasPassword, isDisabled]) => ({
  id: id as string,
  name: name as string,
  email: `${(name as string).split(' ')[0]!.toLowerCase()}@verbeke.example`,
  role: role as Member['role'],
  hasPassword: hasPassword as boolean,
  isDisabled: isDisabled as boolean,
  hasSecondFactor: role === 'administrator',
  isInstanceAdmin: role === 'administrator',
}));

const ownerOf = (id: string) => {
  const { name, email } = members.find((member) => member.id === id)!;
  return { id, name, email };
};

const apiTokens: readonly ApiToken[] = [
  {
    id: 't2',
    name: 'Nightly report',
    owner: ownerOf('u1'),
    permissions: ['flows.read', 'runs.read', 'revenue.read'],
    createdAt: '2026-09-01T09:00:00.000Z',
    expiresAt: '2027-03-01T09:00:00.000Z',
    lastUsedAt: '2026-11-23T02:00:00.000Z',
  },
  {
    id: 't3',
    name: 'Flows from git',
    owner: ownerOf('u3'),
    permissions: ['flows.read', 'flows.edit', 'flows.publish'],
    createdAt: '2026-01-01T09:00:00.000Z',
    expiresAt: '2026-04-01T09:00:00.000Z',
    lastUsedAt: null,
  },
];

const reviewOf = (now: number): Review => ({
  id: 'v1',
  flowId: 'accounts-erp-to-crm',
  flowTitle: { en: 'Customers to CRM', nl: 'Klanten naar CRM', fr: 'Clients vers le CRM' },
  message: 'Credit limit follows the insured amount',
  sample: { at: new Date(now - 4_000_000).toISOString(), records: 50, failed: 2 },
  askedAt: new Date(now - 3_600_000).toISOString(),
  askedBy: 'Lotte Vermeulen',
  isOwn: false,
  status: 'open',
  isOutdated: false,
  canDecide: true,
  decision: null,
  version: null,
});

const recoveryCodes = Array.from({ length: 10 }, (_, index) => `ABCD-EFGH-JKLM-NP${20 + index}`);

function refuseWrongCode(code: string): void {
  if (code !== '000000') return;
  const message = 'This code is wrong, too old, or was used before.';
  throw new Refusal(400, { code: 'second-factor.wrong-code', message, remedy: 'Wait for the next code of your app.' });
}
/** A workspace with flows has made all steps; an empty one only the first. */
function firstStepsOf({ flows, firstSteps: { skipped = [], isPutAway = false } }: Workspace): FirstSteps {
  const isDone = (id: FirstStepId) => flows.length > 0 || id === 'erp';
  const stateOf = (id: FirstStepId) => (isDone(id) ? 'done' : skipped.includes(id) ? 'skipped' : 'open');
  return { steps: firstStepIds.map((id) => ({ id, state: stateOf(id) })), isPutAway };
}

const flowEditors = [
  { id: 'karim', name: 'Karim Dupont' },
  { id: 'lotte', name: 'Lotte Peeters' },
];
let privacy: PrivacySettings = { fieldClasses: {}, retention: { runsDays: 90, logsDays: 90, payloadsDays: 30 } };

const auditFile = (format: 'csv' | 'json') => ({
  fileName: `audit-log.${format}`,
  mediaType: format === 'csv' ? 'text/csv' : 'application/json',
  content: format === 'csv' ? 'number;time;who\r\n' : '[]\n',
  isCut: false,
});

/** What each route of the protocol answers: enough behaviour to try the screens, not a second server. */
export const handlers: Handlers = {
  listViews: ({ query, workspace }) => workspace.views.filter(({ screen }) => screen === query.screen),
  saveView({ body, workspace, now }) {
    const view = viewOf({ ...body, id: `view-${workspace.views.length + 1}` }, now);
    workspace.views = [...workspace.views, view];
    return view;
  },
  changeView({ params, body, workspace, now }) {
    const before = found(
      workspace.views.find(({ id }) => id === params.id),
      'view',
    );
    const view = viewOf(
      {
        ...before,
        title: body.title ?? before.title,
        isShared: body.isShared ?? before.isShared,
        search: body.search ?? before.search,
        columns: body.columns ?? before.columns,
        revision: before.revision + 1,
      },
      now,
    );
    workspace.views = workspace.views.map((one) => (one === before ? view : one));
    return view;
  },
  deleteView({ params, workspace }) {
    workspace.views = workspace.views.filter(({ id }) => id !== params.id);
    return null;
  },
  listAudit: ({ query, workspace }) =>
    workspace.scenario === 'empty' ? { items: [], hasMore: false, actors: [] } : auditPage(query, 'verbeke'),
  listInstanceAudit: ({ query }) => auditPage(query, null),
  exportAudit: ({ query }) => auditFile(query.format),
  exportInstanceAudit: ({ query }) => auditFile(query.format),
  verifyAudit: ({ workspace }) => ({
    checked: 412,
    anchors: 9,
    lastAnchorAt: '2026-11-23T13:55:00.000Z',
    findings: workspace.scenario === 'broken' ? [...auditFindings] : [],
  }),
  getKeys: () => masterKeys,
  rotateKeys: () => ({ ...masterKeys, madeKey: masterKeys.keys[0]!.id, renewed: 3 }),
  removeKey: () => masterKeys,
  createSignInLink: ({ body }) => ({
    url: 'http://127.0.0.1:4400/sign-in?token=fixture-fixture-fixture',
    email: body.email ?? 'karim@example.com',
    expiresAt: '2026-11-23T14:32:00.000Z',
  }),
  listClients: ({ now }) => makeClients(now),
  getAccount: ({ workspace }) => accountOf(found(workspace.session ?? undefined, 'session')),
  listWorkspaces: ({ workspace }) => [listedOf(workspace)],
  createWorkspace: ({ body, workspace }) => ({ ...listedOf(workspace), ...body, id: 'w2', members: 1 }),
  openWorkspace: ({ body, workspace, now }) => ({
    ...listedOf(workspace),
    closedAt: body.isOpen ? null : new Date(now).toISOString(),
  }),
  getWorkspace: ({ workspace }) => aboutOf(workspace),
  listApiTokens: () => [...apiTokens],
  saveWorkspace: ({ body: { isTwoPerson = false, needsSecondFactor = false, ...body }, workspace }) => ({
    ...aboutOf(workspace),
    ...body,
    isTwoPerson,
    needsSecondFactor,
  }),
  createApiToken: ({ body: { name, permissions } }) => ({
    token: {
      id: 't1',
      name,
      owner: ownerOf('u1'),
      permissions,
      createdAt: '2026-11-26T09:00:00.000Z',
      expiresAt: '2026-12-26T09:00:00.000Z',
      lastUsedAt: null,
    },
    text: 'koppel_0123456789',
  }),
  revokeApiToken: () => null,
  getSecondFactor: ({ workspace }) => workspace.secondFactor,
  beginSecondFactor: () => ({
    key: 'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP',
    uri: 'otpauth://totp/Koppel:karim%40verbeke.example?issuer=Koppel&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  }),
  confirmSecondFactor({ body, workspace }) {
    refuseWrongCode(body.code);
    workspace.secondFactor = { since: '2026-11-26T09:00:00.000Z', recoveryCodesLeft: recoveryCodes.length };
    return { recoveryCodes, account: accountOf(found(workspace.session ?? undefined, 'session')) };
  },
  renewRecoveryCodes({ body }) {
    refuseWrongCode(body.code);
    return { recoveryCodes };
  },
  removeSecondFactor({ body, workspace }) {
    refuseWrongCode(body.code);
    workspace.secondFactor = { since: null, recoveryCodesLeft: 0 };
    return null;
  },
  resetSecondFactor: () => null,
  unbindIdentities: () => null,
  getSignInWays: () => ({ singleSignOn: { name: 'Verbeke ID' } }),
  beginSingleSignOn: () => ({ url: 'http://127.0.0.1:4400/sign-in?refused=notInvited' }),
  finishSignIn({ body, workspace }) {
    refuseWrongCode(body.code);
    workspace.session = sessionOf('administrator');
    return accountOf(workspace.session);
  },
  getPrivacy: () => privacy,
  savePrivacy: ({ body }) => (privacy = body),
  getStorage: ({ now }) => ({
    runs: {
      rows: 4_812,
      bytes: 9_400_000,
      oldestAt: new Date(now - 80 * 86_400_000).toISOString(),
      goRows: 0,
      goBytes: 0,
    },
    logs: {
      rows: 96_240,
      bytes: 1_240_000_000,
      oldestAt: new Date(now - 80 * 86_400_000).toISOString(),
      goRows: 0,
      goBytes: 0,
    },
    payloads: {
      rows: 812,
      bytes: 32_000_000,
      oldestAt: new Date(now - 71 * 86_400_000).toISOString(),
      goRows: 0,
      goBytes: 0,
    },
    databaseBytes: 1_900_000_000,
  }),
  findPerson: () => ({
    records: [
      {
        entity: 'contact',
        connectionId: 'crm',
        connectionName: 'Dynamics 365 Sales',
        key: '9a2e14b0',
        name: 'Peeters',
      },
    ],
    places: { links: 1, runLogs: 3 },
  }),
  exportPerson: ({ now }) => ({ madeAt: new Date(now).toISOString(), workspace: 'Verbeke', items: [] }),
  erasePerson: () => ({ places: { links: 1, runLogs: 3 } }),
  getAccess: () => ({ administrators: ['Karim Dupont'], requests: [] }),
  askAccess: ({ body: { permission, message = '' }, now }) => ({
    id: 'q1',
    permission,
    message,
    askedAt: new Date(now).toISOString(),
    decision: null,
  }),
  listAccessRequests: ({ now, workspace }) =>
    workspace.scenario === 'empty'
      ? []
      : [
          {
            id: 'q1',
            permission: 'failures.repair',
            message: 'I answer for the orders this week.',
            askedAt: new Date(now - 3_600_000).toISOString(),
            person: { id: 'u2', name: 'Lotte Vermeulen', email: 'lotte@verbeke.example', role: 'analyst' },
            roles: ['consultant', 'administrator'],
          },
        ],
  decideAccess: ({ body: { role }, now }) => ({
    id: 'q1',
    permission: 'failures.repair',
    message: null,
    askedAt: new Date(now).toISOString(),
    decision: { at: new Date(now).toISOString(), by: 'Karim Dupont', role, comment: null },
  }),
  // Before there is anything there is whoever set it up.
  listMembers: ({ workspace }) => (workspace.scenario === 'empty' ? members.slice(0, 1) : [...members]),
  inviteMember: ({ body }) => ({
    member: { ...members[2]!, ...body, id: 'u9', name: body.name ?? body.email.split('@')[0]! },
    link: {
      url: 'http://127.0.0.1:4400/sign-in?token=fixture',
      email: body.email,
      expiresAt: '2026-11-23T14:32:00.000Z',
    },
  }),
  changeMember: ({ params, body }) => ({
    ...found(
      members.find(({ id }) => id === params.id),
      'member',
    ),
    ...body,
  }),
  removeMember: () => null,
  signOutMember: () => null,
  disablePerson: () => null,
  getSession: ({ workspace }) => found(workspace.session ?? undefined, 'session'),
  signIn({ body, workspace }) {
    if (body.password !== 'koppel-koppel') {
      throw new Refusal(401, {
        code: 'auth.refused',
        message: 'E-mail and password do not belong together.',
        remedy: 'Correct them, or ask an administrator for a sign-in link.',
      });
    }
    workspace.session = sessionOf('administrator');
    return accountOf(workspace.session);
  },
  signInByLink({ body, workspace }) {
    if (!body.token.startsWith('good')) {
      throw new Refusal(401, {
        code: 'auth.link',
        message: 'The link was used or is too old.',
        remedy: 'Ask for a new one.',
      });
    }
    const session = sessionOf('administrator');
    workspace.session = { ...session, user: { ...session.user, hasPassword: false } };
    return accountOf(workspace.session);
  },
  signOut({ workspace }) {
    workspace.session = null;
    return null;
  },
  setPassword({ body, workspace }) {
    const session = found(workspace.session ?? undefined, 'session');
    workspace.session = {
      ...session,
      user: { ...session.user, hasPassword: true, name: body.name ?? session.user.name },
    };
    return accountOf(workspace.session);
  },
  getCatalog: () => catalog,

  listFlows: ({ workspace }) => workspace.flows,
  createFlow({ body, workspace, now }) {
    const id =
      body.title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'flow';
    const blank = {
      id,
      title: { en: body.title },
      summary: null,
      integration: null,
      isOn: false,
      direction: [],
      entities: [],
      starts: [],
      nextRunAt: null,
      hold: null,
      freshness: null,
      publishedVersion: null,
      isSubFlow: false,
      usedBy: [],
      hasUnpublishedDraft: true,
      openFailures: 0,
      lastRuns: [],
      owner: null,
      editor: null,
      damage: null,
    };
    const origin = workspace.flows.find((flow) => flow.id === body.copyOf);
    const summary = origin ? { ...origin, ...blank, direction: origin.direction, entities: origin.entities } : blank;
    workspace.flows = [...workspace.flows, summary];
    const detail = { ...makeDetail(summary, now), draft: emptyFlow(id, body.title) };
    workspace.drafts.set(id, detail);
    return detail;
  },
  importFlow({ body, workspace, now }) {
    const parsed = parseFlow(body.document, 'The file');
    if (!parsed.ok) {
      const [issue] = parsed.issues;
      throw new Refusal(400, { code: issue!.code, message: issue!.message, remedy: issue!.remedy });
    }
    return makeDetail({ ...workspace.flows[0]!, id: parsed.document.id, title: parsed.document.title }, now);
  },
  getFlow: ({ params, workspace, now }) => detailOf(workspace, params.id, now),
  deleteFlow({ params, workspace }) {
    workspace.flows = workspace.flows.filter(({ id }) => id !== params.id);
    return null;
  },
  saveDraft({ params, body, workspace, now }) {
    const detail = detailOf(workspace, params.id, now);
    if (body.revision !== detail.revision) {
      throw new Refusal(409, {
        code: 'flow.saved-meanwhile',
        message: 'Somebody saved this flow after you began.',
        remedy: 'Take theirs, or keep yours.',
      });
    }
    const saved = { revision: detail.revision + 1, savedAt: new Date(now).toISOString() };
    workspace.drafts.set(params.id, { ...detail, draft: body.document, ...saved });
    return saved;
  },
  getFirstSteps: ({ workspace }) => firstStepsOf(workspace),
  changeFirstSteps({ body, workspace }) {
    workspace.firstSteps = { ...workspace.firstSteps, ...body };
    return firstStepsOf(workspace);
  },
  saveTour({ body, workspace }) {
    const session = found(workspace.session ?? undefined, 'session');
    workspace.session = { ...session, user: { ...session.user, hasSeenTour: body.hasSeen } };
    return null;
  },
  listFlowEditors: () => flowEditors,
  setFlowOwner({ params, body, workspace, now }) {
    const owner = flowEditors.find(({ id }) => id === body.ownerId) ?? null;
    const detail = detailOf(workspace, params.id, now);
    const summary = { ...detail.summary, owner };
    workspace.drafts.set(params.id, { ...detail, summary });
    workspace.flows = workspace.flows.map((flow) => (flow.id === params.id ? { ...flow, owner } : flow));
    return summary;
  },
  checkFlow: ({ body, workspace }) => ({
    issues: [...checkFlow(body.document, readContext(contextOf(workspace))).issues],
    together: [],
  }),
  getCheckContext: ({ workspace }) => contextOf(workspace),
  makeSubFlow({ body, workspace }) {
    const made = extractSubFlow(
      body.document,
      { nodeIds: body.nodeIds, id: 'made', title: body.title },
      readContext(contextOf(workspace)),
    );
    if (!made.ok) throw new Error(made.message);
    return { subFlowId: 'made', version: 1, document: made.document, nodeId: made.nodeId };
  },
  checkSubFlow: () => [],
  takeSubFlowVersion: ({ now }) => ({ revision: 2, savedAt: new Date(now).toISOString() }),
  previewFlow: ({ body, now, workspace }) => ({
    readAt: new Date(now).toISOString(),
    records: makePreview(body.document, body.nodeId, readContext(contextOf(workspace)), body),
    error: null,
  }),
  tryFlow({ body, now, workspace }) {
    const records = makeSample(body.document, readContext(contextOf(workspace)), body.limit);
    return {
      readAt: new Date(now).toISOString(),
      records,
      paths: {},
      writes: records.flatMap(writtenOf),
      leftOut: [],
      error: null,
    };
  },
  publishFlow: () => ({ version: 15 }),
  listNotices: ({ params, now }) =>
    params.id === 'accounts-erp-to-crm'
      ? [
          {
            connectionId: 'erp',
            connectionName: 'Demo ERP',
            role: 'erp',
            entity: 'account',
            state: 'standing',
            since: new Date(now - 86_400_000).toISOString(),
            expiresAt: new Date(now + 2 * 86_400_000).toISOString(),
            lastNoticeAt: new Date(now - 600_000).toISOString(),
            nextTryAt: null,
            error: null,
          },
        ]
      : [],
  retryNotices: () => null,
  listWebhooks: ({ params }) =>
    params.id === 'accounts-erp-to-crm'
      ? [
          {
            nodeId: 'webhook',
            title: 'Webhook',
            url: 'http://127.0.0.1:4400/hooks/accounts-erp-to-crm/webhook',
            secretMadeAt: null,
            isPublished: true,
          },
        ]
      : [],
  makeWebhookSecret: () => ({ secret: 'whsec_Zml4dHVyZS1maXh0dXJlLWZpeHR1cmUtZml4dHVyZS0=' }),
  switchFlow({ params, body, workspace }) {
    const flow = found(
      workspace.flows.find(({ id }) => id === params.id),
      'flow',
    );
    const switched = { ...flow, isOn: body.isOn };
    workspace.flows = workspace.flows.map((other) => (other.id === params.id ? switched : other));
    return switched;
  },
  bindFlow: ({ params, workspace, now }) =>
    makeDetail(
      found(
        workspace.flows.find(({ id }) => id === params.id),
        'flow',
      ),
      now,
    ),
  listFlowTests: ({ params }) => flowTestsOf(params.id),
  getFlowTest: () => {
    throw gone('flow test');
  },
  keepFlowTest: ({ params, body, now }) => keepTest(params.id, body, now),
  saveFlowTest: ({ params }) => flowTestIn(params),
  renameFlowTest: ({ params, body }) => Object.assign(flowTestIn(params), body),
  recordFlowTest: ({ params, now }) =>
    Object.assign(flowTestIn(params), { savedAt: new Date(now).toISOString(), lastRun: null }),
  runFlowTests: ({ params, body, now }) => runTests(params.id, body.tests, now),
  acceptFlowTest: ({ params }) => acceptTest(params.id, flowTestIn(params)),
  deleteFlowTest({ params }) {
    removeTest(params.id, flowTestIn(params));
    return null;
  },
  listReviews: ({ now }) => [reviewOf(now)],
  getReviews: ({ now }) => ({ current: reviewOf(now), history: [], approvers: ['Karim Dupont'] }),
  askReview: ({ now }) => reviewOf(now),
  decideReview: ({ now }) => reviewOf(now),
  withdrawReview: ({ now }) => ({ ...reviewOf(now), status: 'withdrawn' }),
  listVersions: ({ now }) => [
    {
      version: 14,
      note: 'Credit limit follows the insured amount',
      publishedAt: new Date(now).toISOString(),
      publishedBy: 'Lotte',
      askedBy: null,
      approvedBy: null,
      runs: 120,
      records: 4_812,
      failed: 9,
    },
  ],
  listRestorePoints: ({ now }) => [restorePointOf(now)],
  getRestorePoint: ({ params, workspace }) =>
    makeDocument(
      found(
        workspace.flows.find(({ id }) => id === params.id),
        'flow',
      ),
    ),
  keepRestorePoint: ({ body, now }) => ({ ...restorePointOf(now), ...body }),
  restoreDraft: ({ now }) => ({ revision: 2, savedAt: new Date(now).toISOString() }),
  listPinnedSamples: () => [],
  pinSamples: ({ body, now }) =>
    body.keys.map((key) => ({ key, pinnedBy: 'Lotte', pinnedAt: new Date(now).toISOString() })),
  checkPinnedSamples: () => [],
  getVersion: ({ params, workspace }) =>
    makeDocument(
      found(
        workspace.flows.find(({ id }) => id === params.id),
        'flow',
      ),
    ),
  startRun({ params, body, workspace, now }) {
    const item = makeNewRun((workspace.runs[0]?.run.number ?? 0) + 1, now);
    item.run.flowId = params.id;
    item.run.isDryRun = body.isDryRun;
    item.run.scope = body.scope;
    item.run.cause = { kind: 'person', name: 'Karim Dupont' };
    workspace.runs = [item, ...workspace.runs];
    return item.run;
  },

  listRuns({ query, workspace }) {
    const inTime = workspace.runs.filter(
      ({ run }) =>
        (!query.flow || run.flowId === query.flow) &&
        (!query.from || run.createdAt >= query.from) &&
        (!query.key || (run.scope.kind === 'keys' && run.scope.keys.includes(query.key))),
    );
    const running = inTime.filter(({ run }) => going.includes(run.state.status));
    const attention = inTime.filter(({ run, isUnusuallyQuiet }) => run.state.status === 'failed' || isUnusuallyQuiet);
    const failedRecords = inTime.filter(({ run }) => run.counters.failed > 0);
    const all = { all: inTime, running, attention, failedRecords }[query.status];
    const after = all.filter(({ run }) => query.before === undefined || run.number < query.before);
    const sum = (of: (item: (typeof inTime)[number]) => number) => inTime.reduce((total, item) => total + of(item), 0);
    return {
      items: after.slice(0, query.limit),
      hasMore: after.length > query.limit,
      totals: {
        runs: inTime.length,
        read: sum(({ run }) => run.counters.read),
        written: sum(({ run }) => run.counters.created + run.counters.updated),
        failed: sum(({ run }) => run.counters.failed),
        running: running.length,
        attention: attention.length,
        failedRecords: failedRecords.length,
      },
    };
  },
  getRun({ params, workspace, now }) {
    const item = found(
      workspace.runs.find(({ run }) => run.id === params.id),
      'run',
    );
    const { run } = item;
    return {
      run,
      flowTitle: item.flowTitle,
      document: makeDocument(workspace.flows.find(({ id }) => id === run.flowId) ?? workspace.flows[0]!),
      subFlows: [],
      learned: {},
      snapshot: workspace.recordings.of(run).snapshot(now),
      usualMs: item.usualMs,
      openFailures: run.counters.failed,
    };
  },
  getRunEvents({ params, query, workspace }) {
    const { events } = workspace.recordings.of(runOf(workspace, params.id));
    return { events: events.slice(query.after, query.after + query.limit), lastSeq: events.length };
  },
  getRunPlan({ params, query: { action, search = '', after, limit }, workspace }) {
    const { planned } = workspace.recordings.of(runOf(workspace, params.id));
    const counts = { create: 0, update: 0, unchanged: 0, filtered: 0, skipped: 0, failed: 0, waiting: 0 };
    for (const record of planned) counts[record.action] += 1;
    const found = planned.filter(
      (record) =>
        (!action || record.action === action) &&
        `${record.name} ${record.key}`.toLowerCase().includes(search.toLowerCase()),
    );
    const next = after + limit < found.length ? after + limit : null;
    return { records: found.slice(after, after + limit), counts, total: planned.length, next };
  },
  stopRun({ params, body, workspace, now }) {
    const run = runOf(workspace, params.id);
    const startedAt = 'startedAt' in run.state ? run.state.startedAt : null;
    const recording = workspace.recordings.of(run);
    recording.change({ status: 'stopping', startedAt: startedAt ?? new Date(now).toISOString() }, now);
    if (body.mode === 'now') {
      recording.change({ status: 'stopped', startedAt, endedAt: new Date(now).toISOString(), by: 'Karim Dupont' }, now);
    }
    return run;
  },
  applyPlan: ({ params, workspace }) => ({
    runs: [
      { ...runOf(workspace, params.id), isDryRun: false, cause: { kind: 'plan', name: 'Karim', runId: params.id } },
    ],
  }),
  retryRun({ params, workspace, now }) {
    const run = runOf(workspace, params.id);
    const item = makeNewRun((workspace.runs[0]?.run.number ?? 0) + 1, now);
    item.run.flowId = run.flowId;
    item.run.cause = { kind: 'retry', name: 'Karim Dupont' };
    item.run.expected = run.counters.failed;
    workspace.runs = [item, ...workspace.runs];
    return item.run;
  },

  listFailures({ query, workspace }) {
    const inState = workspace.failures.filter(({ state }) => state === query.state);
    const fitting = inState.filter(
      (item) =>
        (!query.flow || item.flowId === query.flow) &&
        (!query.run || item.runId === query.run) &&
        (!query.cause || item.cause === query.cause) &&
        (!query.entity || item.entity === query.entity) &&
        (!query.text ||
          `${item.name} ${item.key} ${item.error.message}`.toLowerCase().includes(query.text.toLowerCase())),
    );
    const from = query.before ? fitting.findIndex(({ id }) => id === query.before) + 1 : 0;
    return {
      items: fitting.slice(from, from + query.limit),
      hasMore: fitting.length > from + query.limit,
      byState: counted(workspace.failures.map(({ state }) => state)),
      byCause: counted(inState.map(({ cause }) => cause)),
      byEntity: counted(inState.map(({ entity }) => entity)),
    };
  },
  countOpenFailures: ({ workspace }) => ({ open: workspace.failures.filter(({ state }) => state === 'open').length }),
  getFailure: ({ params, workspace }) =>
    failureDetail(
      found(
        workspace.failures.find(({ id }) => id === params.id),
        'failure',
      ),
    ),
  mendFailure({ params, workspace }) {
    workspace.failures = workspace.failures.map((item) =>
      item.id === params.id ? { ...item, state: 'retrying' } : item,
    );
    return { runs: [{ runId: 'run-4812', number: 4813, flowId: 'accounts-erp-to-crm' }] };
  },
  retryFailures({ body, workspace }) {
    workspace.failures = workspace.failures.map((item) =>
      body.ids.includes(item.id) ? { ...item, state: 'retrying' } : item,
    );
    return { runs: [{ runId: 'run-4812', number: 4813, flowId: 'accounts-erp-to-crm' }] };
  },
  dismissFailures({ body, workspace }) {
    workspace.failures = workspace.failures.map((item) =>
      body.ids.includes(item.id) ? { ...item, state: 'dismissed', note: body.reason } : item,
    );
    return null;
  },

  listConnections: ({ workspace }) => workspace.connections,
  createConnection({ body, workspace, now }) {
    const set = { setAt: new Date(now).toISOString(), setBy: 'Karim', expiresOn: null };
    const connection = {
      id: `connection-${workspace.connections.length + 1}`,
      name: body.name,
      connectorId: body.connectorId,
      connectorTitle: catalog.connectors.find(({ id }) => id === body.connectorId)?.title ?? body.connectorId,
      role: body.role,
      settings: body.settings,
      secrets: Object.fromEntries(Object.keys(body.secrets).map((name) => [name, set])),
      expiring: [],
      grant: null,
      lastTest: null,
      usedBy: [],
      isDemo: false,
    };
    workspace.connections = [...workspace.connections, connection];
    return connection;
  },
  connectConnection: ({ params }) => ({ url: `/connections/${params.id}?tab=settings` }),
  disconnectConnection: ({ params, workspace }) =>
    found(
      workspace.connections.find(({ id }) => id === params.id),
      'connection',
    ),
  saveConnection({ params, body, workspace }) {
    const before = found(
      workspace.connections.find(({ id }) => id === params.id),
      'connection',
    );
    const after = { ...before, name: body.name, role: body.role, settings: body.settings };
    workspace.connections = workspace.connections.map((other) => (other.id === params.id ? after : other));
    return after;
  },
  deleteConnection({ params, workspace }) {
    workspace.connections = workspace.connections.filter(({ id }) => id !== params.id);
    return null;
  },
  tryConnectionRead({ body }) {
    const customers = [{ id: 7, name: 'Bakkerij Van den Steen' }];
    return {
      request: 'GET https://shop.example/customers',
      status: 200,
      body: JSON.stringify(customers, null, 2),
      isCut: false,
      records: body.key === null || body.key === '7' ? 1 : 0,
      hasMore: body.key === null ? false : null,
      rows: [],
      problem: null,
      creates: null,
      proposal: {
        key: 'id',
        list: {},
        fields: [{ path: 'name', kind: 'text', field: 'name', example: customers[0]!.name }],
      },
    };
  },
  testConnection({ params, workspace, now }) {
    const connection = found(
      workspace.connections.find(({ id }) => id === params.id),
      'connection',
    );
    const isKnown = connection.lastTest !== null;
    const lastTest = {
      at: new Date(now).toISOString(),
      isOk: isKnown,
      steps: connection.lastTest?.steps ?? [
        {
          id: 'address',
          title: { en: 'Address found' },
          outcome: 'failed' as const,
          detail: 'This name has no address.',
          remedy: 'Correct the address in the settings.',
          durationMs: 31,
        },
      ],
    };
    workspace.connections = workspace.connections.map((other) =>
      other.id === params.id ? { ...other, lastTest } : other,
    );
    return lastTest;
  },
  getConnectionSchema: ({ params, workspace, now }) => ({
    discoveredAt: new Date(now).toISOString(),
    entities: params.id === 'vies' ? [] : makeSchema(workspace.looks),
  }),
  discoverConnection({ workspace, now }) {
    workspace.looks += 1;
    return { discoveredAt: new Date(now).toISOString(), entities: makeSchema(workspace.looks) };
  },

  getRevenue: ({ workspace }) => revenueOverview(workspace.flows.length === 0),
  listRevenueCustomers: ({ query }) => {
    const words = (query.search ?? '').toLowerCase();
    const items = revenueCustomers.filter(({ name, number }) => `${number} ${name}`.toLowerCase().includes(words));
    return { items, total: items.length };
  },
  getRevenueCustomer: ({ params }) => ({
    customer: found(
      revenueCustomers.find(({ id }) => id === Number(params.id)),
      'customer',
    ),
    upToDate: revenueUpToDate,
    months: revenueMonths.map((month) => ({
      ...month,
      amount: '51000.00',
      before: '47000.00',
      target: '50000.00',
      targetRevenue: '51000.00',
    })),
    records: [
      {
        role: 'erp',
        connection: 'Business Central',
        connectionId: 'bc',
        key: '8d2b2d6e-0001-4a6e-9a55-000000000001',
        url: null,
      },
      {
        role: 'crm',
        connection: 'Dynamics 365 Sales',
        connectionId: 'crm',
        key: '7c1b2d6e-0001-4a6e-9a55-000000000001',
        url: 'https://verbeke.crm4.dynamics.com/main.aspx?pagetype=entityrecord',
      },
    ],
  }),
  getCustomerDocuments: () => ({
    invoices: Array.from({ length: 6 }, (_, at) => ({
      key: `f${at}`,
      number: `VF26-0${412 - at}`,
      isCreditNote: at === 2,
      date: `2026-${String(11 - at).padStart(2, '0')}-12`,
      dueDate: `2026-${String(12 - at).padStart(2, '0')}-12`,
      currency: at === 3 ? 'USD' : 'EUR',
      amount: '12450.00',
      remainingAmount: at < 2 ? '15064.50' : '0.00',
      status: at < 2 ? 'open' : 'paid',
    })),
    orders: [
      {
        key: 'o1',
        number: '24-10377',
        reference: 'Werf Mechelen',
        date: '2026-11-19',
        currency: 'EUR',
        amount: '8420.00',
        status: 'released',
        fulfilment: 'partlyShipped',
        confirmedDate: '2026-11-27',
        tracking: '3SBPO4711',
      },
    ],
    totals: { invoices: 6, orders: 1 },
    problem: null,
  }),
  getEmbed: ({ workspace }) => embedSettings(workspace.embedOrigins),
  saveEmbed({ body, workspace }) {
    workspace.embedOrigins = body.origins;
    return embedSettings(body.origins);
  },
  withdrawEmbedLinks: ({ workspace }) => embedSettings(workspace.embedOrigins),
  makeEmbedLink: () => ({ url: '/embed.html#k1.fixture.token', expiresAt: '2026-12-03T00:00:00.000Z' }),
  openEmbed({ body }) {
    if (!body.token.startsWith('k1.')) {
      throw new Refusal(403, {
        code: 'embed.not-signed',
        message: 'This link was not made by this Koppel, or it was withdrawn.',
        remedy: 'Ask your Koppel administrator to run the flow that writes the links.',
      });
    }
    return { customer: revenueCustomers[2]!, months: revenueMonths, upToDate: revenueUpToDate };
  },
  getMastership: ({ workspace }) => ({ table: workspace.mastership, revision: 3 }),
  saveMastership({ body, workspace }) {
    workspace.mastership = body.table;
    return { table: body.table, revision: body.revision + 1, switched: [] };
  },
  getMastershipHistory: ({ workspace }) => [
    {
      revision: 3,
      savedAt: '2026-11-20T10:15:00.000Z',
      savedBy: 'Karim Dupont',
      changes: [
        {
          before: { entity: 'account', group: 'finance', master: 'erp', maySeed: [], conflict: 'masterWins' as const },
          after: { entity: 'account', group: 'finance', master: 'erp', maySeed: [], conflict: 'ask' as const },
        },
      ],
      table: workspace.mastership,
    },
    { revision: 2, savedAt: '2026-11-02T08:00:00.000Z', savedBy: 'Koppel', changes: [], table: workspace.mastership },
  ],
  listShippedFlows: ({ workspace }) =>
    workspace.scenario === 'normal' && !workspace.isShippedSeen
      ? [{ id: 'shipped-flow', title: { en: 'Sales targets CRM → ERP' }, summary: null, isNew: true }]
      : [],
  addShippedFlows({ body, workspace }) {
    workspace.isShippedSeen = true;
    return { added: body.add ?? [] };
  },
  exportMastership: ({ query }) => ({
    fileName: `mastership-3.${query.format}`,
    mediaType: `text/${query.format}`,
    content: 'Who is master of what?',
  }),
  getMastershipFindings: () => ({
    findings: [
      {
        code: 'flows.write-same-field',
        severity: 'warning' as const,
        message:
          'Account Credit limit in the CRM is written by "Customers ERP → CRM" and "Credit check": each may undo what the other wrote.',
        remedy: 'Take the field out of the mapping of all but one of them.',
        fields: ['account.creditLimit'],
        matrixRow: 'account.finance',
        flows: [{ id: 'accounts-erp-to-crm', title: { en: 'Customers ERP → CRM' } }],
      },
      {
        code: 'flows.nobody-fills',
        severity: 'hint' as const,
        message: 'No flow brings Account Insured until from its master, the ERP, to the other system.',
        remedy: 'Map it in the flow that carries its group, or leave it if nobody needs it there.',
        fields: ['account.insuredUntil'],
        matrixRow: 'account.finance',
        flows: [{ id: 'accounts-erp-to-crm', title: { en: 'Customers ERP → CRM' } }],
      },
    ],
    refused: [],
  }),
  tryMastership: () => ({ findings: [], refused: [] }),
  getLocks: ({ query, workspace }) => (query.entity === 'account' ? [accountLocks(workspace.lockedFields)] : []),
  setLocks({ body, workspace }) {
    for (const field of body.fields) {
      if (body.wanted === 'locked') workspace.lockedFields.add(field);
      else workspace.lockedFields.delete(field);
    }
    return accountLocks(workspace.lockedFields);
  },
  getDrift: ({ workspace }) => driftOverview(workspace.driftSchedule),
  listDrift: ({ query }) => driftList(query),
  startDrift: () => ({ runs: [] }),
  saveDriftSchedule({ body, workspace }) {
    workspace.driftSchedule = body;
    return driftOverview(body);
  },
  listValueLists: ({ workspace }) => workspace.valueLists,
  createValueList({ body, workspace }) {
    workspace.valueLists = [...workspace.valueLists, body].toSorted((a, b) => a.id.localeCompare(b.id));
    return body;
  },
  changeValueList({ params, body: { changes }, workspace }) {
    const list = found(
      workspace.valueLists.find(({ id }) => id === params.id),
      'value list',
    );
    const entries = { ...list.entries };
    for (const { code, to } of changes) {
      if (to === null) delete entries[code];
      else entries[code] = to;
    }
    const changed = { ...list, entries };
    workspace.valueLists = workspace.valueLists.map((other) => (other.id === list.id ? changed : other));
    return changed;
  },
  saveValueList({ params, body, workspace }) {
    const others = workspace.valueLists.filter((other) => other.id !== params.id);
    workspace.valueLists = [...others, body].toSorted((a, b) => a.id.localeCompare(b.id));
    return body;
  },

  listLinkPairs: ({ workspace }) => makePairs(workspace.links),
  listLinks({ query, workspace }) {
    const isSuspicious = (link: (typeof workspace.links)[number]) => link.isContested || link.rightGoneAt !== null;
    const ofPair = query.entity === 'account' ? workspace.links : [];
    const wanted = ofPair.filter(
      (link) =>
        (query.view === 'all' || isSuspicious(link)) &&
        (!query.origin || link.origin === query.origin) &&
        (!query.text || JSON.stringify(link).toLowerCase().includes(query.text.toLowerCase())),
    );
    const items = wanted.filter(({ id }) => query.before === undefined || id < query.before);
    return {
      items: items.slice(0, query.limit),
      hasMore: items.length > query.limit,
      total: wanted.length,
      counts: {
        links: ofPair.length,
        suspicious: ofPair.filter(isSuspicious).length,
        suggestions: query.entity === 'account' ? workspace.suggestions.length : 0,
      },
    };
  },
  getLink: ({ params, workspace, now }) =>
    makeLinkDetail(
      found(
        workspace.links.find(({ id }) => id === params.id),
        'record link',
      ),
      workspace.suggestions,
      now,
    ),
  makeLink({ body, workspace, now }) {
    const [link] = makeLinks(now, 1);
    const { reason: _, isInstead: __, ...keys } = body;
    const made = {
      ...link!,
      ...keys,
      id: 20_000 + workspace.links.length,
      origin: 'hand' as const,
      isContested: false,
    };
    workspace.links = [made, ...workspace.links];
    return made;
  },
  unlink({ body, workspace }) {
    workspace.links = workspace.links.filter(({ id }) => !body.ids.includes(id));
    return { unlinked: body.ids.length };
  },
  compareRecords: ({ query }) => makeComparison(query.rightKey?.startsWith('9a2e14b0') ?? false),
  searchRecords: ({ query }) => [
    {
      key: `${query.connection}-1`,
      name: `${query.text} BV`,
      values: { name: query.text, companyNumber: '0403019261' },
    },
  ],
  listLinkSuggestions: ({ query, workspace }) => ({
    items: query.entity === 'account' ? workspace.suggestions : [],
    hasMore: false,
  }),
  acceptLinkSuggestions({ body, workspace }) {
    workspace.suggestions = workspace.suggestions.filter(({ id }) => !body.ids.includes(id));
    return { linked: body.ids.length, taken: 0 };
  },
  dismissLinkSuggestions({ body, workspace }) {
    workspace.suggestions = workspace.suggestions.filter(({ id }) => !body.ids.includes(id));
    return null;
  },
  getMatchRules: ({ workspace }) => ({ rules: workspace.matchRules }),
  saveMatchRules({ body, workspace }) {
    workspace.matchRules = body.rules;
    return body;
  },
  inspectLinkFile: () => ({
    encoding: 'windows-1252',
    separator: ';',
    columns: ['Klantnummer', 'Naam', 'CRM id'],
    rows: importRows.length,
    sample: importRows.slice(0, 3).map(({ left, right, leftName }) => [left, leftName ?? '', right]),
    guess: { leftColumn: 0, rightColumn: 2, leftBy: 'number', rightBy: 'key' },
    leftBy: ['key', 'number'],
    rightBy: ['key', 'number', 'email'],
  }),
  importLinks: ({ now }) => makeLinkJob('import', now),
  startLinkJob: ({ body, workspace, now }) => makeLinkJob(body.kind, now, body.rules ?? workspace.matchRules),
  listLinkJobs: () => [],
  getLinkJob: ({ params, workspace, now }) => makeLinkJob(params.id.slice(4) as 'import', now, workspace.matchRules),
  cancelLinkJob: ({ params, now }) => ({
    ...makeLinkJob(params.id.slice(4) as 'import', now),
    status: 'cancelled' as const,
  }),
  applyLinkImport: ({ now }) => ({
    ...makeLinkJob('import', now),
    status: 'done' as const,
    result: { linked: 1 },
    verdicts: { applied: 1, linked: 1, unknownRight: 1, conflict: 1, duplicate: 1 },
  }),
  listImportRows: ({ query }) => ({
    items: importRows.filter(({ verdict }) => !query.verdict || verdict === query.verdict),
    hasMore: false,
  }),
  // What templates do is tried against a real server: it has to do with everything at once.
  listTemplates: ({ workspace, now }) =>
    workspace.flows.length === 0
      ? { installed: [], library: [] }
      : { installed: makeInstalled(now), library: makePackages(now) },
  listInstallations: () => [],
  getTemplatePublishers: () => ({ own: { name: 'Koppel', publicKey: '' }, trusted: [] }),
  saveTemplatePublishers: () => noTemplate(),
  getTemplate: () => noTemplate(),
  downloadTemplate: () => noTemplate(),
  uploadTemplate: () => noTemplate(),
  removeTemplate: () => noTemplate(),
  proposeExport: ({ body }) => makeProposal(body.decisions),
  exportTemplate: () => noTemplate(),
  beginInstallation: () => noTemplate(),
  getInstallation: ({ workspace, now }) => makeInstallation(detailOf(workspace, 'accounts-erp-to-crm', now).draft, now),
  changeInstallation: () => noTemplate(),
  showMergeEffect: ({ body }) => makeEffect(body.conflict, body.combined),
  tryInstallation: () => noTemplate(),
  finishInstallation: () => noTemplate(),
  abandonInstallation: () => noTemplate(),
  diffTemplate: () => noTemplate(),
  revertTemplate: () => noTemplate(),
  getTemplateDocumentation: () => makeDocumentation(),
  detachTemplate: () => noTemplate(),
};

function noTemplate(): never {
  throw gone('template');
}

function restorePointOf(now: number): RestorePoint {
  const at = new Date(now - 3_600_000).toISOString();
  return {
    id: 'before-limits',
    cause: 'byHand',
    note: 'Before the new limits',
    keptAt: at,
    savedAt: at,
    savedBy: 'Lotte',
    isReadable: true,
  };
}
