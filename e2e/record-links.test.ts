import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';

interface Found {
  readonly key: string;
  readonly name: string;
  readonly values: Readonly<Record<string, string | null>>;
}

let koppel: RunningKoppel;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '60',
  }));
  browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
});
afterAll(async () => {
  await browser?.close();
  await koppel?.end();
});

/** Reads the API with the page's own session. */
async function read<T>(path: string): Promise<T> {
  const answer = await page.request.get(koppel.url + path);
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}

test('pairs of keys are imported with a look at every row, found by search, and unlinked with a reason', async () => {
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Flows' }).waitFor();

  // Two records that a person knows to be the same, as the two systems know them.
  const pairs = await read<{ entity: string; left: { connectionId: string }; right: { connectionId: string } }[]>(
    '/api/workspaces/main/link-pairs',
  );
  const pair = pairs.find(({ entity }) => entity === 'account')!;
  const records = async (connection: string, text: string): Promise<Found[]> => {
    const query = new URLSearchParams({ entity: 'account', connection, text });
    return read<Found[]>(`/api/workspaces/main/link-records?${query}`);
  };
  let [number, name, accountKey] = ['', '', ''];
  for (let at = 10_000; accountKey === ''; at += 1) {
    number = `K${at}`;
    const [customer] = await records(pair.left.connectionId, number);
    name = customer!.name.replace(`${number} `, '');
    const known = customer!.values['companyNumber'];
    const [account] = known ? await records(pair.right.connectionId, known) : [];
    accountKey = account?.key ?? '';
  }

  await page.goto(`${koppel.url}/links?entity=account&left=${pair.left.connectionId}&right=${pair.right.connectionId}`);
  await page.getByRole('heading', { name: 'No links yet' }).waitFor();
  await page.getByRole('button', { name: 'Link by CSV…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('CSV file').setInputFiles({
    name: 'klanten.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Klant;CRM id\n${number};${accountKey}\nNOBODY;${accountKey}\n`),
  });
  await dialog.getByRole('button', { name: 'Look through' }).click();
  const rows = dialog.getByRole('table', { name: 'Rows of the file' });
  await rows.getByRole('row', { name: /New/ }).waitFor();
  expect(await rows.getByRole('row', { name: /NOBODY.*Unknown in ERP/ }).count()).toBe(1);
  await dialog.getByRole('button', { name: 'Link 1 pair' }).click();
  await dialog.getByText('1 pair was linked.').waitFor();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download the rows that are not linked' }).click();
  expect((await download).suggestedFilename()).toBe('refused-klanten.csv');
  await page.keyboard.press('Escape');

  await page.getByRole('searchbox', { name: 'Name or key' }).fill(name);
  await page.getByRole('list').getByRole('link', { name }).click();
  await page.getByRole('table', { name: 'Both records' }).waitFor();
  await page.getByText('Linked: CSV import').waitFor();

  await page.getByRole('button', { name: 'Unlink…' }).click();
  await dialog.getByLabel('Why').fill('Another firm');
  await dialog.getByRole('button', { name: 'Unlink', exact: true }).click();
  await page.getByRole('heading', { name: 'No link fits' }).waitFor();
  expect(complaints).toEqual([]);
});
