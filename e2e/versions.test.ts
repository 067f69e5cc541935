import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

interface Flow {
  readonly revision: number;
  readonly summary: { readonly publishedVersion: number | null };
  readonly draft: {
    readonly nodes: Record<string, { readonly config: { readonly rows: Record<string, unknown> } }>;
    readonly edges: string[];
    readonly layout: { readonly nodes: Record<string, [number, number]> };
  };
}

const flow = 'accounts-erp-to-crm';
let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  signedIn = await SignedIn.start({ timeoutMs: 60_000 });
  ({ page, koppel } = signedIn);
});
afterAll(async () => {
  await signedIn?.end();
});

const card = (name: string) =>
  page.getByRole('application').getByRole('group', { name: new RegExp(`^${name}`), includeHidden: true });

/** A version is a drawing too: only the address tells when the draft is shown. */
const onDrawing = () => page.waitForURL(({ searchParams }) => !searchParams.has('tab'));

test('two versions lie on top of each other on a canvas, with a sign on what differs', async () => {
  const { draft, revision, summary } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  Object.assign(draft.nodes['map']!.config.rows, {
    'account.creditLimit': { cel: 'account.creditLimit * decimal("0.9")' },
  });
  const { failures: place, ...places } = draft.layout.nodes;
  const { failures: _gone, ...nodes } = draft.nodes;
  const changed = {
    ...draft,
    nodes: { ...nodes, audit: { type: 'keep-failures', v: 1, title: 'Second inbox', config: {} } },
    edges: draft.edges.filter((edge) => !edge.includes('failures')),
    layout: { ...draft.layout, nodes: { ...places, audit: [place![0], place![1] + 160] } },
  };
  await signedIn.call('PUT', `/flows/${flow}/draft`, { document: changed, revision });
  const live = summary.publishedVersion!;

  await page.goto(`${koppel.url}/w/main/flows/${flow}?tab=versions&version=${live}&against=draft`);
  await page.getByText('1 added', { exact: true }).waitFor();
  await card('Second inbox').getByRole('img', { name: 'added' }).waitFor();
  await page.getByRole('application').getByRole('img', { name: 'removed', exact: true }).waitFor();
  await page.getByRole('navigation', { name: 'Nodes that differ' }).getByRole('button').first().press('j');
  await page.getByText('account.creditLimit * decimal("0.9")').waitFor();
  // What did not change is one press away.
  const differences = page.getByRole('table');
  await differences.getByText(/^1 of \d+ rows differs$/).waitFor();
  const same = differences.getByRole('rowheader', { name: 'Name', exact: true });
  expect(await same.count()).toBe(0);
  await page.getByRole('button', { name: 'Show what is the same in “Map to account”' }).press('Enter');
  await same.waitFor();
  await signedIn.expectAccessible('versions-compare');
  await page.getByRole('button', { name: 'Hide what is the same in “Map to account”' }).press('Enter');
  expect(signedIn.complaints).toEqual([]);
});

test('a changed row tells who is master of its field, and for which samples it gives something else', async () => {
  await page.getByRole('columnheader', { name: 'Master' }).waitFor();
  const row = page.getByRole('row').filter({ has: page.getByText('account.creditLimit * decimal("0.9")') });
  await row.getByTitle('ERP is master').waitFor();
  const effects = page.getByRole('list', { name: 'What it means for samples' });
  await effects.getByText(/^Map to account On \d+ sample records Version 1 and Draft give another result/).waitFor();
  const { draft } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  const { records } = await signedIn.call<{ records: { input: { 'account.creditLimit': string } | null }[] }>(
    'POST',
    `/flows/${flow}/preview`,
    { document: draft, nodeId: 'map' },
  );
  const coming = records.flatMap(({ input }) => input ?? []);
  const changing = coming.filter((input) => Number(input['account.creditLimit']) !== 0).length;
  expect(changing).toBeGreaterThan(1);
  const count = `${changing} of ${coming.length} change`;
  const samples = page.locator('tr[data-sample]');
  expect(await samples.count()).toBe(0);
  await page.getByRole('button', { name: `Credit limit: ${count}. Samples` }).press('Enter');
  await expect.poll(() => samples.count()).toBe(changing);
  await page.getByRole('button', { name: `Credit limit: ${count}. Samples`, expanded: true }).press('Enter');
  await expect.poll(() => samples.count()).toBe(0);
  await effects.getByRole('button', { name: `See the ${changing}` }).click();
  await expect.poll(() => samples.count()).toBe(changing);
  await signedIn.expectAccessible('versions-effect');
  await effects.getByRole('button', { name: 'Hide them' }).click();
  expect(signedIn.complaints).toEqual([]);
});

