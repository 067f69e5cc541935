import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';
import { whereItStands } from './still.ts';

let browser: Browser;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '500',
  }));
});
afterAll(async () => {
  await koppel?.end();
  await browser?.close();
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
});
afterEach(() => page.context().close());

const card = (title: string) => page.getByRole('group', { name: new RegExp(`^${title}`) });

/** Adds a node behind the selected one, connected to it. */
async function add(name: string): Promise<void> {
  await page.keyboard.press('n');
  await page.getByPlaceholder(/./).last().waitFor();
  await page.keyboard.type(name);
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await card(name).waitFor();
}

test('a flow is drawn from nothing with the keyboard alone, published, and brings every customer over', async () => {
  await page.goto(`${koppel.url}/flows?do=new`);
  await page.getByRole('dialog').getByRole('textbox').first().fill('My customers');
  await page.keyboard.press('Enter');
  await page.getByText('How does it start?').waitFor();

  await page.getByRole('application').first().focus();
  for (const name of [
    'Start by hand',
    'ERP account source',
    'Filter',
    'Map fields',
    'Read-only field mask',
    'Save account in CRM',
  ])
    await add(name);
  await page.getByRole('button', { name: /problems? blocks? publishing/ }).waitFor();

  // Back to the mapping; what is certain is taken over.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('grid', { name: 'Mapping to Account' }).waitFor();
  await page.getByRole('button', { name: /suggestions/ }).press('Enter');
  await page.getByRole('button', { name: /^Use all \d+ certain/ }).press('Enter');
  await page.getByRole('button', { name: 'No problems' }).waitFor();

  await page.getByRole('application').first().focus();
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await page.getByLabel('What changed?').fill('The first version');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Run all records again' }).press('Enter');
  await page.waitForURL(/\/runs\/./);
  await page.getByText('Done', { exact: true }).first().waitFor();
  const answer = await page.request.get(
    `${koppel.url}/api${new URL(page.url()).pathname.replace('/w/', '/workspaces/')}`,
  );
  const { run } = (await answer.json()) as { run: { counters: Record<string, number> } };
  expect(run.counters).toMatchObject({ read: 500, failed: 0, filtered: 0 });
  expect(run.counters['created']! + run.counters['updated']! + run.counters['unchanged']!).toBe(500);
});

test('an edge that cannot be is refused with the reason, and undo takes back what was drawn', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Mark as blocked').click();

  // From its records, by keyboard: the inputs that are refused stand below those that fit, each with its reason.
  await page.getByRole('application').first().focus();
  await page.keyboard.press('c');
  await page.getByRole('option', { name: 'Records' }).waitFor();
  await page.keyboard.press('Enter');
  await page
    .getByText(/has an edge already|would come back to it|needs failed records/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Delete');
  await card('Mark as blocked').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+z');
  await card('Mark as blocked').waitFor();
  await page.getByRole('button', { name: 'No problems' }).waitFor();
});

test('what is dragged stands in line with others, shown by a line; with Alt held it stays where it is put', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Failures inbox').click();
  await page.getByRole('heading', { name: 'Failures inbox' }).waitFor();
  const { x, y, width, height } = await whereItStands(card('Failures inbox'));
  await page.mouse.move(x + width / 2, y + height / 2);
  const line = page.locator('.react-flow__viewport-portal span');
  await page.mouse.down();
  // Somewhere on the way down it comes into line with one of the others, however the canvas is zoomed.
  let [at, isInLine] = [y - 60, false];
  for (; at < y + 200 && !isInLine; at += 2) {
    await page.mouse.move(x + 40, at);
    isInLine = (await line.count()) > 0;
  }
  expect(isInLine).toBe(true);
  await page.keyboard.down('Alt');
  await page.mouse.move(x + 87, at + 11, { steps: 4 });
  await line.first().waitFor({ state: 'detached' });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  const places = async () => {
    const flow = await page.request.get(`${koppel.url}/api/workspaces/main/flows/accounts-erp-to-crm`);
    const { draft } = (await flow.json()) as { draft: { layout: { nodes: Record<string, [number, number]> } } };
    return draft.layout.nodes['failures']!;
  };
  await expect.poll(places).not.toEqual([1260, 0]);
  expect((await places()).some((place) => place % 20 !== 0)).toBe(true);
});

