import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixtureServer, type FixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 A and AA, and what is good practice besides. */
const all = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** What depends on the theme. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

interface Screen {
  readonly name: string;
  readonly path: string;
  readonly scenario?: 'normal' | 'empty' | 'broken';
  readonly role?: 'administrator' | 'viewer' | 'sales' | null;
  /** Brings the screen into the state that is meant. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Presses a key on the canvas, as people do who work without a mouse. */
async function onCanvas(page: Page, key: string, shown: Locator): Promise<void> {
  await page.getByRole('application', { name: /^Canvas of/ }).focus();
  await page.keyboard.press(key);
  await shown.waitFor();
}

const rowIsShown = (page: Page): Promise<void> => page.getByRole('region', { name: /^Rule of/ }).waitFor();

const screens: readonly Screen[] = [
  { name: 'flows', path: '/flows' },
  { name: 'a new flow', path: '/flows?do=new' },
  { name: 'flows of a new workspace', path: '/flows', scenario: 'empty' },
  { name: 'flows that cannot be read', path: '/flows', scenario: 'broken' },
  { name: 'the designer', path: '/flows/accounts-erp-to-crm' },
  { name: 'a flow for somebody who only reads', path: '/flows/accounts-erp-to-crm?node=save', role: 'viewer' },
  { name: 'the settings of a node', path: '/flows/accounts-erp-to-crm?node=save' },
  {
    name: 'the samples of a node',
    path: '/flows/accounts-erp-to-crm?node=save',
    act: async (page) => {
      await page.getByRole('tab', { name: 'Input' }).click();
      await page.getByRole('region', { name: 'Sample' }).waitFor();
    },
  },
  { name: 'the condition editor', path: '/flows/accounts-erp-to-crm?node=active' },
  {
    name: 'the flow as a list',
    path: '/flows/accounts-erp-to-crm?node=save',
    act: (page) => onCanvas(page, 'o', page.getByRole('list', { name: 'Nodes as a list' })),
  },
  {
    name: 'the problems of a flow',
    path: '/flows/accounts-erp-to-crm?node=save',
    act: (page) => onCanvas(page, 'e', page.getByRole('region', { name: 'Problems' })),
  },
  {
    name: 'quick add',
    path: '/flows/accounts-erp-to-crm?node=mask',
    act: (page) => onCanvas(page, 'n', page.getByRole('combobox', { name: 'Search nodes' })),
  },
  {
    name: 'the keys of the designer',
    path: '/flows/accounts-erp-to-crm?node=mask',
    act: (page) => onCanvas(page, '?', page.getByRole('dialog')),
  },
  {
    name: 'publishing',
    path: '/flows/accounts-erp-to-crm',
    act: async (page) => {
      await page.getByRole('button', { name: /^Publish v/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'a sample of a draft', path: '/flows/accounts-erp-to-crm?tab=sample' },
  { name: 'the versions of a flow', path: '/flows/accounts-erp-to-crm?tab=versions' },
  {
    name: 'a version beside the draft',
    path: '/flows/accounts-erp-to-crm?node=mask',
    act: async (page) => {
      await onCanvas(page, 'Delete', page.getByText(/^8 nodes$/));
      await page.getByRole('link', { name: 'Versions' }).click();
      await page.getByRole('combobox', { name: 'Compare with…' }).click();
      await page.getByRole('option', { name: 'Compare with the draft' }).click();
      await page.getByRole('region', { name: 'What changed' }).getByText('1 removed').waitFor();
    },
  },
  { name: 'the runs of a flow', path: '/flows/accounts-erp-to-crm?tab=runs' },
  { name: 'the settings of a flow', path: '/flows/accounts-erp-to-crm?tab=settings' },
  { name: 'the mapping editor', path: '/flows/accounts-erp-to-crm?node=map' },
  { name: 'a row of the mapping', path: '/flows/accounts-erp-to-crm?node=map&field=account.name', act: rowIsShown },
  {
    name: 'the expression of a row',
    path: '/flows/accounts-erp-to-crm?node=map&field=account.creditLimit',
    act: async (page) => {
      await rowIsShown(page);
      await page.locator('.monaco-editor .view-line').first().waitFor();
    },
  },
  {
    name: 'the value list of a row',
    path: '/flows/accounts-erp-to-crm?node=map&field=account.paymentTerms',
    act: async (page) => {
      await rowIsShown(page);
      await page.getByRole('button', { name: 'Show the list' }).click();
    },
  },
  {
    name: 'suggestions for the mapping',
    path: '/flows/accounts-erp-to-crm?node=map',
    act: async (page) => {
      await page.getByRole('button', { name: /^\d+ suggestions?$/ }).click();
    },
  },
  { name: 'mastership', path: '/mastership?row=account.finance' },
  { name: 'record links', path: '/links' },
  {
    name: 'a link that two records claim',
    path: '/links/10000',
    act: (page) => page.getByRole('table', { name: 'Both records' }).waitFor(),
  },
  { name: 'a link whose record is gone', path: '/links/9998' },
  { name: 'suggested links', path: '/links?view=suggestions&suggestion=2' },
  { name: 'record links before the first one', path: '/links', scenario: 'empty' },
  {
    name: 'unlinking',
    path: '/links/9999',
    act: async (page) => {
      await page.getByRole('button', { name: 'Unlink…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'an import of links',
    path: '/links',
    act: async (page) => {
      await page.getByRole('button', { name: 'Link by CSV…' }).click();
      const file = { name: 'pairs.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') };
      await page.getByLabel('CSV file').setInputFiles(file);
      await page.getByRole('button', { name: 'Look through' }).click();
      await page.getByRole('table', { name: 'Rows of the file' }).waitFor();
    },
  },
  {
    name: 'match rules',
    path: '/links',
    act: async (page) => {
      await page.getByRole('button', { name: 'Match rules' }).click();
      await page.getByRole('button', { name: 'Try the rules' }).click();
      await page.getByRole('table', { name: 'Try the rules' }).waitFor();
    },
  },
  { name: 'runs', path: '/runs' },
  { name: 'starting a run', path: '/runs?do=run' },
  { name: 'no runs', path: '/runs', scenario: 'empty' },
  { name: 'a run that goes on', path: '/runs/run-4812' },
  { name: 'a finished run with an open line of its log', path: '/runs/run-4806?line=30' },
  { name: 'the records of a run', path: '/runs/run-4806?tab=records' },
  { name: 'the failures of a run at one node', path: '/runs/run-4812?tab=failures&node=save' },
  { name: 'what a trial would write', path: '/runs/run-4801?record=save/10818' },
  { name: 'a run that failed', path: '/runs/run-4804' },
  { name: 'a run that waits', path: '/runs/run-4808' },
  {
    name: 'stopping a run',
    path: '/runs/run-4812',
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop run…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'a run that somebody may not see', path: '/runs/run-4812', role: 'sales' },
  { name: 'failures', path: '/failures' },
  {
    name: 'a failure',
    path: '/failures',
    act: async (page) => {
      await page.keyboard.press('j');
      await page.waitForURL(/failures\/./);
    },
  },
  ...['alreadyExists', 'requiredEmpty'].map((cause) => ({
    name: `a failure with the cause ${cause}`,
    path: `/failures?cause=${cause}`,
    act: async (page: Page) => {
      await page.keyboard.press('j');
      await page.waitForURL(/failures\/./);
      await page.getByRole('button', { name: /^(Link|Set) and retry/ }).waitFor();
    },
  })),
  { name: 'nothing to fix', path: '/failures', scenario: 'empty' },
  { name: 'connections', path: '/connections' },
  { name: 'a connection', path: '/connections/crm' },
  { name: 'the settings of a connection', path: '/connections/crm?tab=settings' },
  { name: 'a new connection', path: '/connections/new' },
  { name: 'no connections', path: '/connections', scenario: 'empty' },
  { name: 'revenue', path: '/revenue' },
  {
    name: 'revenue as tables',
    path: '/revenue',
    act: async (page) => {
      await page.getByRole('button', { name: 'As table' }).first().click();
    },
  },
  { name: 'revenue before the first invoice', path: '/revenue', scenario: 'empty' },
  { name: 'revenue for sales', path: '/revenue', role: 'sales' },
  { name: 'a customer', path: '/revenue/customers/3' },
  { name: 'the set-up of revenue in the CRM', path: '/settings/embed' },
  { name: 'the narrow view in the CRM', path: '/embed.html?lang=en#k1.x.y' },
  { name: 'the narrow view with a link that is not good', path: '/embed.html?lang=fr#forged' },
  { name: 'settings', path: '/settings' },
  { name: 'the account', path: '/settings/account' },
  { name: 'about', path: '/settings/about' },
  {
    name: 'the palette',
    path: '/flows',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'an address that leads nowhere', path: '/nowhere' },
  { name: 'signing in', path: '/sign-in', role: null },
];

let server: FixtureServer;
let browser: Browser;

beforeAll(async () => {
  server = await startFixtureServer({
    port: 0,
    root: fileURLToPath(new URL('../packages/canvas/dist', import.meta.url)),
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What breaks a rule, one line each: which rule, where, and why. */
async function violations(page: Page, runOnly: typeof all): Promise<string[]> {
  const { violations: found } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`,
  )) as AxeResults;
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}

describe('every accessibility rule is kept, in the light and in the dark, by', () => {
  it.each(screens)('$name', async ({ path, scenario = 'normal', role, act }) => {
    server.pretend(scenario, role === undefined ? 'administrator' : role);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    try {
      const page = await context.newPage();
      const broken: string[] = [];
      page.on('pageerror', (error) => broken.push(error.message));
      await page.goto(server.url + path, { waitUntil: 'networkidle' });
      await page.locator('main, form').first().waitFor();
      await page.waitForFunction(`document.querySelector('[aria-busy="true"]') === null`);
      await act?.(page);
      await page.evaluate(axe);
      expect(await violations(page, all)).toEqual([]);
      await page.evaluate(`document.documentElement.setAttribute('data-theme', 'dark')`);
      expect(await violations(page, colours)).toEqual([]);
      expect(broken).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
