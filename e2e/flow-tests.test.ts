import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

const flow = 'accounts-erp-to-crm';
let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  signedIn = await SignedIn.start({ context: { reducedMotion: 'reduce' }, timeoutMs: 60_000 });
  ({ page, koppel } = signedIn);
});
afterAll(async () => {
  await signedIn?.end();
});

test('a sample is kept as a test, passes, says what a change does to it, and keeps that from being published unseen', async () => {
  await page.goto(`${koppel.url}/w/main/flows/${flow}?tab=sample`);
  await page.getByRole('button', { name: 'Keep as test…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Ten customers');
  await dialog.getByText(/Names of companies stay\./).waitFor();
  await signedIn.expectAccessible('keep');
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('button', { name: 'Run all' }).click();
  await page.getByText('All 10 records do what is expected.').waitFor();

  interface Flow {
    readonly revision: number;
    readonly draft: { readonly nodes: Record<string, { readonly config: { readonly rows: Record<string, unknown> } }> };
  }
  // Whoever has the flow open edits it: the page lets go of it first.
  await page.goto(`${koppel.url}/w/main/flows`);
  await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
  const { draft, revision } = await signedIn.call<Flow>('GET', `/flows/${flow}`);
  draft.nodes['map']!.config.rows['account.name'] = { cel: 'account.name + " *"' };
  await expect
    .poll(async () => (await signedIn.ask('PUT', `/flows/${flow}/draft`, { document: draft, revision })).status(), {
      timeout: 30_000,
    })
    .toBe(200);
  await page.goto(`${koppel.url}/w/main/flows/${flow}?tab=tests`);
  await page.getByRole('button', { name: 'Run all' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByText('The first node that does something else than expected:').waitFor();
  await result.getByRole('columnheader', { name: 'Expected' }).first().waitFor();
  await signedIn.expectAccessible('tests-failed');

  await page.getByRole('button', { name: /^Publish v/ }).click();
  await dialog.getByText('1 test does not pass: Ten customers').waitFor();
  await dialog.getByLabel('What changed?').fill('A star');
  await dialog.getByLabel('Publish all the same, because').waitFor();
  await signedIn.expectAccessible('publish-blocked');
  const publish = dialog.getByRole('button', { name: 'Publish', exact: true });
  expect(await publish.getAttribute('aria-disabled')).toBe('true');
  // The way there leads to what differs, also where the tests were not run by hand before.
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await page.getByText('Run the tests, then choose one to see its result.').waitFor();
  await page.getByRole('button', { name: /^Publish v/ }).click();
  await dialog
    .getByRole('listitem')
    .filter({ hasText: 'does not pass' })
    .getByRole('button', { name: 'See it' })
    .click();
  await result.getByText('The first node that does something else than expected:').waitFor();

  await result.getByRole('button', { name: 'Accept as the new expectation' }).click();
  await page.getByText('All 10 records do what is expected.').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await signedIn.expectAccessible('tests-passed-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await page.getByRole('button', { name: 'Actions for “Ten customers”' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Customers with a star');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('button', { name: 'Actions for “Customers with a star”' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('This flow has no tests yet').waitFor();
  expect(signedIn.complaints).toEqual([]);
});