test('from afar, where all edges are drawn as a few lines, one is still chosen by a click on it', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Active customers').waitFor();
  const canvas = page.getByRole('application').first();
  await canvas.focus();
  const edgesAfterZoom = async () => {
    await page.keyboard.press('-');
    return page.locator('.react-flow__edge').count();
  };
  await expect.poll(edgesAfterZoom, { interval: 200, timeout: 10_000 }).toBe(0);
  // It goes straight from one card to the other.
  const [from, to] = [await whereItStands(card('Map to account')), await whereItStands(card('Read-only mask'))];
  const [left, right] = [from.x + from.width, to.x];
  await page.mouse.click((left + right) / 2, from.y + from.height / 2);
  // A line has no height.
  await canvas.locator('path.stroke-accent-line').waitFor({ state: 'attached' });
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: /problems? blocks? publishing/ }).waitFor();
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByRole('button', { name: 'No problems' }).waitFor();
});

test('whoever names a node or a group, or writes a note, by keyboard is in its field at once, and back on the canvas when that is done', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  const canvas = page.getByRole('application').first();
  const onCanvas = canvas.and(page.locator(':focus'));
  const name = page.getByRole('textbox', { name: 'Name of the node' }).and(page.locator(':focus'));
  await card('Active customers').click();
  await canvas.focus();
  await page.keyboard.press('F2');
  await name.waitFor();
  await page.keyboard.type('Customers that buy');
  await page.keyboard.press('Enter');
  await onCanvas.waitFor();
  await page.keyboard.press('F2');
  await name.waitFor();
  await page.keyboard.type('Nothing');
  await page.keyboard.press('Escape');
  await onCanvas.waitFor();
  await card('Customers that buy').waitFor();

  await page.keyboard.press('Shift+N');
  await page.getByRole('textbox', { name: 'Note' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Agreed with sales.');
  await page.keyboard.press('Escape');
  await onCanvas.waitFor();
  await page.getByText('Agreed with sales.').waitFor();

  await card('Customers that buy').click();
  await canvas.focus();
  await page.keyboard.press('Control+g');
  await page.getByRole('textbox', { name: 'Title of the group' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Who counts');
  await page.keyboard.press('Enter');
  await onCanvas.waitFor();
  await page.getByRole('group', { name: 'Who counts' }).waitFor();
});

test('whoever wishes less motion sees the drawing at its new size at once when zooming by keyboard', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Active customers').waitFor();
  const size = page.getByText(/^\d+\s%$/);
  await whereItStands(card('Active customers'));
  const before = await size.innerText();
  await page.evaluate(`{
    const drawing = document.querySelector('.react-flow__viewport');
    globalThis.sizes = new Set();
    new MutationObserver(() => globalThis.sizes.add(drawing.style.transform)).observe(drawing, { attributeFilter: ['style'] });
  }`);
  await page.getByRole('application').first().focus();
  await page.keyboard.press('-');
  await expect.poll(() => size.innerText()).not.toBe(before);
  await whereItStands(card('Active customers'));
  expect(await page.evaluate('globalThis.sizes.size')).toBe(1);
});

test('a flow that is opened at one of its nodes shows it, at a size that can be read', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm?node=save`);
  await page.getByRole('heading', { name: 'Save account' }).waitFor();
  const place = await whereItStands(card('Save account'));
  const pane = (await page.getByRole('application').first().boundingBox())!;
  expect(place.width).toBeGreaterThan(100);
  expect(place.x).toBeGreaterThanOrEqual(pane.x);
  expect(place.x + place.width).toBeLessThanOrEqual(pane.x + pane.width);
});

test('Alt+Enter on the canvas gives the window to the editor of the node, and back', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm?node=map`);
  await page.getByRole('grid', { name: 'Mapping to Account' }).waitFor();
  await page.getByRole('application').first().focus();
  await page.keyboard.press('Alt+Enter');
  await page.getByRole('application').waitFor({ state: 'detached' });
  await page.keyboard.press('Alt+Enter');
  await page.getByRole('application').first().waitFor();
});

