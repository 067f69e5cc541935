import { parseFlow, type FlowDocument } from '@koppel/model';
import { customers } from '../../../../connectors/http/test/system-under-test.ts';
import { Client } from '../../support/client.ts';
import { ended } from '../../support/systems.ts';
import { tokenOf } from '../../support/test-koppel.ts';
import { insist } from '../attack.ts';
import type { Lab } from '../lab.ts';
import { sealed } from '../sealed-package.ts';
import { allAt, documentation, markup, textsAt, type Place } from './markup.ts';

/** Where the texts stand in the workspace with the demo systems, once they are everywhere that somebody can write one. */
export interface Planted {
  readonly flow: string;
  readonly run: string;
  /** Of the customers whose names are the texts, by their index. */
  readonly failures: ReadonlyMap<number, string>;
  /** Failures by the index of the words with which the other system refused the record. */
  readonly refusals: ReadonlyMap<number, string>;
  readonly links: ReadonlyMap<number, number>;
  readonly customers: readonly number[];
  readonly embedTokens: readonly string[];
  /** Of the ERP, by index. */
  readonly erpIds: readonly string[];
  readonly connections: readonly string[];
  readonly installation: string;
  /** The table of masters as a page, of the workspace whose name is the text at this index. */
  readonly papers: readonly string[];
}

/** What the API takes as a reason or a note. */
const reasonLength = 500;
const pair = { entity: 'account', left: 'demo-erp', right: 'demo-crm' };

/** Writes the texts wherever a person or a system can write one. Made once. */
export const plant = (lab: Lab): Promise<Planted> => lab.once('markup', () => planted(lab));

async function planted(lab: Lab): Promise<Planted> {
  const client = lab.commandLine;
  const papers = await workspaces(lab);
  await people(lab);
  const erpIds = await namesInErp(lab);
  const { flow, run, failures, refusals } = await flowWithFailures(lab, client);
  for (const id of ['accounts-erp-to-crm', 'revenue-erp-to-crm', 'customer-value']) {
    const started = await client.call('startRun', { params: { id }, body: { scope: { kind: 'all' } } });
    await ended(client, started.id);
  }
  const { items } = await client.call('listRevenueCustomers');
  const own = textsAt('customer').map((text) => items.find(({ name }) => name === text)!.id);
  await client.call('saveEmbed', { body: { origins: ['https://crm.example.com'] } });
  const embedLinks = await Promise.all(own.map((id) => client.call('makeEmbedLink', { params: { id } })));
  return {
    flow,
    run,
    failures,
    refusals,
    erpIds,
    papers,
    customers: own,
    embedTokens: embedLinks.map(({ url }) => new URL(url).hash),
    links: await linksOf(client),
    connections: await connections(lab, client),
    installation: await template(lab, client),
  };
}

/** By the index of the text of this place that is in it. */
function byText<Id>(place: Place, found: readonly (readonly [json: string, id: Id])[]): Map<number, Id> {
  return new Map(
    textsAt(place).flatMap((text, index) => {
      const one = found.find(([json]) => json.includes(JSON.stringify(text).slice(1, -1)));
      return one ? [[index, one[1]] as const] : [];
    }),
  );
}

async function workspaces(lab: Lab): Promise<string[]> {
  const administrator = await lab.person('administrator');
  const papers: string[] = [];
  for (const [index, name] of textsAt('workspace').entries()) {
    const slug = `markup-${index}`;
    await administrator.call('createWorkspace', { body: { slug, name, environment: 'test' } });
    const inside = Object.assign(lab.commandLine, { workspace: slug });
    const { content } = await inside.call('exportMastership', { query: { format: 'html', language: 'en' } });
    papers.push(content);
  }
  return papers;
}

/** Members with such names, who leave their names behind where people are named: in the audit log, on tokens, on requests. */
async function people(lab: Lab): Promise<void> {
  for (const [index, name] of textsAt('person').entries()) {
    const email = `markup${index}@attack.test`;
    const invited = await lab.commandLine.call('inviteMember', { body: { email, name, role: 'viewer' } });
    const person = await Client.byLink(lab.url, tokenOf(invited.link!.url));
    await person.call('createApiToken', {
      body: { name: textsAt('token')[index]!, permissions: ['runs.read'], expiresInDays: 1 },
    });
    await person.call('askAccess', { body: { permission: 'flows.edit' } });
  }
}

