import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';
import { whereItStands } from './still.ts';

let browser: Browser;
let koppel: RunningKoppel;
let page: Page;
/** What a page ran although nobody wrote it into Koppel. */
let executed: string[];

beforeAll(async () => {
  browser = await launchChromium();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '60',
  }));
});
afterAll(async () => {
  await koppel?.end();
  await browser?.close();
});

beforeEach(async () => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-BE',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  executed = [];
  page.on('dialog', (dialog) => {
    executed.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
});
afterEach(() => page.context().close());

const canvas = () => page.getByRole('application').first();
const node = (name: RegExp) => page.getByRole('group', { name });
const edges = () => page.locator('.react-flow__edge');

async function open(flow = 'accounts-erp-to-crm'): Promise<void> {
  await page.goto(`${koppel.url}/flows/${flow}`);
  await node(/^Map to account/).waitFor();
}

async function paste(text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await canvas().focus();
  await page.keyboard.press('ControlOrMeta+v');
}

test('a flow that was just left opens again at once', async () => {
  await open();
  await page.getByRole('link', { name: 'Flows', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
  await page
    .getByRole('link', { name: /^Customers ERP/ })
    .first()
    .click();
  await node(/^Map to account/).waitFor();
});

test('a group shows as one card by keyboard, keeps its edges, and comes back after a reload', async () => {
  await open();
  await node(/^Active customers/).click();
  await node(/^Map to account/).click({ modifiers: ['Shift'] });
  await canvas().focus();
  await page.keyboard.press('ControlOrMeta+g');
  await page.getByLabel('Title of the group').fill('Shape');
  await page.getByLabel('Description of the group').fill('Who counts as a customer');
  await page.keyboard.press('Enter');
  const before = await edges().count();
  await canvas().focus();
  await page.keyboard.press('Shift+G');

  const card = page.getByRole('group', { name: 'Group Shape, shown as one card: 2 nodes' });
  await card.waitFor();
  await card.getByText('Who counts as a customer').waitFor();
  expect(await node(/^Map to account/).count()).toBe(0);
  // Only the edge inside it is gone.
  expect(await edges().count()).toBe(before - 1);
  // Arrow keys stop at it, and go on behind it.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await canvas().getAttribute('aria-activedescendant')).toContain('group/');

  await page.getByText(/^Saved/).waitFor();
  await page.reload();
  await card.waitFor();
  // Undo survives the reload, by intent.
  await page.getByRole('button', { name: 'Undo: Collapse a group' }).click();
  await node(/^Map to account/).waitFor();
  // It is saved as well: whoever opens the flow next sees the nodes.
  const draft = `${koppel.url}/api/workspaces/main/flows/accounts-erp-to-crm`;
  await expect.poll(async () => (await page.request.get(draft)).text()).not.toContain('"isCollapsed":true');
});

test('nodes are searched by what they say, and of one system only, by keyboard', async () => {
  await open();
  await canvas().focus();
  await page.keyboard.press('s');
  const search = page.getByRole('dialog', { name: 'Search the nodes of this flow' });
  const found = async () => (await search.getByRole('option').allInnerTexts()).join();
  await expect.poll(found).toContain('Read customers');
  await page.keyboard.press('Tab');
  await search.getByRole('button', { name: 'CRM' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(found).not.toContain('Read customers');
  await expect.poll(found).toContain('Save account');
  await search.getByRole('combobox').fill('inactive');
  await page.keyboard.press('Enter');
  await search.waitFor({ state: 'detached' });
  expect(await canvas().getAttribute('aria-activedescendant')).toContain('deactivate');
});

test('a filter of the search that is pressed takes the keys from nobody: arrows and Enter go on with the list', async () => {
  await open();
  await canvas().focus();
  await page.keyboard.press('s');
  const search = page.getByRole('dialog', { name: 'Search the nodes of this flow' });
  const field = search.getByRole('combobox').and(page.locator(':focus'));
  await search.getByRole('button', { name: 'CRM' }).click();
  await search.getByRole('option', { name: 'Save account' }).waitFor();
  await search.getByRole('option', { name: 'Read customers' }).waitFor({ state: 'detached' });
  await field.waitFor();
  // By keyboard one stands on the filter, and is back in the list with an arrow.
  await search.getByRole('button', { name: 'CRM' }).focus();
  await page.keyboard.press('ArrowDown');
  await field.waitFor();
  await search.getByRole('option', { name: 'Save account', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await search.waitFor({ state: 'detached' });
  expect(await canvas().getAttribute('aria-activedescendant')).toContain('save');
});

/** Two nodes in a group, with a note. */
const part = JSON.stringify({
  kind: 'koppel.nodes',
  version: 1,
  nodes: {
    first: { type: 'filter-records', v: 1, title: 'First', config: {} },
    second: { type: 'filter-records', v: 1, title: 'Second', config: {} },
  },
  edges: ['first.matched -> second.records'],
  at: { first: [0, 0], second: [240, 0] },
  groups: { pair: { title: 'Pair', nodes: ['first', 'second'] } },
  notes: { why: { text: 'Why so', at: [0, -160] } },
});
const said = (words: string) => page.getByText(words).first().waitFor({ state: 'attached' });

async function openNew(name: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${koppel.url}/flows?do=new`);
  await page.getByRole('dialog').getByRole('textbox').first().fill(name);
  await page.keyboard.press('Enter');
  await page.getByText('How does it start?').waitFor();
}

test('what is pasted several times lies nowhere over anything else, notes and groups included', async () => {
  await openNew('Pasted');
  for (const times of [1, 2, 3]) {
    await paste(part);
    await expect.poll(() => node(/^First/).count()).toBe(times);
  }
  await said('2 nodes and 1 note pasted');
  // Nodes are inside the frame of their group: the frames and the notes are what must not overlap.
  const boxes = await page.evaluate<{ x: number; y: number; right: number; bottom: number }[]>(`
    [...document.querySelectorAll('.react-flow__node[data-id^="group/"], .react-flow__node[data-id^="note/"]')]
      .map((one) => one.getBoundingClientRect())
      .map(({ x, y, right, bottom }) => ({ x, y, right, bottom }))`);
  expect(boxes).toHaveLength(6);
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const doOverlap = a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
      expect(doOverlap, JSON.stringify([a, b])).toBe(false);
    }
  }
});

test('a group that is chosen by its title is copied, moved and cut with all in it, and notes like nodes', async () => {
  await openNew('Grouped');
  await paste(part);
  await node(/^Second/).waitFor();
  await page.keyboard.press('Escape');
  const chooseGroup = async () => {
    await page.getByText('Pair', { exact: true }).first().click();
    await canvas().focus();
  };
  await chooseGroup();
  await page.keyboard.press('ControlOrMeta+c');
  await said('2 nodes copied');
  await page.keyboard.press('g');
  await said('2 nodes grabbed.');
  await page.keyboard.press('ArrowDown');
  await said('Moved to');
  await page.keyboard.press('Enter');
  await said('Dropped');
  await page.keyboard.press('ControlOrMeta+d');
  await expect.poll(() => node(/^First/).count()).toBe(2);
  await expect.poll(() => node(/^Group Pair/).count()).toBe(2);
  await page.keyboard.press('Escape');
  await chooseGroup();
  // A group of a group would only lose its name.
  await page.keyboard.press('ControlOrMeta+g');
  await page.keyboard.press('ControlOrMeta+x');
  await expect.poll(() => node(/^First/).count()).toBe(1);
  await expect.poll(() => node(/^Group Pair/).count()).toBe(1);

  await page.getByText('Why so').click();
  await canvas().focus();
  await page.keyboard.press('ControlOrMeta+d');
  await said('Note pasted');
  await page.keyboard.press('g');
  await said('Note grabbed.');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await said('Put back');
  await page.keyboard.press('ControlOrMeta+z');
  await said('Undone: Paste a note');
});

test('of several selected nodes the one that is clicked is meant, and all of them where one is dragged', async () => {
  await openNew('Clicked');
  await paste(part);
  const selected = page.locator('.react-flow__node.selected');
  await expect.poll(() => selected.count()).toBe(3);
  const { x, y } = await whereItStands(node(/^First/));
  await page.mouse.move(x + 80, y + 40);
  await page.mouse.down();
  await page.mouse.move(x + 140, y + 100, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Undo: Move 2 nodes' }).waitFor();
  expect(await selected.count()).toBe(3);
  await node(/^First/).click({ modifiers: ['Shift'] });
  await expect.poll(() => selected.count()).toBe(2);
  await node(/^Second/).click();
  await page.getByRole('heading', { name: 'Second' }).waitFor();
  expect(await selected.count()).toBe(1);
});

test('a group that is one card is one card where it is pasted, and chosen as such', async () => {
  await openNew('Folded');
  await paste(part.replace('"title":"Pair"', '"title":"Pair","isCollapsed":true'));
  await node(/^Group Pair/).waitFor();
  await page.locator('.react-flow__node.selected[data-id="group/pair"]').waitFor();
  await page.keyboard.press('Delete');
  await node(/^Group Pair/).waitFor({ state: 'detached' });
  await node(/^First/).waitFor();
});

test('where the browser keeps the clipboard to itself that is said, nothing is cut, and the next paste takes the notice away', async () => {
  await openNew('Kept');
  await paste(part);
  await node(/^First/).waitFor();
  await page.context().clearPermissions();
  const notice = page.getByRole('region', { name: 'What was done' });
  for (const keys of ['c', 'x']) {
    await page.keyboard.press(`ControlOrMeta+${keys}`);
    await notice.getByText(/does not let Koppel write to the clipboard/).waitFor();
    await notice.getByRole('button', { name: 'Close' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(await node(/^First/).count()).toBe(1);
    await canvas().focus();
  }
  await page.keyboard.press('ControlOrMeta+v');
  await notice.getByText(/does not let Koppel read the clipboard/).waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('ControlOrMeta+v');
  await expect.poll(() => node(/^First/).count()).toBe(2);
  await notice.waitFor({ state: 'detached' });
});

test('what is no part of a flow is not pasted, with the reason; and nothing on the canvas changes', async () => {
  await open();
  const nodes = () => page.locator('.react-flow__node').count();
  const before = await nodes();
  for (const [text, message] of [
    ['{"some":"json"}', /holds no part of a flow/],
    [
      '{"kind":"koppel.nodes","version":1,"nodes":{"a":{"type":"filter-records","v":1,"config":{}}},"edges":["a -> b"],"at":{}}',
      /is damaged/,
    ],
    ['{"kind":"koppel.nodes","version":9}', /from a newer Koppel/],
    ['x'.repeat(2_000_001), /too large/],
  ] as const) {
    await paste(text);
    await page.getByRole('region', { name: 'What was done' }).getByText(message).waitFor();
    expect(await nodes()).toBe(before);
  }
});

test('names and notes with markup are text, and a note that is too long stays open with all that was written', async () => {
  await open();
  const attack = '<img src=x onerror="alert(1)">';
  await paste(
    JSON.stringify({
      kind: 'koppel.nodes',
      version: 1,
      nodes: { evil: { type: 'filter-records', v: 1, title: attack, config: {} } },
      edges: [],
      at: { evil: [0, 0] },
      notes: { note: { text: `# ${attack}\n- [x](javascript:alert(2)) <script>alert(3)</script>`, at: [0, 200] } },
    }),
  );
  await page.getByText(attack).first().waitFor();
  await page.getByText('<script>alert(3)</script>').waitFor();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  // Copied once more, the form for people holds it as text.
  await canvas().focus();
  await page.keyboard.press('ControlOrMeta+c');
  await expect
    .poll(() =>
      page.evaluate(
        `navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((form) => form.text())`,
      ),
    )
    .toContain('&lt;');

  await page.keyboard.press('Shift+N');
  const field = page.getByRole('textbox', { name: 'Note' });
  await field.fill('y'.repeat(2_000_000));
  await page.keyboard.press('Escape');
  await page.getByText(/A note holds 20.000 characters at most/).waitFor();
  expect((await field.inputValue()).length).toBe(2_000_000);
  await field.fill('Short');
  await page.keyboard.press('Escape');
  await page.getByText('Short', { exact: true }).waitFor();
  expect(executed).toEqual([]);
});

test('while the server is not reached nothing is lost: that is said, and a page that is left meanwhile comes back with all of it', async () => {
  await openNew('Out of reach');
  await paste(part);
  await node(/^First/).waitFor();
  await page.getByText(/^Saved/).waitFor();
  await page.context().setOffline(true);
  await node(/^First/).click();
  await canvas().focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the node' }).fill('Renamed meanwhile');
  await page.keyboard.press('Enter');
  await page.getByText('Not saved yet, trying again').waitFor();
  await page.getByRole('alert').getByText('Your changes are kept in this browser').waitFor({ state: 'attached' });
  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await page.getByRole('link', { name: 'Design', exact: true }).click();
  await node(/^Renamed meanwhile/).waitFor();

  // A page that is closed without the server comes back with all of it.
  await page.goto('about:blank');
  await page.context().setOffline(false);
  await page.goBack();
  await node(/^Renamed meanwhile/).waitFor();
  await page.getByText(/^Saved/).waitFor();
});

test('a draft that cannot be saved is not published, kept or restored without a word', async () => {
  await page.goto(`${koppel.url}/flows/products-erp-to-crm`);
  await node(/^Save product/).waitFor();
  await page.getByText(/^Saved/).waitFor();
  await page.route('**/draft', (route) => route.abort());
  await canvas().focus();
  await page.keyboard.press('Shift+N');
  await page.keyboard.type('Nobody has this');
  await page.keyboard.press('Escape');
  await page.getByText('Not saved yet, trying again').waitFor();
  await page.getByRole('button', { name: /^Publish v/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What changed?').fill('A note');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.getByText('The server does not answer').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  const points = page.getByRole('main');
  await points.getByRole('button', { name: 'Keep draft' }).click();
  await points.getByText('The server does not answer').waitFor();
  await page.unroute('**/draft');
  await points.getByRole('button', { name: 'Keep draft' }).click();
  await points.getByText('The server does not answer').waitFor({ state: 'detached' });
  await page.getByText(/^Saved/).waitFor();
});

test('a dialog, the command palette and what a menu opens give the focus back to where one was', async () => {
  await open();
  await canvas().focus();
  const focused = page.locator(':focus');
  for (const keys of ['?', 'ControlOrMeta+k', 'ControlOrMeta+Shift+Enter']) {
    await page.keyboard.press(keys);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await canvas().and(focused).waitFor();
  }

  await page.goto(`${koppel.url}/flows`);
  const menu = page.getByRole('button', { name: 'More actions' }).first();
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Copy…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New flow' }).waitFor();
  await page.keyboard.press('Escape');
  await menu.and(focused).waitFor();
});

test('in forced colours one sees what is selected, and where a dialog ends', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open();
  await node(/^Active customers/).click();
  await page.getByRole('tab', { name: 'Settings' }).waitFor();
  const edge = (selector: string, property: string) =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);
  expect(await edge('.react-flow__node.selected', 'outlineStyle')).toBe('solid');
  expect(await edge('[role=tab][aria-selected=true]', 'outlineStyle')).toBe('solid');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('option', { selected: true }).waitFor();
  expect(await edge('[role=dialog]', 'borderStyle')).toBe('solid');
  expect(await edge('[role=option][aria-selected=true]', 'outlineStyle')).toBe('solid');
});

test('a sample shows the way of a record, calls choices by their names, and leads to a node on the way', async () => {
  await open();
  await canvas().focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  const way = page.getByRole('list', { name: 'Its way through the flow' });
  await way.waitFor();
  expect(await way.getByRole('listitem').allInnerTexts()).toEqual([
    'Read customers',
    'Active customers\nMatched',
    'Map to account',
    'Read-only mask',
    expect.stringMatching(/^Save account\n(Create|Update)$/),
  ]);
  expect(await page.getByRole('row', { name: /^Delivery terms/ }).innerText()).toMatch(/[A-Z]{3} [A-Z][a-z]+/);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report for sign-off' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('sample.html');
  const report = await readFile((await download.path())!, 'utf8');
  expect(report).toContain('Nothing was changed in either system.');
  expect(report).toMatch(/<th>Delivery terms<\/th><td>[^<]*<\/td><td>[A-Z]{3} [A-Z][a-z]+/);
  await way.getByRole('button', { name: 'Map to account' }).click();
  await page.getByRole('region', { name: 'Editor of Map to account' }).waitFor();
});