test('each output that need not lead anywhere has a plus of its own', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Save account').click();
  const pluses = page.getByRole('button', { name: /^Add a node after “/ });
  await pluses.first().waitFor();
  const boxes = await Promise.all((await pluses.all()).map((plus) => plus.boundingBox()));
  expect(boxes.length).toBeGreaterThan(1);
  const tops = boxes.map((box) => Math.round(box!.y));
  expect(new Set(tops).size, String(tops)).toBe(boxes.length);
});

test('the end of a selected edge is taken to another port, also in the place of an edge that is there; undo puts it back', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Map to account').waitFor();
  const edge = (id: string) => page.locator(`.react-flow__edge[data-id="${id}"]`);
  const port = (node: string, id: string, side: 'source' | 'target') =>
    whereItStands(page.locator(`.react-flow__handle.${side}[data-nodeid="${node}"][data-handleid="${id}"]`));
  const grip = async (end: 'source' | 'target') => {
    const { x, y, width, height } = await whereItStands(page.locator(`.react-flow__edgeupdater-${end}`));
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
  };
  const letGoAt = async ({ x, y }: { x: number; y: number }) => {
    await page.mouse.move(x, y + 40, { steps: 5 });
    await page.mouse.move(x, y, { steps: 5 });
    await page.mouse.up();
  };
  const select = async (from: readonly [string, string], to: readonly [string, string]) => {
    const [a, b] = [await port(...from, 'source'), await port(...to, 'target')];
    // Beside its middle, where the plus is.
    await page.mouse.click(a.x + (b.x - a.x) * 0.3, a.y + (b.y - a.y) * 0.3);
  };

  await select(['block', 'records'], ['deactivate', 'records']);
  await grip('source');
  await letGoAt(await port('mask', 'records', 'source'));
  await edge('mask.records -> deactivate.records').waitFor({ state: 'attached' });
  await edge('block.records -> deactivate.records').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+z');
  await edge('block.records -> deactivate.records').waitFor({ state: 'attached' });
  await page.getByText('Undone: Take the end of an edge elsewhere').waitFor({ state: 'attached' });

  // An input with an edge is refused, and the fix takes the end there all the same.
  await select(['block', 'records'], ['deactivate', 'records']);
  await grip('target');
  await letGoAt(await port('save', 'records', 'target'));
  await page.getByRole('button', { name: 'Replace that edge' }).click();
  await edge('block.records -> save.records').waitFor({ state: 'attached' });
  await edge('mask.records -> save.records').waitFor({ state: 'detached' });
  await edge('block.records -> deactivate.records').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+z');
  await edge('mask.records -> save.records').waitFor({ state: 'attached' });
  await edge('block.records -> deactivate.records').waitFor({ state: 'attached' });
});

test('undo calls an added node by its name, and everything that is selected is the notes as well', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Map to account').waitFor();
  await page.getByRole('application').first().focus();
  await page.keyboard.press('n');
  await page.getByRole('option', { name: /^Filter/ }).waitFor();
  await page.keyboard.type('check');
  await page.keyboard.press('Enter');
  await card('Check').waitFor();
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByText('Undone: Add “Check”').waitFor({ state: 'attached' });

  await page.keyboard.press('ControlOrMeta+a');
  await page.getByText('9 nodes and 1 note selected').waitFor({ state: 'attached' });
  await page.keyboard.press('Delete');
  await page.getByText('Credit limit is owned by finance.').waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByText('Credit limit is owned by finance.').waitFor();

  // F8 walks the problems and leaves the focus; the notices have a key of their own.
  await page.getByRole('region', { name: 'Notices (press ctrl+F8)' }).waitFor({ state: 'attached' });
});

test('a card that is cut off comes into sight whole when it is clicked, and the inspector tells in words what its settings come to', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await card('Every 15 minutes').click();
  const inspector = page.locator('[data-pane="inspector"]');
  await inspector.getByText('Every 15 minutes, between 06:00 and 20:59, Monday through Friday').waitFor();
  const edge = (await whereItStands(inspector)).x;
  const before = await whereItStands(card('Save account'));
  expect(before.x).toBeLessThan(edge);
  expect(before.x + before.width).toBeGreaterThan(edge);
  await page.mouse.click(before.x + 5, before.y + before.height / 2);
  await inspector.getByText('Link, match, create').waitFor();
  const after = await whereItStands(card('Save account'));
  expect(after.x + after.width).toBeLessThanOrEqual(edge);
});
