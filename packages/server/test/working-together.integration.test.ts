import { rm } from 'node:fs/promises';
import type { DraftStand, UserRole } from '@koppel/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Client, problemOf, type Answer } from './support/client.ts';
import { LiveClient } from './support/live-client.ts';
import { ShiftedClock, startTestKoppel, temporaryFolder, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let folder: string;
const clock = new ShiftedClock();
/** An administrator. */
let karim: Client;
let lotte: Client;
let wim: Client;
let flow: string;
let people = 0;
const sockets: LiveClient[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startTestKoppel({ folder, clock });
  karim = await server.administrator();
  lotte = await invited('Lotte', 'analyst');
  wim = await invited('Wim', 'analyst');
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  flow = (await lotte.call('createFlow', { body: { title: 'Customers' } })).summary.id;
});
afterEach(async () => {
  for (const { socket } of sockets) socket.close();
  await Promise.all(sockets.splice(0).map(({ closed }) => closed));
});

async function invited(name: string, role: UserRole): Promise<Client> {
  people += 1;
  const body = { email: `${name.toLowerCase()}${people}@example.be`, name, role };
  const { link } = await karim.call('inviteMember', { body });
  return Client.byLink(server.url, tokenOf(link!.url));
}

const tabOf = (client: Client, index = 1) => `${client.csrfToken.slice(0, 12)}-${index}`;

async function socketOf(client: Client): Promise<LiveClient> {
  const live = await LiveClient.open(client);
  sockets.push(live);
  return live;
}

/** Opens the flow as the designer does. */
async function opened(client: Client, { tab = tabOf(client), wantsToEdit = true } = {}): Promise<LiveClient> {
  const live = await socketOf(client);
  live.say({ type: 'openDraft', flowId: flow, tab, wantsToEdit });
  await live.stands(() => true);
  return live;
}

const ask = (live: LiveClient) => live.say({ type: 'takeOver', flowId: flow });
const isEditor = ({ editor }: DraftStand) => editor?.isHere === true;
const isEditedBy = (name: string) => (stand: DraftStand) => stand.editor?.name === name;

async function save(client: Client, title: string, tab?: string): Promise<Answer> {
  const { draft, revision } = await client.call('getFlow', { params: { id: flow } });
  const document = { ...draft, title: { en: title } };
  return client.ask('saveDraft', { params: { id: flow }, body: { document, revision, ...(tab && { tab }) } });
}
const outcome = (answer: Answer) => [answer.status, answer.status < 400 ? null : problemOf(answer).code];
const titleNow = async () => (await karim.call('getFlow', { params: { id: flow } })).draft.title.en;

test('the second one to open a draft sees who edits it, and follows each save and the selection', async () => {
  const editor = await opened(lotte);
  expect(editor.stand()).toMatchObject({ editor: { name: 'Lotte', isHere: true, isYou: true }, watchers: [] });
  const watcher = await opened(wim);
  expect(watcher.stand()).toMatchObject({ editor: { name: 'Lotte', isHere: false, isYou: false, isAway: false } });
  const another = await opened(karim);
  await editor.stands(({ watchers }) => watchers.length === 2);
  expect(editor.stand()!.watchers).toContain('Wim');

  editor.say({ type: 'select', flowId: flow, nodes: ['map'] });
  await watcher.stands(({ selection }) => selection[0] === 'map');
  await another.stands(({ selection }) => selection[0] === 'map');
  watcher.say({ type: 'select', flowId: flow, nodes: ['stolen'] });

  const { revision } = (await save(lotte, 'Changed', tabOf(lotte))).body as { revision: number };
  const stand = await watcher.stands((told) => told.revision === revision);
  expect(stand.selection).toEqual(['map']);
});

test('whoever does not edit the draft cannot save it, by whatever way, and nothing of it is lost', async () => {
  await opened(lotte);
  await opened(wim);
  expect(outcome(await save(wim, 'Mine', tabOf(wim)))).toEqual([409, 'flow.edited-elsewhere']);
  expect(outcome(await save(karim, 'By a program'))).toEqual([409, 'flow.edited-elsewhere']);
  // Nor with the tab of whoever does.
  expect(outcome(await save(wim, 'Mine', tabOf(lotte)))).toEqual([409, 'flow.edited-elsewhere']);
  expect(outcome(await karim.ask('deleteFlow', { params: { id: flow } }))).toEqual([409, 'flow.edited-elsewhere']);
  expect(await titleNow()).toBe('Customers');
  expect(outcome(await save(lotte, 'Hers', tabOf(lotte)))).toEqual([200, null]);
});

