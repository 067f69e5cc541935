import { emptyFlowTest } from '../support/flow-tests.ts';
import { parseFlow, type FlowDocument, type FlowNode } from '@koppel/model';
import { routes, type RouteName } from '@koppel/protocol';
import { z } from 'zod';
import { customers } from '../../../connectors/http/test/system-under-test.ts';
import { Client } from '../support/client.ts';
import { ended } from '../support/systems.ts';
import { tokenOf } from '../support/test-koppel.ts';
import { insist } from './attack.ts';
import type { Lab } from './lab.ts';

/** One thing of each kind that a workspace gives ids to. */
export interface Ids {
  readonly flow: string;
  readonly flowTest: string;
  readonly document: FlowDocument;
  readonly review: string;
  readonly run: string;
  readonly failure: string;
  /** Shared: only so is it the workspace's. */
  readonly view: string;
  readonly connection: string;
  readonly resource: z.input<(typeof routes)['tryConnectionRead']['body']>['draft'];
  readonly link: number;
  readonly suggestion: number;
  readonly linkJob: string;
  readonly customer: number;
  readonly valueList: string;
  readonly template: string;
  readonly version: string;
  readonly installation: string;
  readonly apiToken: string;
  readonly member: string;
  readonly accessRequest: string;
  readonly embedToken: string;
}

export type OwnIds = Pick<Ids, 'flow' | 'connection' | 'installation'>;

export interface Crossing {
  readonly people: {
    readonly memberOfBoth: Client;
    readonly memberOfOther: Client;
    /** A consultant of the first, who may see own customers only in the other. */
    readonly salesInOther: Client;
    readonly tokenOfOther: Client;
    readonly commandLine: Client;
  };
  /** Of the first workspace. */
  readonly foreign: Ids;
  /** Made up, of the same forms. */
  readonly unknown: Ids;
  /** Of the other workspace, which has nothing whose ids are numbers: those of the first are nobody's there. */
  readonly own: OwnIds;
  /** Everything that can be read of the first workspace, by route, as it was before the attacks. */
  readonly before: ReadonlyMap<string, string>;
  look(): Promise<ReadonlyMap<string, string>>;
}

/** Two workspaces with something of every kind in them, and the people of the attacks. Made once. */
export const settle = (lab: Lab): Promise<Crossing> => lab.once('two workspaces', () => made(lab));

async function made(lab: Lab): Promise<Crossing> {
  const first = lab.commandLine;
  const administrator = await lab.person('administrator');
  const memberOfBoth = inside(administrator, 'other');
  await memberOfBoth.call('createWorkspace', { body: { slug: 'other', name: 'Other', environment: 'test' } });
  const invited = await memberOfBoth.call('inviteMember', { body: { email: 'other@attack.test', role: 'administrator' } });
  const memberOfOther = inside(await Client.byLink(lab.url, tokenOf(invited.link!.url)), 'other');
  const members = await first.call('listMembers');
  const consultant = members.find(({ role }) => role === 'consultant')!;
  await memberOfBoth.call('inviteMember', { body: { email: consultant.email, role: 'sales' } });
  const view = { screen: 'runs', title: 'First', isShared: true, search: { status: 'attention' } } as const;
  const foreign = await filled(lab, first, {
    // Nobody of the other workspace, and nobody whom other attacks need: they are taken out at the end.
    member: (await first.call('inviteMember', { body: { email: 'first@attack.test', role: 'viewer' } })).member.id,
    apiToken: (await tokenFor(administrator)).token.id,
    view: (await administrator.call('saveView', { body: view })).id,
    accessRequest: (await (await lab.person('viewer')).call('askAccess', { body: { permission: 'flows.edit' } })).id,
  });
  const look = () => everything(first);
  return {
    people: {
      memberOfBoth,
      memberOfOther,
      salesInOther: inside(await lab.person('consultant'), 'other'),
      tokenOfOther: Object.assign(new Client(lab.url), { bearer: (await tokenFor(memberOfOther)).text }),
      commandLine: lab.commandLine,
    },
    foreign,
    unknown: madeUp(foreign),
    own: await ownOf(lab, memberOfBoth),
    before: await look(),
    look,
  };
} // prettier-ignore

