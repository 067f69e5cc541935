import type { FlowDocument } from '@koppel/model';
import type { UserRole } from '@koppel/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readServerFile } from '../src/index.ts';
import { Client, problemOf, type Answer } from './support/client.ts';
import { startTestKoppel, tokenOf, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
/** An administrator, as every person here unless it is said otherwise. */
let karim: Client;
let wim: Client;
let lotte: Client;
let sofie: Client;
let flow: string;

beforeAll(async () => {
  server = await startTestKoppel({ config: { isDemoOn: true } });
  karim = await server.administrator();
  wim = await invited('wim@example.com', 'administrator');
  lotte = await invited('lotte@example.com', 'analyst');
  sofie = await invited('sofie@example.com', 'consultant');
});
afterAll(() => server.close());
beforeEach(async () => {
  await twoPerson(false);
  const copy = { title: 'Customers', copyOf: 'accounts-erp-to-crm' };
  flow = (await lotte.call('createFlow', { body: copy })).summary.id;
});

async function invited(email: string, role: UserRole): Promise<Client> {
  const { link } = await karim.call('inviteMember', { body: { email, name: email.split('@')[0]!, role } });
  return Client.byLink(server.url, tokenOf(link!.url));
}

async function twoPerson(isTwoPerson: boolean): Promise<void> {
  const { id: _id, slug: _slug, ...about } = await karim.call('getWorkspace');
  await karim.call('saveWorkspace', { body: { ...about, isTwoPerson } });
}

/** Karim in another workspace. */
async function elsewhere(workspace: string): Promise<Client> {
  await karim.call('createWorkspace', { body: { slug: workspace, name: workspace } });
  const { cookie, csrfToken } = karim;
  return Object.assign(new Client(server.url), { cookie, csrfToken, workspace });
}

const revisionOf = async (by: Client = karim) => (await by.call('getFlow', { params: { id: flow } })).revision;
const reviewsOf = (by: Client = karim) => by.call('getReviews', { params: { id: flow } });

async function edit(by: Client, title: string): Promise<FlowDocument> {
  const { draft, revision } = await by.call('getFlow', { params: { id: flow } });
  const document = { ...draft, title: { en: title } };
  await by.call('saveDraft', { params: { id: flow }, body: { document, revision } });
  return document;
}

async function asked(by: Client, message = 'Please look.') {
  return by.call('askReview', { params: { id: flow }, body: { revision: await revisionOf(by), message } });
}

async function decide(
  by: Client,
  review: string,
  body: { verdict: 'approved' | 'returned'; comment?: string; revision?: number },
): Promise<Answer> {
  const revision = body.revision ?? (await revisionOf());
  return by.ask('decideReview', { params: { id: flow, review }, body: { ...body, revision } });
}

async function publish(by: Client): Promise<Answer> {
  return by.ask('publishFlow', { params: { id: flow }, body: { revision: await revisionOf(), note: 'As agreed' } });
}

const refusal = (answer: Answer) => [answer.status, problemOf(answer).code];

test('an analyst asks, an administrator sees it and sends it back, and the analyst sees why', async () => {
  const { id } = await asked(lotte, 'Country codes are translated now.');
  const [waiting] = await karim.call('listReviews');
  expect(waiting).toMatchObject({
    id,
    flowId: flow,
    askedBy: 'lotte',
    message: 'Country codes are translated now.',
    status: 'open',
    canDecide: true,
    isOwn: false,
  });
  // The consultant may look at it, and not decide.
  expect((await sofie.call('listReviews'))[0]).toMatchObject({ canDecide: false });
  expect(refusal(await decide(sofie, id, { verdict: 'approved' }))).toEqual([403, 'api.not-allowed']);
  expect(refusal(await decide(karim, id, { verdict: 'returned' }))).toEqual([400, 'review.comment-needed']);
  expect((await decide(karim, id, { verdict: 'returned', comment: 'Luxembourg is missing.' })).status).toBe(200);
  const { current, approvers } = await reviewsOf(lotte);
  expect(current).toMatchObject({ isOwn: true, status: 'returned', decision: { comment: 'Luxembourg is missing.' } });
  expect(approvers).toContain('wim');
  expect(approvers).not.toContain('sofie');
});

test('what who asked had tried comes along as counts', async () => {
  const sample = { at: '2026-11-23T13:02:00.000Z', records: 50, failed: 2 };
  const body = { revision: await revisionOf(lotte), message: 'Tried.', sample };
  await lotte.call('askReview', { params: { id: flow }, body });
  expect((await reviewsOf()).current).toMatchObject({ sample });
  const records = { ...body, sample: { ...sample, names: ['Bakkerij Maes'] } };
  expect((await lotte.ask('askReview', { params: { id: flow }, body: records as never })).status).toBe(400);
});

test('without the rule of two people, whoever may publish does so by themselves', async () => {
  expect((await publish(sofie)).status).toBe(200);
  expect((await publish(lotte)).status).toBe(403);
});

test('with it nobody publishes what nobody else approved, whatever their role', async () => {
  await twoPerson(true);
  for (const by of [karim, sofie]) expect(refusal(await publish(by))).toEqual([409, 'flow.not-approved']);
  const { id } = await asked(lotte);
  expect(refusal(await publish(karim))).toEqual([409, 'flow.not-approved']);
  expect((await decide(karim, id, { verdict: 'approved' })).status).toBe(200);
  expect((await publish(sofie)).body).toEqual({ version: 1 });
  const [version] = await karim.call('listVersions', { params: { id: flow } });
  expect(version).toMatchObject({ publishedBy: 'sofie', askedBy: 'lotte', approvedBy: expect.any(String) });
  expect(await reviewsOf()).toMatchObject({ current: null, history: [{ status: 'published', version: 1 }] });
});

test('nobody approves what they asked about or changed last, and no approval of the command line counts', async () => {
  await twoPerson(true);
  await edit(karim, 'Changed by Karim');
  const first = await asked(lotte);
  expect(refusal(await decide(karim, first.id, { verdict: 'approved' }))).toEqual([403, 'review.own-draft']);
  await lotte.call('withdrawReview', { params: { id: flow, review: first.id } });
  const second = await asked(wim);
  expect(refusal(await decide(wim, second.id, { verdict: 'approved' }))).toEqual([403, 'review.own-draft']);
  const shell = new Client(server.url);
  shell.bearer = readServerFile(server.folder)!.token;
  expect(refusal(await decide(shell, second.id, { verdict: 'approved' }))).toEqual([403, 'review.needs-a-person']);
  // Given before the rule was switched on: it does not count either.
  await twoPerson(false);
  expect((await decide(shell, second.id, { verdict: 'approved' })).status).toBe(200);
  await twoPerson(true);
  expect(refusal(await publish(karim))).toEqual([409, 'flow.not-approved']);
});

test('an approval is of exactly one draft: a later change voids it and says so, and taking the change back restores it', async () => {
  await twoPerson(true);
  const { draft } = await karim.call('getFlow', { params: { id: flow } });
  const { id } = await asked(lotte);
  await decide(karim, id, { verdict: 'approved' });
  await edit(lotte, 'Smuggled in');
  expect((await reviewsOf()).current).toMatchObject({ status: 'approved', isOutdated: true });
  const refused = await publish(karim);
  expect(refusal(refused)).toEqual([409, 'flow.not-approved']);
  expect(problemOf(refused).message).toContain('lotte changed the draft after');
  const body = { document: draft, revision: await revisionOf() };
  await lotte.call('saveDraft', { params: { id: flow }, body });
  expect((await publish(karim)).status).toBe(200);
});

test('what was edited while somebody looked at it is not approved', async () => {
  const { id } = await asked(lotte);
  const revision = await revisionOf();
  await edit(lotte, 'Changed while Karim looked');
  expect(refusal(await decide(karim, id, { verdict: 'approved', revision }))).toEqual([409, 'review.draft-changed']);
  expect((await reviewsOf()).current).toMatchObject({ status: 'open', isOutdated: true });
  // Asking anew takes the place of the former question.
  expect((await asked(lotte)).isOutdated).toBe(false);
  expect((await reviewsOf()).history.map(({ status }) => status)).toEqual(['superseded']);
});

test('two who decide at once: one of them does', async () => {
  const { id } = await asked(lotte);
  const revision = await revisionOf();
  const answers = await Promise.all([
    decide(karim, id, { verdict: 'approved', revision }),
    decide(wim, id, { verdict: 'returned', comment: 'Not yet.', revision }),
    decide(karim, id, { verdict: 'approved', revision }),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  const lost = answers.find(({ status }) => status === 409)!;
  expect(problemOf(lost).code).toBe('review.over');
});

test('an edit and an approval at once: never is a draft published that was not the one approved', async () => {
  await twoPerson(true);
  for (let round = 0; round < 8; round++) {
    await edit(lotte, `Round ${round}`);
    const { id } = await asked(lotte);
    const revision = await revisionOf();
    const { draft } = await karim.call('getFlow', { params: { id: flow } });
    const document = { ...draft, title: { en: `Smuggled in ${round}` } };
    const [saved, , published] = await Promise.all([
      lotte.ask('saveDraft', { params: { id: flow }, body: { document, revision } }),
      decide(karim, id, { verdict: 'approved', revision }),
      publish(karim),
    ]);
    expect(saved!.status).toBe(200);
    if (published!.status !== 200) continue;
    const { version } = published!.body as { version: number };
    const what = await karim.call('getVersion', { params: { id: flow, version } });
    expect(what.title.en).toBe(`Round ${round}`);
  }
});

test('going back to what was a version before needs nobody', async () => {
  const first = await edit(lotte, 'First');
  await publish(karim);
  await edit(lotte, 'Second');
  await publish(karim);
  await twoPerson(true);
  await edit(lotte, 'Third');
  expect(refusal(await publish(karim))).toEqual([409, 'flow.not-approved']);
  const body = { document: first, revision: await revisionOf() };
  await karim.call('saveDraft', { params: { id: flow }, body });
  expect((await publish(karim)).body).toEqual({ version: 3 });
});

test('no other way leads past the rule: a template installed as published, a shipped flow, who is master of quotes', async () => {
  await karim.call('exportTemplate', { body: { id: 'value', title: { en: 'Value' }, flows: ['customer-value'] } });
  await twoPerson(true);
  const work = await karim.call('beginInstallation', { body: { id: 'value', version: '1.0.0' } });
  const finished = await karim.ask('finishInstallation', { params: { id: work.id }, body: { as: 'published' } });
  expect(refusal(finished)).toEqual([409, 'template.needs-approval']);

  const fresh = await elsewhere('fresh');
  const { id: _id, slug: _slug, ...about } = await fresh.call('getWorkspace');
  await fresh.call('saveWorkspace', { body: { ...about, isTwoPerson: true } });
  await fresh.call('addShippedFlows', { body: { add: ['open-amounts-erp-to-crm'] } });
  const shipped = await fresh.call('getFlow', { params: { id: 'open-amounts-erp-to-crm' } });
  expect(shipped.summary.publishedVersion).toBeNull();

  const { table, revision } = await karim.call('getMastership');
  const rows = table.rows.map((row) => (row.entity === 'quote' && 'group' in row ? { ...row, master: 'erp' } : row));
  const saved = await karim.call('saveMastership', { body: { table: { ...table, rows }, revision } as never });
  expect(saved.switched).toContainEqual(
    expect.objectContaining({ isOn: false, problem: expect.stringContaining('approve its draft') }),
  );
});

test('a draft with errors, one that is published already, and one that was asked about are not asked about', async () => {
  await asked(lotte);
  const again = await sofie.ask('askReview', {
    params: { id: flow },
    body: { revision: await revisionOf(), message: 'Mine' },
  });
  expect(refusal(again)).toEqual([409, 'review.asked-already']);
  await publish(karim);
  const same = await lotte.ask('askReview', {
    params: { id: flow },
    body: { revision: await revisionOf(), message: 'Nothing' },
  });
  expect(refusal(same)).toEqual([409, 'review.nothing-to-publish']);
  const { draft, revision } = await lotte.call('getFlow', { params: { id: flow } });
  const document = { ...draft, edges: [] };
  await lotte.call('saveDraft', { params: { id: flow }, body: { document, revision } });
  const broken = await lotte.ask('askReview', {
    params: { id: flow },
    body: { revision: revision + 1, message: 'Broken' },
  });
  expect(refusal(broken)).toEqual([422, 'flow.has-errors']);
});

test('only who asked, or who may approve, takes a question back, and another workspace knows nothing of it', async () => {
  const { id } = await asked(lotte);
  const params = { id: flow, review: id };
  expect(refusal(await sofie.ask('withdrawReview', { params }))).toEqual([403, 'review.not-yours']);
  const other = await elsewhere('other');
  expect(await other.call('listReviews')).toEqual([]);
  expect((await other.ask('getReviews', { params })).status).toBe(404);
  expect((await other.ask('withdrawReview', { params })).status).toBe(404);
  expect((await lotte.call('withdrawReview', { params })).status).toBe('withdrawn');
  expect(refusal(await decide(karim, id, { verdict: 'approved' }))).toEqual([409, 'review.over']);
});