test('a click refuses who wants to take over', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  ask(watcher);
  expect((await editor.stands(({ request }) => request !== null)).request).toMatchObject({
    name: 'Wim',
    isHere: false,
  });
  const third = await opened(karim);
  ask(third);
  expect(await third.refused()).toBe('live.asked-already');
  editor.say({ type: 'answer', flowId: flow, isGiven: false });
  expect((await watcher.stands(({ request }) => request === null)).editor!.name).toBe('Lotte');
  // Whoever asks and does not edit has no say in it.
  ask(watcher);
  await editor.stands(({ request }) => request !== null);
  watcher.say({ type: 'answer', flowId: flow, isGiven: true });
  watcher.say({ type: 'withdraw', flowId: flow });
  expect((await editor.stands(({ request }) => request === null)).editor!.isHere).toBe(true);
});

test('a click hands over, and from then on the former editor cannot save', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  ask(watcher);
  await editor.stands(({ request }) => request !== null);
  editor.say({ type: 'answer', flowId: flow, isGiven: true });
  await watcher.stands(isEditor);
  expect((await editor.stands(isEditedBy('Wim'))).editor!.isHere).toBe(false);
  expect(outcome(await save(lotte, 'Late', tabOf(lotte)))).toEqual([409, 'flow.edited-elsewhere']);
  expect(outcome(await save(wim, 'Now', tabOf(wim)))).toEqual([200, null]);
});

test('thirty seconds of silence hand over, and no less', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  ask(watcher);
  const { request } = await editor.stands((stand) => stand.request !== null);
  expect(request!.leftMs).toBeGreaterThan(29_000);
  clock.forward(28_000);
  // Something is told anew, so that what was decided meanwhile would show.
  const third = await opened(karim);
  expect(third.stand()).toMatchObject({ editor: { name: 'Lotte' }, request: { name: 'Wim' } });
  clock.forward(2_100);
  await watcher.stands(isEditor);
  await editor.stands(isEditedBy('Wim'));
});

test('who waits for the draft gets it when its editor goes', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  ask(watcher);
  await editor.stands(({ request }) => request !== null);
  editor.say({ type: 'closeDraft', flowId: flow });
  await watcher.stands(isEditor);
});

test('in two tabs of one person, the second goes on at once when told to, and not before', async () => {
  const first = await opened(lotte, { tab: tabOf(lotte, 1) });
  const second = await opened(lotte, { tab: tabOf(lotte, 2) });
  expect(second.stand()).toMatchObject({ editor: { isYou: true, isHere: false } });
  expect(problemOf(await save(lotte, 'From there', tabOf(lotte, 2))).message).toContain('another tab');
  ask(second);
  await second.stands(isEditor);
  await first.stands(({ editor }) => editor?.isHere === false);
  expect(outcome(await save(lotte, 'From here', tabOf(lotte, 1)))).toEqual([409, 'flow.edited-elsewhere']);
  expect(outcome(await save(lotte, 'From there', tabOf(lotte, 2)))).toEqual([200, null]);
});

test('a lost connection keeps the draft for fifteen minutes, and whoever comes back has it', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  editor.socket.terminate();
  await watcher.stands((stand) => stand.editor?.isAway === true);
  expect(outcome(await save(wim, 'Meanwhile', tabOf(wim)))).toEqual([409, 'flow.edited-elsewhere']);
  // What she saves without a socket is hers.
  expect(outcome(await save(lotte, 'Still hers', tabOf(lotte)))).toEqual([200, null]);
  const back = await opened(lotte);
  expect(isEditor(back.stand()!)).toBe(true);
  await watcher.stands((stand) => stand.editor?.isAway === false);

  back.socket.terminate();
  await watcher.stands((stand) => stand.editor?.isAway === true);
  clock.forward(15 * 60_000 + 1_000);
  await watcher.stands((stand) => stand.editor === null);
  ask(watcher);
  await watcher.stands(isEditor);
  expect((await opened(lotte)).stand()!.editor!.name).toBe('Wim');
});

test('who goes away frees the draft at once', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  editor.socket.close();
  await watcher.stands((stand) => stand.editor === null);
  expect(outcome(await save(karim, 'By a program'))).toEqual([200, null]);
  await watcher.stands(({ revision }) => revision === 2);
});

test('a role that is lowered, and a session that ends, end the editing', async () => {
  const sofie = await invited('Sofie', 'analyst');
  const watcher = await opened(wim, { wantsToEdit: false });
  const editor = await opened(sofie);
  await watcher.stands(isEditedBy('Sofie'));
  const { user } = await sofie.call('getSession');
  await karim.call('changeMember', { params: { id: user.id }, body: { role: 'viewer' } });
  await watcher.stands((stand) => stand.editor === null);
  expect(editor.stand()!.editor).toBeNull();
  expect(outcome(await save(sofie, 'Late', tabOf(sofie)))).toEqual([403, 'api.not-allowed']);
  ask(editor);
  expect(await editor.refused()).toBe('live.not-allowed');

  await karim.call('changeMember', { params: { id: user.id }, body: { role: 'analyst' } });
  ask(editor);
  await watcher.stands(isEditedBy('Sofie'));
  await sofie.call('signOut');
  await watcher.stands((stand) => stand.editor === null);
});