const tokenFor = (client: Client) =>
  client.call('createApiToken', { body: { name: 'Attack', permissions: ['flows.read', 'flows.edit', 'runs.read'], expiresInDays: 1 } }); // prettier-ignore

/** What the other workspace has: a flow, a connection, and an installation that was begun. */
async function ownOf(lab: Lab, client: Client): Promise<OwnIds> {
  const flow = 'customer-value';
  await client.call('addShippedFlows', { body: { add: [flow] } });
  await client.call('exportTemplate', { body: { id: 'own', title: { en: 'Value' }, flows: [flow] } });
  const { id: installation } = await client.call('beginInstallation', { body: { id: 'own', version: '1.0.0' } });
  return { flow, connection: await connectionFor(lab, client), installation };
}

async function connectionFor(lab: Lab, client: Client): Promise<string> {
  const settings = { baseUrl: lab.rest.origin, signIn: 'none', resources: [customers()] };
  const body = { name: 'Shop', connectorId: 'http', role: 'shop', settings, secrets: {} };
  return (await client.call('createConnection', { body })).id;
}

function inside(client: Client, workspace: string): Client {
  const { cookie, csrfToken, bearer } = client;
  return Object.assign(new Client(client.url), { cookie, csrfToken, bearer, workspace });
}

/** The same forms, and nothing behind them. */
function madeUp(ids: Ids): Ids {
  const forms = Object.entries(ids).map(([name, id]: [string, unknown]) => {
    if (typeof id === 'number') return [name, 987_654_321];
    if (typeof id !== 'string' || name === 'version') return [name, id];
    return [name, z.guid().safeParse(id).success ? crypto.randomUUID() : `${id.slice(0, -4)}none`];
  });
  const unknown = Object.fromEntries(forms) as Ids;
  return { ...unknown, document: { ...ids.document, id: unknown.flow } };
}

/** Puts one thing of each kind into a workspace with the demo systems. */
async function filled(
  lab: Lab,
  client: Client,
  given: Pick<Ids, 'member' | 'apiToken' | 'accessRequest' | 'view'>,
): Promise<Ids> {
  const links = await linksOf(client);
  const flow = await flowOf(client, 'of-the-first-only');
  const valueList = 'list-of-the-first';
  const list = { koppel: 'value-list', version: 1, id: valueList, title: { en: 'First' }, entries: {} } as const;
  await client.call('saveValueList', { params: { id: valueList }, body: list });
  const [customer] = (await client.call('listRevenueCustomers')).items;
  await client.call('saveEmbed', { body: { origins: ['https://crm.example.com'] } });
  const { url } = await client.call('makeEmbedLink', { params: { id: customer!.id } });
  return {
    ...given,
    ...links,
    ...flow,
    ...(await templateOf(client, 'template-of-the-first')),
    connection: await connectionFor(lab, client),
    resource: customers() as Ids['resource'],
    customer: customer!.id,
    valueList,
    embedToken: new URL(url).hash.slice(1),
  };
}

