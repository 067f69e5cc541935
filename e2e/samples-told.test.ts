import type { FlowDocument } from '../packages/model/src/index.ts';
import type { TryResult } from '../packages/protocol/src/index.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SignedIn } from './signed-in.ts';

let signedIn: SignedIn;

beforeAll(async () => {
  signedIn = await SignedIn.start();
});
afterAll(() => signedIn?.end());

it('a sample of two systems that are kept in step tells to which one a field goes, what the other keeps, and what would be sent', async () => {
  const { page } = signedIn;
  const flow = '/flows/contacts-in-step';
  const { draft, revision } = await signedIn.call<{ draft: FlowDocument; revision: number }>('GET', flow);
  // The ERP lacks what its contacts do: it comes from the CRM.
  (draft.nodes['keep']!.config['fields'] as string[]).push('function');
  await signedIn.call('PUT', `${flow}/draft`, { document: draft, revision });
  const sample = await signedIn.call<TryResult>('POST', `${flow}/try`, { document: draft });
  const write = sample.writes.find(
    ({ kept, requests }) => kept!.length > 0 && requests.some(({ op }) => op === 'update'),
  )!;
  await page.goto(`${signedIn.koppel.url}${flow}?tab=sample&record=keep%2F${write.key}`);
  const row = page.getByRole('row', { name: /^Function/ });
  await row.waitFor();
  expect(await row.innerText()).toContain('ERP');
  await page.getByRole('rowheader', { name: 'Kept, because the CRM is master' }).waitFor();
  await page.getByRole('row', { name: /^Language/ }).waitFor();
  await page.getByText('What would be sent').click();
  const request = page.getByRole('figure');
  expect(await request.innerText()).toMatch(/^ERP\s+PATCH companies/);
  expect(await request.innerText()).toContain('"jobTitle"');
  await signedIn.expectAccessible('sample-in-step');
  expect(signedIn.complaints).toEqual([]);
});

it('a rule with a mistake is told in the language of the reader where a node shows what it gives', async () => {
  const flow = '/flows/accounts-erp-to-crm';
  const { draft, revision } = await signedIn.call<{ draft: FlowDocument; revision: number }>('GET', flow);
  (draft.nodes['map']!.config['rows'] as Record<string, unknown>)['account.phone'] = { cel: 'account.phnoe' };
  await signedIn.call('PUT', `${flow}/draft`, { document: draft, revision });
  const here = signedIn.page.context();
  const reader = await here.browser()!.newContext({ locale: 'fr-BE', storageState: await here.storageState() });
  const page = await reader.newPage();
  await page.goto(`${signedIn.koppel.url}/w/main${flow}?node=map`);
  await page.getByText('Sortie', { exact: true }).click();
  await page.getByText(/^Téléphone.*: .*n’a pas de champ phnoe/).waitFor();
  await reader.close();
});