test.each<[UserRole, boolean]>([
  ['administrator', true],
  ['consultant', true],
  ['analyst', true],
  ['viewer', false],
])('of the roles, the %s edits: %s', async (role, mayEdit) => {
  const live = await opened(await invited('Jan', role));
  expect(isEditor(live.stand()!)).toBe(mayEdit);
  if (!mayEdit) {
    ask(live);
    expect(await live.refused()).toBe('live.not-allowed');
    live.say({ type: 'select', flowId: flow, nodes: ['stolen'] });
    expect((await opened(wim)).stand()).toMatchObject({ selection: [], editor: { isHere: true } });
  }
});

test('a flow of another workspace cannot be opened, and who edits there is not told', async () => {
  await karim.call('createWorkspace', { body: { slug: 'other', name: 'Other' } });
  const inOther = Object.assign(new Client(server.url), { cookie: karim.cookie, csrfToken: karim.csrfToken });
  inOther.workspace = 'other';
  const foreign = (await inOther.call('createFlow', { body: { title: 'Only there' } })).summary.id;
  const there = await socketOf(inOther);
  there.say({ type: 'openDraft', flowId: foreign, tab: tabOf(karim), wantsToEdit: true });
  await there.stands(isEditor);

  const live = await socketOf(wim);
  live.say({ type: 'openDraft', flowId: foreign, tab: tabOf(wim), wantsToEdit: true });
  expect(await live.refused()).toBe('live.unknown-flow');
  live.say({ type: 'takeOver', flowId: foreign });
  const asked = live.messages.length;
  await live.until((message) => message.type === 'refused' && message.code === 'live.not-open', asked);
  live.say({ type: 'watchEditors' });
  expect(await live.until(({ type }) => type === 'editors')).toMatchObject({ editors: {} });
});

test('the list of flows says who edits which, now and from then on', async () => {
  const live = await socketOf(wim);
  live.say({ type: 'watchEditors' });
  await live.until(({ type }) => type === 'editors');
  const editor = await opened(lotte);
  await live.until((message) => message.type === 'editors' && message.editors[flow]?.name === 'Lotte');
  const summary = async () => (await wim.call('listFlows')).find(({ id }) => id === flow)!;
  expect((await summary()).editor).toMatchObject({ name: 'Lotte' });
  const before = live.messages.length;
  editor.socket.close();
  await live.until((message) => message.type === 'editors' && !message.editors[flow], before);
  expect((await summary()).editor).toBeNull();
});

test('after a restart whoever edited does so again, and what was not sent is taken', async () => {
  const editor = await opened(lotte);
  const watcher = await opened(wim);
  await server.close();
  await Promise.all([editor.closed, watcher.closed]);
  server = await startTestKoppel({ folder, clock });
  for (const client of [karim, lotte, wim]) Object.assign(client, { url: server.url });
  // Before the socket is back.
  expect(outcome(await save(lotte, 'Through it', tabOf(lotte)))).toEqual([200, null]);
  const again = await opened(wim, { wantsToEdit: false });
  expect(again.stand()!.editor).toBeNull();
  await opened(lotte);
  expect((await again.stands(isEditedBy('Lotte'))).revision).toBe(2);
  expect(outcome(await save(wim, 'Mine', tabOf(wim)))).toEqual([409, 'flow.edited-elsewhere']);
});

test('a flow belongs to whoever made it until somebody says otherwise, and to nobody when they left', async () => {
  const summary = async () => (await karim.call('getFlow', { params: { id: flow } })).summary;
  expect((await summary()).owner).toMatchObject({ name: 'Lotte' });
  const candidates = await wim.call('listFlowEditors');
  const viewer = await invited('Kijker', 'viewer');
  const tom = await invited('Tom', 'analyst');
  const { user } = await tom.call('getSession');
  expect(candidates.map(({ name }) => name)).toContain('Wim');
  const give = (ownerId: string | null) => wim.ask('setFlowOwner', { params: { id: flow }, body: { ownerId } });
  expect((await give(user.id)).body).toMatchObject({ owner: { name: 'Tom' } });
  const { user: looker } = await viewer.call('getSession');
  expect(outcome(await give(looker.id))).toEqual([400, 'flow.owner-unknown']);
  expect(outcome(await viewer.ask('setFlowOwner', { params: { id: flow }, body: { ownerId: null } }))[0]).toBe(403);
  expect((await summary()).owner).toMatchObject({ name: 'Tom' });
  await karim.call('removeMember', { params: { id: user.id } });
  expect((await summary()).owner).toBeNull();
});
