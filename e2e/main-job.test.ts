import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

// Enough records that a run lasts long enough to be looked at, reloaded and killed while it goes on.
const customers = 12_000;

interface RunAnswer {
  readonly run: {
    readonly number: number;
    readonly attempt: number;
    readonly state: { readonly status: string };
    readonly counters: Record<
      'read' | 'created' | 'updated' | 'unchanged' | 'skipped' | 'filtered' | 'failed' | 'waiting',
      number
    >;
  };
  readonly snapshot: { readonly seq: number };
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

let page: Page;
/** What the page complained of that nobody expected. */
let complaints: string[];
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

async function signIn(koppel: RunningKoppel): Promise<void> {
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
}

/** Reads the API with the page's own session. */
async function read<T>(path: string): Promise<T> {
  const answer = await page.request.get(new URL(path, page.url()).href);
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}

const runOf = () => read<RunAnswer>(`/api${new URL(page.url()).pathname.replace('/w/', '/workspaces/')}`);

/** The number in the header of the run above one of its words, as people read it: `1.234`. */
async function total(word: string): Promise<number> {
  const label = page.getByText(word, { exact: true }).first();
  const text = await label.locator('xpath=..').innerText();
  return Number(text.replace(/\D/g, ''));
}

/** How many lines the log says there are. */
async function logLines(): Promise<number> {
  const text = await page.getByText(/^[\d.]+ lines?$/).innerText();
  return Number(text.replace(/\D/g, ''));
}

async function untilStatus(status: string): Promise<RunAnswer> {
  await page.getByRole('main').getByText(status, { exact: true }).first().waitFor({ timeout: 120_000 });
  return runOf();
}

describe('drawing, publishing and watching a customer synchronisation', () => {
  let koppel: RunningKoppel;
  beforeAll(async () => {
    ({ koppel } = await RunningKoppel.start({
      KOPPEL_ADMIN_EMAIL: administrator.email,
      KOPPEL_ADMIN_PASSWORD: administrator.password,
      KOPPEL_DEMO_CUSTOMERS: String(customers),
    }));
  });
  afterAll(() => koppel?.end());

  test('a mistake in a mapping is seen and mended, then the flow is published and runs, and no line of its log is missed', async () => {
    await signIn(koppel);
    await page
      .getByRole('link', { name: /Customers ERP → CRM/ })
      .first()
      .click();

    // Change a mapping: a mistake first.
    await page.getByRole('group', { name: /^Map to account/ }).click();
    const rows = page.getByRole('grid', { name: 'Mapping to Account' });
    await rows.getByRole('row', { name: /^Account Name/ }).click();
    await page.getByRole('radio', { name: 'Expression' }).click();
    const editor = page.getByRole('textbox', { name: 'Expression for Account Name' });
    const write = async (expression: string) => {
      await editor.focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(expression);
      await page.keyboard.press('Escape');
    };
    await write('account.nmae');
    await page.getByRole('button', { name: '1 problem blocks publishing' }).waitFor();
    await page.getByRole('button', { name: /^Publish v2/ }).click();
    await page.getByRole('dialog').getByLabel('What changed?').fill('Names in capitals');
    const publish = page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true });
    expect(await publish.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');

    // Mend it: the samples show what it will write.
    await write('upper(account.name)');
    await page.getByRole('button', { name: 'No problems' }).waitFor();
    const name = rows.getByRole('row', { name: /^Account Name/ });
    await page.waitForFunction(
      (row) => /[A-Z]{5}/.test(row?.textContent?.replace('Account Name', '') ?? ''),
      await name.elementHandle(),
    );
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor();

    await page.getByRole('button', { name: /^Publish v2/ }).click();
    await page.getByRole('dialog').getByLabel('What changed?').fill('Names in capitals');
    await publish.click();
    await page.getByRole('button', { name: 'Run all records again' }).click();
    await page.waitForURL(/\/runs\/./);

    // Counts arrive while it runs; a reload in the middle loses nothing.
    await page.getByText(/^[1-9][\d.]* of 12\.000 records/).waitFor({ timeout: 60_000 });
    expect((await runOf()).run.state.status).toBe('running');
    await page.reload();
    const { run, snapshot } = await untilStatus('Done');
    expect(run.counters).toMatchObject({ read: customers, unchanged: 0, waiting: 0, filtered: 0 });
    const { read: all, ...parts } = run.counters;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(all);
    for (const word of ['created', 'updated', 'skipped'] as const)
      await expect.poll(() => total(word), { message: word }).toBe(run.counters[word]);
    await page.getByText('Complete', { exact: true }).waitFor();
    await expect.poll(logLines).toBe(snapshot.seq);

    // What it wrote is what the samples promised.
    const failures = await read<{ items: { name: string }[] }>(`/api/workspaces/main/failures?state=open`);
    expect(failures.items).toHaveLength(run.counters.failed);
  });

  test('a server that is killed halfway goes on by itself, and the page that watches it too, with nothing lost or doubled', async () => {
    await signIn(koppel);
    await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
    // Another mapping, so that every record has something to write again.
    await page.getByRole('group', { name: /^Map to account/ }).click();
    const rows = page.getByRole('grid', { name: 'Mapping to Account' });
    await rows.getByRole('row', { name: /^Account Name/ }).click();
    await page.getByRole('radio', { name: 'Simple' }).click();
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor();
    await page.getByRole('button', { name: /^Publish v3/ }).click();
    await page.getByRole('dialog').getByLabel('What changed?').fill('Names as they are');
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('button', { name: 'Run all records again' }).click();
    await page.waitForURL(/\/runs\/./);
    await page.getByText(/^[1-9][\d.]* of 12\.000 records/).waitFor({ timeout: 60_000 });

    await koppel.kill();
    await page
      .getByText(/Connection lost, trying again/)
      .first()
      .waitFor();
    await koppel.startAgain();
    const { run, snapshot } = await untilStatus('Done');
    expect(run.attempt).toBeGreaterThan(1);
    expect(run.counters).toMatchObject({ read: customers, created: 0 });
    const { read: all, ...parts } = run.counters;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(all);
    await page.getByText('Complete', { exact: true }).waitFor();
    // One line more than events: the mark of the reconnection.
    await expect.poll(logLines).toBe(snapshot.seq + 1);
  });
});

test('the first person signs in by the link that the first start prints, once, and sets a password', async () => {
  const { koppel, lines } = await RunningKoppel.start({ KOPPEL_DEMO: 'off' });
  try {
    const link = /(http\S+)$/.exec(lines[1]!)![1]!;
    await page.goto(link);
    await page.getByLabel('New password').fill('another long password');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByRole('heading', { name: 'Flows' }).waitFor();

    await page.context().clearCookies();
    await page.goto(link);
    await page.getByText('This link no longer works').waitFor();
  } finally {
    await koppel.end();
  }
});