/** A published flow that starts by a webhook and sets every record aside, with its run. */
async function flowOf(
  client: Client,
  id: string,
): Promise<Pick<Ids, 'flow' | 'flowTest' | 'document' | 'review' | 'run' | 'failure'>> {
  const { draft, slots } = await client.call('getFlow', { params: { id: 'accounts-erp-to-crm' } });
  const changed = structuredClone(draft) as FlowDocument & { nodes: Record<string, FlowNode> };
  Object.assign(changed, { id, title: { en: id } });
  changed.nodes['schedule'] = { type: 'start-on-webhook', v: 1, config: { keys: '/id', answer: 'accepted' } };
  const { rows } = changed.nodes['map']!.config as { rows: Record<string, unknown> };
  rows['account.name'] = { cel: 'text(int(account.name))' };
  const parsed = parseFlow(changed);
  insist(parsed.ok, 'The flow of the attacks is damaged');
  const { summary, revision } = await client.call('importFlow', { body: { document: parsed.document } });
  const params = { id: summary.id };
  await client.call('bindFlow', { params, body: { slots } });
  const { id: review } = await client.call('askReview', { params, body: { revision, message: id } });
  await client.call('publishFlow', { params, body: { revision, note: id } });
  const started = await client.call('startRun', { params, body: { scope: { kind: 'all' } } });
  await ended(client, started.id);
  const [failure] = (await client.call('listFailures', { query: { flow: summary.id } })).items;
  insist(failure !== undefined, 'The flow of the attacks set nothing aside');
  const document = { ...parsed.document, id: summary.id };
  const flowTest = 'of-the-first';
  const test = emptyFlowTest(summary.id, flowTest);
  await client.call('saveFlowTest', { params: { ...params, test: flowTest }, body: { test } });
  return { flow: summary.id, flowTest, document, review, run: started.id, failure: failure.id };
}

/** Record links of the demo systems: one that was accepted, one that is suggested, and an import that waits. */
async function linksOf(client: Client): Promise<Pick<Ids, 'link' | 'suggestion' | 'linkJob'>> {
  const pair = { entity: 'account', left: 'demo-erp', right: 'demo-crm' };
  const settled = async ({ id }: { id: string }) => {
    for (;;) {
      const { status } = await client.call('getLinkJob', { params: { id } });
      if (status !== 'running') return id;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await client.call('saveMatchRules', { params: { id: 'account' }, body: { rules: [{ fields: ['name'], mode: 'suggest' }] } });
  await settled(await client.call('startLinkJob', { body: { ...pair, kind: 'match' } }));
  const [accepted, suggested] = (await client.call('listLinkSuggestions', { query: pair })).items;
  insist(accepted !== undefined && suggested !== undefined, 'Nothing was suggested');
  await client.call('acceptLinkSuggestions', { body: { ids: [accepted.id], reason: 'Attack' } });
  const [link] = (await client.call('listLinks', { query: pair })).items;
  const file = { content: btoa('erp;crm\nx;y'), fileName: 'x.csv', leftColumn: 0, rightColumn: 1 };
  const linkJob = await settled(await client.call('importLinks', { body: { ...pair, ...file } }));
  return { link: link!.id, suggestion: suggested.id, linkJob };
} // prettier-ignore

/** A template that is installed, and the next version of it begun. */
async function templateOf(client: Client, id: string): Promise<Pick<Ids, 'template' | 'version' | 'installation'>> {
  const flows = ['customer-value'];
  const install = async (version: string) => {
    await client.call('exportTemplate', { body: { id, title: { en: 'Value' }, flows, version } });
    return (await client.call('beginInstallation', { body: { id, version } })).id;
  };
  const params = { id: await install('1.0.0') };
  await client.call('finishInstallation', { params, body: { as: 'drafts' } });
  return { template: id, version: '1.0.0', installation: await install('1.1.0') };
}

/** What moves by itself. */
const passing =
  /"(serverTime|checkedAt|lastUsedAt|readAt|upToDate|asOf|nextAt|nextRunAt|csrfToken|requestId)":("[^"]*"|null|\{[^}]*\})/g;

async function everything(client: Client): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const queries: Partial<Record<RouteName, object>> = {
    listLinks: { entity: 'account', left: 'demo-erp', right: 'demo-crm' },
    listLinkSuggestions: { entity: 'account', left: 'demo-erp', right: 'demo-crm' },
    listLinkJobs: { entity: 'account', left: 'demo-erp', right: 'demo-crm' },
    listViews: { screen: 'runs' },
  };
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path } = routes[name];
    // The table on paper says when it was printed, and the audit log tells of the attacks.
    if (name === 'exportMastership' || name.endsWith('Audit')) continue;
    if (method !== 'GET' || path.replace('/:workspace/', '/').includes('/:')) continue;
    const { status, text } = await client.ask(name, { query: queries[name] as never });
    if (status === 200) found.set(name, text.replaceAll(passing, ''));
  }
  return found;
}