/** Renames customers on the page of the demo ERP, as somebody of the firm would. */
async function namesInErp(lab: Lab): Promise<string[]> {
  const page = (path: string) => lab.send({ method: 'GET', path: `/demo/erp/customers${path}`, as: 'administrator' });
  const { text: list } = await page('');
  const ids = [...new Set([...list.matchAll(/customers\/([0-9a-f-]{36})/g)].map(([, id]) => id!))].slice(0, markup.length);
  insist(ids.length === markup.length, `The ERP shows ${ids.length} customers`);
  for (const [index, id] of ids.entries()) {
    const { text } = await page(`/${id}`);
    const [, version = ''] = /name="version" value="(\d+)"/.exec(text) ?? [];
    const { status } = await lab.send({
      method: 'POST',
      path: `/demo/erp/customers/${id}`,
      as: 'administrator',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ version, displayName: textsAt('customer')[index]!, blocked: ' ' }).toString(),
    });
    insist(status === 302 || status === 303, `Renaming a customer answered ${status}`);
  }
  return ids;
} // prettier-ignore

/** A flow whose every text is one of them, that sends customers to a system which refuses each with such words. */
async function flowWithFailures(lab: Lab, client: Client): Promise<Pick<Planted, 'flow' | 'run' | 'failures' | 'refusals'>> {
  const refusals = textsAt('refusal').values();
  lab.rest.canned.set('/markup/customers', (request, response) => {
    const isRead = request.method === 'GET';
    const message = isRead ? '' : (refusals.next().value ?? allAt('refusal'));
    const body = isRead ? { data: { customers: [], total: 0 } } : { message, code: message };
    response.writeHead(isRead ? 200 : 422, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const settings = { baseUrl: `${lab.rest.origin}/markup`, signIn: 'none', resources: [customers()] };
  const body = { name: 'Hostile shop', connectorId: 'http', role: 'shop', settings, secrets: {} };
  const { id: shop } = await client.call('createConnection', { body });
  const { summary: { id } } = await client.call('importFlow', { body: { document: hostileFlow() } });
  const params = { id };
  await client.call('bindFlow', { params, body: { slots: { erp: 'demo-erp', shop } } });
  const { revision } = await client.call('getFlow', { params });
  await client.call('askReview', { params, body: { revision, message: allAt('review', 1000) } });
  await client.call('publishFlow', { params, body: { revision, note: allAt('versionNote', reasonLength) } });
  const started = await client.call('startRun', { params, body: { scope: { kind: 'all' } } });
  await ended(client, started.id);
  for (const title of textsAt('newFlow')) await client.call('createFlow', { body: { title } });
  const { items } = await client.call('listFailures', { query: { flow: id, limit: 500 } });
  insist(items.length >= markup.length, `The hostile system refused ${items.length} records`);
  const details = await Promise.all(items.map((failure) => client.call('getFailure', { params: { id: failure.id } })));
  const found = details.map((failure) => [JSON.stringify(failure), failure.id] as const);
  return { flow: id, run: started.id, failures: byText('customer', found), refusals: byText('refusal', found) };
} // prettier-ignore

function hostileFlow(): FlowDocument {
  const passing = textsAt('node').map((title, index) => [`pass${index}`, { type: 'filter-records', v: 1, title, config: { condition: { cel: 'true' } } }]);
  const names = ['read', ...passing.map(([name]) => name as string), 'map'];
  const leaving = (name: string) => (name.startsWith('pass') ? 'matched' : 'records');
  const parsed = parseFlow({
    koppel: 'flow',
    version: 1,
    id: 'markup',
    title: { en: allAt('flow') },
    summary: { en: allAt('flow') },
    integration: allAt('flow'),
    slots: { erp: { role: 'erp', title: { en: allAt('flow') } }, shop: { role: 'shop', title: { en: allAt('flow') } } },
    parameters: {},
    nodes: {
      start: { type: 'start-by-hand', v: 1, config: {} },
      read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
      ...Object.fromEntries(passing),
      map: { type: 'map-fields', v: 1, config: { rows: { 'account.name': { from: 'account.name' } } } },
      save: { type: 'save-record', v: 1, slot: 'shop', entity: 'account', config: { match: ['name'] } },
    },
    edges: [
      'map.records -> save.records',
      'start.start -> read.start',
      ...names.slice(1).map((name, index) => `${names[index]}.${leaving(names[index]!)} -> ${name}.records`),
    ],
    layout: {
      nodes: Object.fromEntries(names.map((name, index) => [name, [(index % 5) * 260, Math.floor(index / 5) * 140]])),
      groups: { all: { title: allAt('group', 200), description: allAt('group'), nodes: ['read', 'map'] } },
      notes: Object.fromEntries(textsAt('note').map((text, index) => [`note${index}`, { text, at: [(index % 5) * 260, -600 + Math.floor(index / 5) * 120] }])),
    },
  });
  insist(parsed.ok, `The flow is damaged: ${parsed.ok ? '' : JSON.stringify(parsed.issues)}`);
  return parsed.document;
} // prettier-ignore

/** A link made and taken away for reasons, and a file of links by such a name. Gives the links of records with such names. */
async function linksOf(client: Client): Promise<Map<number, number>> {
  const content = btoa('erp;crm\nx;y');
  const job = await client.call('importLinks', {
    body: { ...pair, content, fileName: allAt('file', 200), leftColumn: 0, rightColumn: 1 },
  });
  for (;;) {
    const { status } = await client.call('getLinkJob', { params: { id: job.id } });
    if (status !== 'running') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { items } = await client.call('listLinks', { query: { ...pair, limit: 100 } });
  const other = items.find(({ leftName }) => !textsAt('customer').includes(leftName ?? ''));
  insist(other !== undefined, 'There are no record links');
  await client.call('unlink', { body: { ids: [other.id], reason: allAt('reason', reasonLength) } });
  return byText(
    'customer',
    items.map(({ id, leftName }) => [JSON.stringify(leftName), id]),
  );
}

/** Connections by such names, to a system that answers with such words. */
async function connections(lab: Lab, client: Client): Promise<string[]> {
  lab.rest.canned.set('/answers', (_request, response) =>
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: allAt('answer', 400) })),
  );
  const ids: string[] = [];
  for (const name of textsAt('connection')) {
    const settings = { baseUrl: `${lab.rest.origin}/answers`, signIn: 'none', resources: [customers()] };
    const body = { name, connectorId: 'http', role: 'shop', settings, secrets: {} };
    const { id } = await client.call('createConnection', { body });
    await client.call('testConnection', { params: { id } });
    ids.push(id);
  }
  return ids;
}

/** A package whose every text is one of them, and its installation begun. */
async function template(lab: Lab, client: Client): Promise<string> {
  const id = 'markup';
  const content = await sealed(lab, (body) => {
    const { manifest, contents } = body;
    Object.assign(manifest, { id, title: { en: allAt('template') }, note: allAt('template', reasonLength) });
    for (const listed of manifest.flows) Object.assign(listed, { title: { en: allAt('template') } });
    for (const slot of manifest.slots) Object.assign(slot, { title: { en: allAt('template') } });
    for (const field of manifest.fields) Object.assign(field, { label: allAt('template') });
    for (const flow of Object.values(contents.flows)) {
      Object.assign(flow, { title: { en: allAt('template') }, summary: { en: allAt('template') }, phrases: {} });
      Object.values(flow.nodes).forEach((node, index) =>
        Object.assign(node, { title: textsAt('template')[index % markup.length] }),
      );
    }
    Object.assign(body, { documentation: documentation() });
  });
  await client.call('uploadTemplate', { body: { content: JSON.stringify(content) } });
  return (await client.call('beginInstallation', { body: { id, version: content.manifest.version } })).id;
}
