import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

interface Flow {
  readonly id: string;
  readonly revision: number;
  readonly draft: Record<string, unknown>;
}

const flow = 'products-erp-to-crm';
let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;

/** The first workspace publishes a template in two versions; Verbeke has the first one, and changed it. */
beforeAll(async () => {
  signedIn = await SignedIn.start();
  ({ page, koppel } = signedIn);
  for (const [slug, name, environment] of [
    ['verbeke', 'Verbeke Industrie', 'demo'],
    ['lacroix', 'Maison Lacroix', 'production'],
  ]) {
    await signedIn.call('POST', '/api/workspaces', { slug, name, environment });
  }
  await signedIn.call('PUT', '/api/instance/workspaces/lacroix/open', { isOpen: false });
  await install();
  await retitle('verbeke', 'Products as Verbeke says it');
  await retitle('main', 'Products as the publisher says it');
  await signedIn.call('POST', '/api/workspaces/main/template-exports', template);
});
afterAll(async () => {
  await signedIn?.end();
});

const template = { id: 'products', title: { en: 'Products base' }, flows: [flow] };

async function install(): Promise<void> {
  const [here, there] = ['/api/workspaces/main', '/api/workspaces/verbeke'];
  await signedIn.call('POST', `${here}/template-exports`, template);
  const file = await signedIn.call<{ content: string }>('GET', `${here}/template-packages/products/1.0.0/file`);
  for (const { id } of await signedIn.call<{ id: string }[]>('GET', `${there}/connections`)) {
    await signedIn.call('POST', `${there}/connections/${id}/discover`);
  }
  await signedIn.call('POST', `${there}/template-packages`, { content: file.content });
  const begun = { id: 'products', version: '1.0.0' };
  const { id } = await signedIn.call<{ id: string }>('POST', `${there}/template-installations`, begun);
  const slots = { erp: 'demo-erp', crm: 'demo-crm' };
  await signedIn.call('PUT', `${there}/template-installations/${id}`, { slots });
  await signedIn.call('POST', `${there}/template-installations/${id}/finish`, { as: 'drafts' });
}

async function retitle(workspace: string, title: string): Promise<void> {
  const path = `/api/workspaces/${workspace}/flows`;
  // In a demo workspace the flow that ships is there too, and the template's has a number.
  const found = (await signedIn.call<Flow[]>('GET', path)).findLast((one) => one.id.startsWith(flow))!;
  const { draft, revision } = await signedIn.call<Flow>('GET', `${path}/${found.id}`);
  await signedIn.call('PUT', `${path}/${found.id}/draft`, { document: { ...draft, title: { en: title } }, revision });
}

test('the board shows each client with its version, changes and questions; the upgrade is begun from it', async () => {
  await page.goto(`${koppel.url}/w/main/flows`);
  await page.getByRole('link', { name: 'Clients' }).click();
  await page.getByRole('heading', { name: 'Products base at 1 workspace' }).waitFor();
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
  expect(await row('Verbeke Industrie').innerText()).toMatch(/1\.0\.0[\s\S]*1 change[\s\S]*1 question[\s\S]*Healthy/);
  expect(await row('Maison Lacroix').innerText()).toContain('Closed');

  await page.getByRole('radio', { name: 'Upgrade available 1' }).click();
  await row('Maison Lacroix').waitFor({ state: 'detached' });
  const panel = page.getByRole('complementary', { name: 'Verbeke Industrie' });
  await panel.getByText('1 question before the upgrade').waitFor();
  // The package is brought over from the library of the first workspace.
  await panel.getByRole('button', { name: 'Prepare the upgrade' }).click();
  await page.waitForURL(/\/w\/verbeke\/templates\/install\//);
  await page.getByRole('navigation', { name: 'Steps' }).waitFor();

  await page.goto(`${koppel.url}/w/main/clients?client=verbeke`);
  await page.getByRole('button', { name: 'Go on at Verbeke Industrie' }).waitFor();
  await page.getByRole('link', { name: 'Open workspace' }).click();
  await page.waitForURL(/\/w\/verbeke\/flows/);
  expect(signedIn.complaints).toEqual([]);
});

test('a workspace that takes itself off the board is not on it', async () => {
  await page.goto(`${koppel.url}/w/verbeke/settings/workspace`);
  await page.getByRole('switch', { name: 'On the board of clients' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The workspace was saved', { exact: true }).waitFor();
  await page.goto(`${koppel.url}/w/main/clients`);
  await page.getByRole('row', { name: /Maison Lacroix/ }).waitFor();
  expect(await page.getByRole('row', { name: /Verbeke/ }).count()).toBe(0);
});
