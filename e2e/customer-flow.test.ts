import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';
import { customers, expectPublishedAndRun, mapping } from './customer-flow.ts';
import { Keys } from './keys.ts';
import { whereItStands } from './still.ts';

let browser: Browser;
let koppel: RunningKoppel;
let page: Page;
/** What the page complained of that nobody expected. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: String(customers),
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
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(koppel.url);
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

const flowId = () => new URL(page.url()).pathname.split('/').at(-1)!;
const card = (name: string) => page.getByRole('group', { name: new RegExp(`^${name}`) });
/** A field of the CRM that something fills. */
const filled = (field: string) => page.getByRole('row', { name: new RegExp(`^${field},(?!.*same field)`) });

test('by keyboard alone the customer flow is drawn from nothing, tried on samples, published and run', async () => {
  const keys = new Keys(page);
  await keys.tabTo(page.getByLabel('E-mail'));
  await keys.type(administrator.email);
  await keys.tabTo(page.getByLabel('Password'));
  await keys.type(administrator.password);
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();

  await keys.press('Control+k');
  await keys.pick('New flow');
  await page.getByRole('dialog', { name: 'New flow' }).waitFor();
  await keys.type('Customers by keyboard');
  await keys.press('Enter');
  await page.getByText('How does it start?').waitFor();

  // Eight nodes, each behind the one before it.
  await keys.pressUntil('Control+F6', page.getByRole('application'));
  const add = async (name: string) => {
    await keys.press('n');
    await keys.pick(name);
    await card(name).waitFor();
  };
  for (const name of [
    'Schedule',
    'ERP account source',
    'Filter',
    'Map fields',
    'Read-only field mask',
    'Save account in CRM',
  ])
    await add(name);
  // Into the edge behind the filter.
  for (let back = 0; back < 3; back += 1) await keys.press('ArrowLeft');
  await keys.press('a');
  await keys.pick('Check');
  await card('Check').waitFor();
  await keys.press('Escape');
  await add('Failures');
  const flow = flowId();

  // What the CRM refuses goes to the failures: an edge, by the list of inputs.
  await keys.press('s');
  await keys.pick('Save account in CRM');
  await keys.press('c');
  await keys.pick('Failed');
  await keys.pick('Failures');

  // The filter gets its name and its condition.
  await keys.press('s');
  await keys.pick('Filter');
  await keys.press('F2');
  await keys.press('Control+a');
  await keys.type('Active customers');
  await keys.press('Enter');
  await card('Active customers').waitFor();
  await keys.press('Enter');
  await keys.tabTo(page.getByRole('button', { name: 'Condition', exact: true }));
  await keys.press('Enter');
  await keys.tabTo(page.getByRole('button', { name: /^Field/ }));
  await keys.press('Enter');
  await keys.pick('Blocked');
  await keys.tabTo(page.getByRole('combobox', { name: 'Comparison' }));
  await keys.choose('is not');
  await keys.tabTo(page.getByRole('combobox', { name: 'Value' }));
  await keys.choose('All (all)');
  await keys.press('Escape');

  // Ten fields.
  await keys.press('s');
  await keys.pick('Map fields');
  await keys.press('Enter');
  await keys.tabTo(page.getByRole('row', { name: /^Account Name/ }));
  for (const [field, source] of mapping) {
    await keys.pressUntil('ArrowDown', page.getByRole('row', { name: new RegExp(`^${field},`) }));
    await keys.press('Enter');
    await keys.pick(source);
    await filled(field).waitFor();
  }
  await keys.press('Escape');

  await keys.press('Control+Enter');
  await page.getByText('Nothing was changed in either system.').waitFor();
  await keys.press('Control+Shift+Enter');
  await page.getByRole('dialog').waitFor();
  await keys.tabTo(page.getByLabel('What changed?'));
  await keys.type('The first version');
  await keys.press('Enter');
  await keys.tabTo(page.getByRole('button', { name: 'Run all records again' }));
  await keys.press('Enter');
  await expectPublishedAndRun(page, flow);
});