test('a comparison stands before its samples are read, and stays when they cannot be', async () => {
  const held: (() => void)[] = [];
  await page.route('**/preview', async (route) => {
    await new Promise<void>((resolve) => held.push(resolve));
    await route.abort();
  });
  await page.reload();
  const effects = page.getByRole('list', { name: 'What it means for samples' });
  await effects.getByText('Reading samples…').waitFor();
  await page.getByText('account.creditLimit * decimal("0.9")').waitFor();
  await page.getByTitle('ERP is master').waitFor();
  await signedIn.expectAccessible('versions-effect-reading');
  for (const release of held) release();
  await effects.getByText('Samples cannot be read, so what this changes is not known.').waitFor();
  await page.getByText('account.creditLimit * decimal("0.9")').waitFor();
  await signedIn.expectAccessible('versions-effect-failed');
  await page.unroute('**/preview');
  await effects.getByRole('button', { name: 'Try again' }).click();
  await effects.getByText('Version 1 and Draft give another result').waitFor();
});

test('the nodes of the draft that differ from the live version have a dot', async () => {
  await page.getByRole('link', { name: 'Design', exact: true }).click();
  await card('Map to account, differs from live').waitFor();
  await card('Second inbox, differs from live').waitFor();
  expect(await card('Read customers, differs from live').count()).toBe(0);
  await signedIn.expectAccessible('versions-dots');
});

test('a draft is kept by hand, and restoring the live version keeps it too', async () => {
  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await page.getByLabel('Name of a restore point').fill('Nine tenths');
  await page.getByRole('button', { name: 'Keep draft' }).click();
  await page.getByRole('button', { name: 'Nine tenths' }).waitFor();
  await signedIn.expectAccessible('versions-timeline');

  await page.getByRole('button', { name: 'Version 1 Live' }).click();
  await page.getByRole('button', { name: 'Restore as draft' }).click();
  await onDrawing();
  await card('Failures inbox').waitFor();
  expect(await card('Second inbox').count()).toBe(0);

  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await page.getByRole('button', { name: 'Nine tenths' }).click();
  await page.getByRole('button', { name: 'Restore as draft' }).click();
  await onDrawing();
  await card('Map to account, differs from live').waitFor();
});

