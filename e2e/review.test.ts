import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

interface Flow {
  readonly revision: number;
  readonly summary: { readonly publishedVersion: number | null };
  readonly draft: { readonly nodes: Record<string, { readonly config: { readonly rows: Record<string, unknown> } }> };
}

const flow = 'accounts-erp-to-crm';
let browser: Browser;
let koppel: RunningKoppel;
/** May approve. */
let karim: Page;
/** May not publish. */
let wim: Page;
const complaints: string[] = [];

beforeAll(async () => {
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '40',
  }));
  browser = await launchChromium();
  [karim, wim] = [await newPage(), await newPage()];
  await karim.goto(koppel.url);
  await karim.getByLabel('E-mail').fill(administrator.email);
  await karim.getByLabel('Password').fill(administrator.password);
  await karim.getByRole('button', { name: 'Sign in' }).click();
  await karim.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
  const body = { email: 'wim@example.be', name: 'Wim Claes', role: 'analyst' };
  const { link } = await call<{ link: { url: string } }>(karim, 'POST', '/members', body);
  const token = new URL(link.url).searchParams.get('token');
  const headers = { origin: koppel.url };
  await wim.request.post(`${koppel.url}/api/sign-in/link`, { headers, data: { token } });
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

async function newPage(): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' })).newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  return page;
}

/** Calls the API with a page's own session. */
async function call<T>(page: Page, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
  const account = await page.request.get(`${koppel.url}/api/session`);
  const { csrfToken } = (await account.json()) as { csrfToken: string };
  const answer = await page.request.fetch(`${koppel.url}/api/workspaces/main${path}`, {
    method,
    headers: { origin: koppel.url, 'x-koppel-csrf': csrfToken },
    ...(body === undefined ? {} : { data: body }),
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** Wim changes the mapping through the API. Whoever has a flow open on the screen has its draft: he leaves it first. */
async function change(factor: string): Promise<void> {
  await wim.goto(`${koppel.url}/w/main/flows`);
  await expect
    .poll(async () =>
      (await call<{ id: string; editor: unknown }[]>(wim, 'GET', '/flows')).find(({ id }) => id === flow),
    )
    .toMatchObject({ editor: null });
  const { draft, revision } = await call<Flow>(wim, 'GET', `/flows/${flow}`);
  Object.assign(draft.nodes['map']!.config.rows, {
    'account.creditLimit': { cel: `account.creditLimit * decimal("${factor}")` },
  });
  await call(wim, 'PUT', `/flows/${flow}/draft`, { document: draft, revision });
}

/** Wim changes the mapping, and asks on the screen that somebody looks at it. */
async function changeAndAsk(factor: string, message: string): Promise<void> {
  await change(factor);
  await wim.goto(`${koppel.url}/w/main/flows/${flow}`);
  await wim.getByRole('button', { name: 'Ask for a review…' }).click();
  const dialog = wim.getByRole('dialog');
  await dialog.getByLabel('What changed?').fill(message);
  await dialog.getByRole('button', { name: 'Ask for a review' }).click();
  await dialog.waitFor({ state: 'detached' });
  await wim.getByRole('link', { name: 'Review asked' }).waitFor();
}

/** Karim finds the draft from the list of flows and opens it. */
async function openReview(message: string): Promise<void> {
  await karim.goto(`${koppel.url}/w/main/flows`);
  await karim.getByRole('link', { name: 'Flows 1 draft waits for you' }).waitFor();
  await karim.getByRole('list', { name: 'Needs attention' }).getByRole('link', { name: 'See the draft' }).click();
  await karim.getByRole('complementary', { name: 'Review' }).getByText(message).waitFor();
  await karim
    .getByRole('region', { name: 'What the draft changes' })
    .getByRole('rowheader', { name: /^Credit limit/ })
    .waitFor();
}

const versionOf = async (): Promise<number | null> =>
  (await call<Flow>(karim, 'GET', `/flows/${flow}`)).summary.publishedVersion;

test('a draft is sent back with a comment, asked about again, approved and published', async () => {
  await changeAndAsk('0.9', 'Nine tenths of the limit.');
  await openReview('Nine tenths of the limit.');
  await karim.getByLabel('Comment').fill('Eight was agreed.');
  await karim.getByRole('button', { name: 'Send back' }).click();
  await karim.getByRole('link', { name: 'Sent back' }).waitFor();

  await wim.goto(`${koppel.url}/w/main/flows`);
  await wim.getByText('Eight was agreed.').waitFor();
  await changeAndAsk('0.8', 'Eight tenths, as agreed.');
  const before = await versionOf();
  await openReview('Eight tenths, as agreed.');
  await karim.getByRole('button', { name: 'Approve and publish' }).click();
  await karim.getByText('Nobody asked for a review').waitFor();
  expect(await versionOf()).toBe((before ?? 0) + 1);

  await wim.goto(`${koppel.url}/w/main/flows/${flow}?tab=versions`);
  await wim.getByText(/^Asked by Wim Claes, approved by/).waitFor();
  expect(complaints).toEqual([]);
});

test('what does not pass is overruled with a reason while a draft is approved, and the reason is logged', async () => {
  await changeAndAsk('0.75', 'Three quarters.');
  await call(karim, 'PUT', `/flows/${flow}/pinned-samples`, { keys: ['gone'] });
  const before = await versionOf();
  await openReview('Three quarters.');
  const review = karim.getByRole('complementary', { name: 'Review' });
  await review.getByText('1 pinned sample does not pass').waitFor();
  const publish = review.getByRole('button', { name: 'Approve and publish' });
  await publish.hover();
  await karim.getByRole('tooltip').getByText('Say why it is published although something does not pass').waitFor();
  expect(await publish.isDisabled()).toBe(true);
  await review.getByLabel('Publish all the same, because').fill('That customer was merged.');
  await publish.click();
  await karim.getByText('Nobody asked for a review').waitFor();
  expect(await versionOf()).toBe((before ?? 0) + 1);
  const { items } = await call<{ items: { verb: string; reason: string | null }[] }>(karim, 'GET', '/audit');
  expect(items.find(({ verb }) => verb === 'publish')?.reason).toBe('That customer was merged.; Three quarters.');
  await call(karim, 'PUT', `/flows/${flow}/pinned-samples`, { keys: [] });
  expect(complaints).toEqual([]);
});

test('where two people publish, an edit after the approval voids it, and the screen and the server say so', async () => {
  await karim.goto(`${koppel.url}/w/main/settings/workspace`);
  await karim.getByRole('switch', { name: 'Two people publish' }).click();
  await karim.getByRole('button', { name: 'Save' }).click();
  await karim.getByText('The workspace was saved', { exact: true }).waitFor();

  await changeAndAsk('0.7', 'Seven tenths.');
  await openReview('Seven tenths.');
  await karim.getByRole('button', { name: 'Approve', exact: true }).click();
  await karim.getByRole('link', { name: 'Approved' }).waitFor();
  await change('9');

  await karim.goto(`${koppel.url}/w/main/flows/${flow}`);
  await karim.getByRole('link', { name: 'Approval void' }).waitFor();
  await karim.getByRole('button', { name: /^Publish v/ }).click();
  const dialog = karim.getByRole('dialog');
  await dialog.getByText('The draft was changed after it was approved').waitFor();
  await dialog.getByLabel('What changed?').fill('Nevertheless');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.getByRole('alert').getByText('so the approval is void').waitFor();
});