test('by mouse the same flow is drawn: from the palette, behind outputs, into an edge, and field by field', async () => {
  await page.getByLabel('E-mail').click();
  await page.keyboard.type(administrator.email);
  await page.getByLabel('Password').click();
  await page.keyboard.type(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'New flow' }).click();
  await page.getByRole('dialog').getByLabel('Name').click();
  await page.keyboard.type('Customers by mouse');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();

  const canvas = page.getByRole('application').first();
  await page.getByText('How does it start?').waitFor();
  await canvas.getByRole('button', { name: 'Schedule' }).click();
  await card('Schedule').waitFor();
  const flow = flowId();
  const palette = page.getByRole('complementary', { name: 'Nodes' });
  const pull = async (name: string, x: number, y: number) => {
    await palette.getByRole('button', { name, exact: true }).dragTo(canvas, { targetPosition: { x, y } });
    await card(name).waitFor();
  };
  /** Brings the pointer to where the edges of a port begin, wherever the card has moved by then. */
  const toPort = async (name: string, id: string) => {
    await card(name).hover();
    // Under the pointer the card gets ports that edges can be drawn from, in the place of those it had.
    const port = card(name).locator(`[data-handleid="${id}"]`);
    const isUnderPointer = async () => {
      const { x, y, width, height } = await whereItStands(port);
      await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
      return (await port.and(page.locator(':hover')).count()) === 1;
    };
    await expect.poll(isUnderPointer).toBe(true);
  };
  const draw = async (from: string, output: string, to: string, input: string) => {
    await toPort(from, output);
    await page.mouse.down();
    await toPort(to, input);
    await page.mouse.up();
  };
  const addBehind = async (before: string, name: string) => {
    await card(before).hover();
    await card(before)
      .getByRole('button', { name: /^Add a node after/ })
      .first()
      .click();
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await card(name).waitFor();
  };
  await pull('ERP account source', 560, 160);
  await draw('Schedule', 'start', 'ERP account source', 'start');
  await page.getByText('Start signal', { exact: true }).waitFor();
  await addBehind('ERP account source', 'Filter');
  await addBehind('Filter', 'Map fields');
  await addBehind('Map fields', 'Read-only field mask');
  await addBehind('Read-only field mask', 'Save account in CRM');
  await canvas.getByRole('button', { name: 'Tidy' }).click();
  await page.getByRole('status').getByText('Tidied up').waitFor();

  // Check is dropped on the edge behind the filter; what the CRM refuses goes to the failures.
  await card('Filter').hover();
  const [before, behind, pane] = await Promise.all([card('Filter'), card('Map fields'), canvas].map(whereItStands));
  const middle = (before!.x + before!.width + behind!.x) / 2 - pane!.x;
  await pull('Check', middle, before!.y + before!.height / 2 - pane!.y);
  await pull('Failures', middle, pane!.height - 200);
  // Its settings open beside the canvas, which pans; only then is there a whole to fit.
  await page.getByRole('heading', { name: 'Failures' }).waitFor();
  await whereItStands(card('Failures'));
  await canvas.getByRole('button', { name: 'Fit all' }).click();
  await draw('Save account in CRM', 'rejected', 'Failures', 'failures');
  await page.getByText('Failed records', { exact: true }).waitFor();

  await card('Filter').getByText('Filter').last().dblclick();
  await page.keyboard.type('Active customers');
  await canvas.click({ position: { x: 40, y: 60 } });
  await card('Active customers').click();
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByRole('button', { name: /^Field/ }).click();
  await page.getByRole('option', { name: 'Blocked' }).click();
  await page.getByRole('combobox', { name: 'Comparison' }).click();
  await page.getByRole('option', { name: 'is not', exact: true }).click();
  await page.getByRole('combobox', { name: 'Value' }).click();
  await page.getByRole('option', { name: 'All (all)' }).click();

  // Ten fields, each dragged to where it goes.
  await card('Map fields').click();
  const rows = page.getByRole('grid', { name: 'Mapping to Account' });
  const source = page.getByRole('tree');
  await source.getByRole('treeitem', { name: /^Billing address/ }).click();
  for (const [field, from] of mapping) {
    const dragged = source.getByRole('treeitem').filter({ has: page.getByText(from, { exact: true }) });
    await dragged.dragTo(rows.getByRole('row', { name: new RegExp(`^${field},`) }));
    await filled(field).waitFor();
  }

  await page.getByRole('button', { name: 'Run with sample' }).click();
  await page.getByText('Nothing was changed in either system.').waitFor();
  await page
    .getByRole('button', { name: /^Publish v1/ })
    .last()
    .click();
  await page.getByLabel('What changed?').click();
  await page.keyboard.type('The first version');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Run all records again' }).click();
  await expectPublishedAndRun(page, flow);
});

test('in the list of nodes the same flow is made where there is no canvas at all', async () => {
  await page.setViewportSize({ width: 700, height: 900 });
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'New flow' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Customers as a list');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();

  const outline = page.getByRole('complementary', { name: 'Nodes as a list' });
  const row = (name: string) => outline.getByRole('button', { name: new RegExp(`^${name}`) });
  const pick = async (name: string) => {
    await page.getByRole('dialog').getByRole('combobox').fill(name);
    await page
      .getByRole('option')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first()
      .click();
  };
  const act = async (node: string, action: string | RegExp) => {
    await outline.getByRole('button', { name: `Actions for ${node}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
  await outline.getByRole('button', { name: 'Add a node' }).click();
  await pick('Schedule');
  const flow = flowId();
  const chain = [
    'Schedule',
    'ERP account source',
    'Filter',
    'Map fields',
    'Read-only field mask',
    'Save account in CRM',
  ];
  for (const [at, name] of chain.slice(1).entries()) {
    await act(chain[at]!, /^Add a node after it/);
    await pick(name);
    await row(name).waitFor();
  }
  await act('Filter', /^Add a node after it/);
  await pick('Check');
  await outline.getByRole('button', { name: 'Add a node' }).click();
  await pick('Failures');
  await act('Save account in CRM', /^Connect to/);
  await pick('Failed');
  await pick('Failures');

  await act('Filter', /^Rename/);
  await outline.getByRole('textbox', { name: 'Name of the node' }).fill('Active customers');
  await page.keyboard.press('Enter');
  await row('Active customers').click();
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByRole('button', { name: /^Field/ }).click();
  await page.getByRole('option', { name: 'Blocked' }).click();
  await page.getByRole('combobox', { name: 'Comparison' }).click();
  await page.getByRole('option', { name: 'is not', exact: true }).click();
  await page.getByRole('combobox', { name: 'Value' }).click();
  await page.getByRole('option', { name: 'All (all)' }).click();

  await row('Map fields').click();
  const rows = page.getByRole('grid', { name: 'Mapping to Account' });
  for (const [field, from] of mapping) {
    await rows.getByRole('row', { name: new RegExp(`^${field},`) }).click();
    await page.keyboard.press('Enter');
    await pick(from);
    await filled(field).waitFor();
  }
  expect(await page.locator('.react-flow').count()).toBe(0);

  await page.getByRole('button', { name: 'Run with sample' }).click();
  await page.getByText('Nothing was changed in either system.').waitFor();
  await page
    .getByRole('button', { name: /^Publish v1/ })
    .last()
    .click();
  await page.getByRole('dialog').getByLabel('What changed?').fill('The first version');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Run all records again' }).click();
  await expectPublishedAndRun(page, flow);
});
