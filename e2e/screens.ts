import type { Locator, Page } from 'playwright-core';

/** A screen in one of its states, over the fixtures: what the accessibility rules are held against and what pictures are taken of. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly scenario?: 'normal' | 'empty' | 'broken' | 'slow';
  readonly role?: 'administrator' | 'viewer' | 'sales' | null;
  /** Brings the screen into the state that is meant. */
  readonly act?: (page: Page) => Promise<void>;
  /** It is inside a page of the CRM: theme and language come with its address and not from this browser. */
  readonly isEmbedded?: boolean;
}

export interface Look {
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'nl' | 'fr';
}

/** Every theme in every language. */
export const looks: readonly Look[] = (['en', 'nl', 'fr'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);

function embedded(name: string, { theme, language }: Look, token: string): Screen {
  return { name, path: `/embed.html?lang=${language}&theme=${theme}#${token}`, isEmbedded: true };
}

/** What every section of the navigation looks like before there is anything, in error, while it loads and without the right to it. */
function statesOf(name: string, path: string): Screen[] {
  return [
    { name: `${name}, nothing yet`, path, scenario: 'empty' },
    { name: `${name}, cannot be read`, path, scenario: 'broken' },
    { name: `${name}, loading`, path, scenario: 'slow' },
    { name: `${name}, without the right`, path, role: 'sales' },
  ];
}

/** Presses a key on the canvas, as people do who work without a mouse. */
async function onCanvas(page: Page, key: string, shown: Locator): Promise<void> {
  await page.getByRole('application', { name: /^Canvas of/ }).focus();
  await page.keyboard.press(key);
  await shown.waitFor();
}

const rowIsShown = (page: Page): Promise<void> => page.getByRole('region', { name: /^Rule of/ }).waitFor();

/** Goes through the wizard of the export to a step. */
async function exportUntil(page: Page, step: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Customer 360 base');
  const proposed = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('checkbox').first().click();
  await proposed;
  const steps = page.getByRole('navigation', { name: 'Steps' });
  await steps.getByRole('button', { name: step }).click();
  await steps.locator('[aria-current="step"]', { hasText: step }).waitFor();
  await page.waitForLoadState('networkidle');
}

/** Every screen in every state that is worth a look: full, empty, in error, without the right to it, and with each of its parts open. */
export const screens: readonly Screen[] = [
  { name: 'flows', path: '/flows' },
  { name: 'a new flow', path: '/flows?do=new' },
  { name: 'the designer', path: '/flows/accounts-erp-to-crm' },
  { name: 'a draft that somebody else edits', path: '/flows/products-erp-to-crm' },
  { name: 'the clients of a consultant', path: '/clients' },
  { name: 'the review of a draft', path: '/flows/accounts-erp-to-crm?tab=review' },
  { name: 'a flow for somebody who only reads', path: '/flows/accounts-erp-to-crm?node=save', role: 'viewer' },
  { name: 'the settings of a node', path: '/flows/accounts-erp-to-crm?node=save' },
  { name: 'the settings of a schedule', path: '/flows/accounts-erp-to-crm?node=schedule' },
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
      // Within the page: the draft is not saved yet.
      await page.evaluate(`history.pushState({}, '', location.pathname + '?tab=versions&version=14&against=draft')`);
      await page.getByText('1 removed', { exact: true }).waitFor();
    },
  },
  { name: 'the runs of a flow', path: '/flows/accounts-erp-to-crm?tab=runs' },
  { name: 'the settings of a flow', path: '/flows/accounts-erp-to-crm?tab=settings' },
  {
    name: 'the code of a node',
    path: '/flows/accounts-erp-to-crm?node=map',
    act: async (page: Page) => {
      await page.getByRole('application').first().focus();
      await page.keyboard.press('a');
      await page.keyboard.insertText('code');
      await page.keyboard.press('Shift+Enter');
      await page.getByRole('button', { name: 'Begin with a function' }).click();
      await page.locator('.view-line').first().waitFor();
    },
  },
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
  { name: 'the library of templates', path: '/templates' },
  {
    name: 'the documentation of a template',
    path: '/templates/docs/customer-360',
    act: (page) => page.getByRole('table').first().waitFor(),
  },
  { name: 'no templates', path: '/templates', scenario: 'empty' },
  {
    name: 'trusting a publisher',
    path: '/templates',
    act: async (page) => {
      await page.getByRole('button', { name: 'Trust this publisher…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  ...['Flows', 'Parameters', 'Secrets check', 'Documentation', 'Version and download'].map((step) => ({
    name: `exporting a template: ${step}`,
    path: '/templates/export',
    act: (page: Page) => exportUntil(page, step),
  })),
  ...['package', 'connections', 'fields', 'parameters', 'compare', 'review'].map((step) => ({
    name: `upgrading a template: ${step}`,
    path: `/templates/install/w1?step=${step}`,
  })),
  {
    name: 'a combined answer to a question of an upgrade',
    path: '/templates/install/w1?step=compare',
    act: async (page) => {
      await page.getByRole('radio', { name: 'Combine both' }).click();
      await page.getByRole('region', { name: 'Result' }).getByText('No errors').waitFor();
    },
  },
  { name: 'runs', path: '/runs' },
  {
    name: 'the columns of the runs',
    path: '/runs',
    act: async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('button', { name: 'As they were' }).waitFor();
    },
  },
  {
    name: 'the views of the runs',
    path: '/runs?status=failedRecords&range=7&saved=view-attention',
    act: async (page) => {
      await page.getByRole('button', { name: 'Views: Needs attention' }).click();
      await page.getByRole('menu', { name: 'Views' }).waitFor();
    },
  },
  {
    name: 'keeping a view of the runs',
    path: '/runs?status=attention',
    role: 'viewer',
    act: async (page) => {
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('menuitem', { name: 'Save as view…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'starting a run', path: '/runs?do=run' },
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
  { name: 'connections', path: '/connections' },
  { name: 'a connection', path: '/connections/crm' },
  { name: 'the settings of a connection', path: '/connections/crm?tab=settings' },
  { name: 'a new connection', path: '/connections/new' },
  { name: 'revenue', path: '/revenue' },
  {
    name: 'revenue as tables',
    path: '/revenue',
    act: async (page) => {
      await page.getByRole('button', { name: 'As table' }).first().click();
    },
  },
  { name: 'a customer', path: '/revenue/customers/3' },
  { name: 'the set-up of revenue in the CRM', path: '/settings/embed' },
  ...looks.flatMap(({ language, theme }) => [
    embedded(`the narrow view in the CRM, ${language}, ${theme}`, { language, theme }, 'k1.x.y'),
    embedded(`the narrow view with a link that is not good, ${language}, ${theme}`, { language, theme }, 'forged'),
  ]),
  { name: 'settings', path: '/settings' },
  { name: 'the account', path: '/settings/account' },
  {
    name: 'setting up the second factor',
    path: '/settings/account',
    act: async (page) => {
      await page.getByRole('button', { name: 'Set up' }).click();
      await page.getByRole('img', { name: 'QR code of the key' }).waitFor();
    },
  },
  {
    name: 'the recovery codes',
    path: '/settings/account',
    act: async (page) => {
      await page.getByRole('button', { name: 'Set up' }).click();
      await page.getByLabel('Code', { exact: true }).fill('123456');
      await page.getByRole('button', { name: 'Turn on' }).click();
      await page.getByRole('button', { name: 'I have kept them' }).waitFor();
    },
  },
  { name: 'people', path: '/settings/people' },
  {
    name: 'privacy',
    path: '/settings/privacy',
    act: async (page) => {
      await page.getByLabel('Name, e-mail address or number').fill('bakkerij');
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.getByRole('button', { name: 'Erase' }).waitFor();
    },
  },
  { name: 'the audit log', path: '/settings/audit' },
  { name: 'the audit log of everything', path: '/settings/audit?scope=all' },
  { name: 'an event of the audit log', path: '/settings/audit?event=388' },
  { name: 'events from day to day', path: '/settings/audit?range=dates&from=2026-11-01&id=17' },
  { name: 'an audit log without events', path: '/settings/audit', scenario: 'empty' },
  { name: 'an audit log that somebody may not see', path: '/settings/audit', role: 'viewer' },
  {
    name: 'an audit log that is not as it was written',
    path: '/settings/audit',
    scenario: 'broken',
    act: async (page) => {
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('The first event that is wrong is number 399').waitFor();
    },
  },
  { name: 'the API tokens', path: '/settings/tokens' },
  { name: 'about', path: '/settings/about' },
  {
    name: 'the palette',
    path: '/flows',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
    },
  },
  ...statesOf('flows', '/flows'),
  ...statesOf('a flow', '/flows/accounts-erp-to-crm'),
  ...statesOf('mastership', '/mastership'),
  ...statesOf('record links', '/links'),
  ...statesOf('templates', '/templates'),
  ...statesOf('runs', '/runs'),
  ...statesOf('failures', '/failures'),
  ...statesOf('connections', '/connections'),
  ...statesOf('revenue', '/revenue'),
  ...statesOf('people', '/settings/people'),
  { name: 'an address that leads nowhere', path: '/nowhere' },
  { name: 'signing in', path: '/sign-in', role: null },
  { name: 'signing in after the provider refused', path: '/sign-in?refused=notInvited', role: null },
  { name: 'the second factor at sign-in', path: '/sign-in?step=second-factor', role: null },
];

/** Opens a screen of the fixture server at `url` and brings it into its state. Ends when nothing loads any more, or when the skeleton is there. */
export async function openScreen(page: Page, url: string, { path, scenario, act }: Screen): Promise<void> {
  if (scenario === 'slow') {
    // Never answered. In the browser: there waiting requests would take the connections that its fonts come by.
    await page.route(/\/api\/workspaces\/[^/]+\/(?!session$)/, () => {});
    await page.goto(url + path, { waitUntil: 'domcontentloaded' });
    // The skeleton itself: what waits may have no height before it is there.
    await page.locator('[aria-busy="true"] > :not([role="status"])').first().waitFor();
    return;
  }
  await page.goto(url + path, { waitUntil: 'networkidle' });
  await page.locator('main, form').first().waitFor();
  // Not by a function that is waited for: the screen's own policy forbids to evaluate text.
  await page.waitForSelector('[aria-busy="true"]', { state: 'detached' });
  await act?.(page);
}

/** Changes the theme or the language of an open page and leaves it as it is otherwise, as a change in another tab does. */
export async function changePreferences(page: Page, change: Partial<Look>): Promise<void> {
  await page.evaluate(`{
    const key = 'koppel.preferences';
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key) ?? '{}'), ...${JSON.stringify(change)} }));
    dispatchEvent(new StorageEvent('storage', { key }));
  }`);
  for (const [name, value] of Object.entries({ 'data-theme': change.theme, lang: change.language })) {
    if (value !== undefined) await page.locator(`html[${name}="${value}"]`).waitFor({ state: 'attached' });
  }
}