test('the publish dialog tells in words what changed, checks pinned samples, and takes a reason', async () => {
  const { draft } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  const { records } = await signedIn.call<{ records: { key: string }[] }>('POST', `/flows/${flow}/try`, {
    document: draft,
    limit: 1,
  });
  await signedIn.call('PUT', `/flows/${flow}/pinned-samples`, { keys: [records[0]!.key, 'gone'] });
  await page.getByRole('button', { name: /^Publish v2/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 mapping changed, 1 node added, 1 node removed').waitFor();
  await dialog.getByText('1 pinned sample does not pass').waitFor();
  await dialog.getByText('No system that the flow reads has it any more.').waitFor();
  await signedIn.expectAccessible('versions-publish');
  // It shows nowhere among the samples: here it is let go.
  await dialog.getByRole('button', { name: 'Unpin' }).click();
  await dialog.getByText('1 pinned sample passes').waitFor();
  await dialog.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('region', { name: 'What changed' }).waitFor();
});

test('an older version is rolled back to through the publish dialog, and the draft before it is kept', async () => {
  await page.goto(`${koppel.url}/w/main/flows`);
  await expect
    .poll(async () =>
      (await signedIn.call<{ id: string; editor: unknown }[]>('GET', '/flows')).find(({ id }) => id === flow),
    )
    .toMatchObject({ editor: null });
  await signedIn.call('PUT', `/flows/${flow}/pinned-samples`, { keys: [] });
  const { revision } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  const restored = await signedIn.call<Flow>('POST', `/flows/${flow}/restore`, { from: { version: 1 }, revision });
  const { draft } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  Object.assign(draft.nodes['map']!.config.rows, { 'account.creditLimit': { from: 'account.creditLimit' } });
  const saved = await signedIn.call<Flow>('PUT', `/flows/${flow}/draft`, {
    document: draft,
    revision: restored.revision,
  });
  await signedIn.call('POST', `/flows/${flow}/publish`, { revision: saved.revision, note: 'The limit as it is' });

  await page.goto(`${koppel.url}/w/main/flows/${flow}?tab=versions&version=1`);
  await page.getByRole('button', { name: 'Roll back…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 mapping changed').waitFor();
  expect(await dialog.getByLabel('What changed?').inputValue()).toBe('Back to version 1');
  await dialog.getByText('No samples are pinned').waitFor();
  await signedIn.expectAccessible('versions-roll-back');
  await dialog.getByRole('radio', { name: 'Now', exact: true }).click();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog', { name: 'Version 3 is published' }).waitFor();
  expect(await signedIn.call<object[]>('GET', `/flows/${flow}/versions`)).toMatchObject([
    { version: 3, note: 'Back to version 1' },
    { version: 2 },
    { version: 1 },
  ]);
  const [newest] = await signedIn.call<object[]>('GET', `/flows/${flow}/restore-points`);
  expect(newest).toMatchObject({ cause: 'restore' });
  expect(signedIn.complaints).toEqual([]);
});

test('a pinned sample that fails is called by its name with the reason, and leads to the node that it fails at', async () => {
  await page.goto(`${koppel.url}/w/main/flows`);
  await expect
    .poll(async () =>
      (await signedIn.call<{ id: string; editor: unknown }[]>('GET', '/flows')).find(({ id }) => id === flow),
    )
    .toMatchObject({ editor: null });
  const { draft, revision } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  const { records } = await signedIn.call<{ records: { key: string; name: string; nodeId: string }[] }>(
    'POST',
    `/flows/${flow}/try`,
    { document: draft, limit: 20 },
  );
  const record = records.find(({ nodeId }) => nodeId === 'save')!;
  draft.nodes['map']!.config.rows['account.name'] = { cel: 'string(int(account.number))' };
  await signedIn.call('PUT', `/flows/${flow}/draft`, { document: draft, revision });
  await signedIn.call('PUT', `/flows/${flow}/pinned-samples`, { keys: [record.key] });

  await page.goto(`${koppel.url}/w/main/flows/${flow}`);
  await page.getByRole('button', { name: /^Publish v/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 pinned sample does not pass').waitFor();
  const line = dialog.getByRole('listitem').filter({ hasText: record.name }).last();
  await line.getByText(/does not read a whole number/).waitFor();
  await signedIn.expectAccessible('versions-pinned-fails');
  await line.getByRole('button', { name: 'See it' }).click();
  await page.getByRole('region', { name: 'Editor of Map to account' }).waitFor();
  await signedIn.call('PUT', `/flows/${flow}/pinned-samples`, { keys: [] });
});

test('while a draft is tried it is locked, until one stops it', async () => {
  await page.goto(`${koppel.url}/w/main/flows/${flow}`);
  await card('Map to account').waitFor();
  const held: (() => void)[] = [];
  await page.route('**/try', async (route) => {
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue().catch(() => undefined);
  });
  await page.getByRole('button', { name: 'Run with sample' }).click();
  await page.getByText('Test is running. Stop to edit.').waitFor();
  await page.getByRole('link', { name: 'Design', exact: true }).click();
  await page.getByText('Read only', { exact: true }).waitFor();
  await signedIn.expectAccessible('versions-locked');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText('Test is running. Stop to edit.').waitFor({ state: 'detached' });
  for (const release of held) release();
  expect(signedIn.complaints).toEqual([]);
});
