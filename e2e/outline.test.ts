import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { administrator, RunningKoppel } from './koppel.ts';
import { Keys } from './keys.ts';

let browser: Browser;
let koppel: RunningKoppel;
let page: Page;
let keys: Keys;

beforeAll(async () => {
  browser = await launchChromium();
  ({ koppel } = await RunningKoppel.start({
    KOPPEL_ADMIN_EMAIL: administrator.email,
    KOPPEL_ADMIN_PASSWORD: administrator.password,
    KOPPEL_DEMO_CUSTOMERS: '20',
  }));
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-BE' })).newPage();
  page.setDefaultTimeout(20_000);
  keys = new Keys(page);
  await page.goto(koppel.url);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Flows' }).waitFor();
});
afterAll(async () => {
  await koppel?.end();
  await browser?.close();
});

const outline = () => page.getByRole('complementary', { name: 'Nodes as a list' });
const row = (name: string) => outline().getByRole('button', { name: new RegExp(`^${name}`) });
const focused = () => outline().locator('button:focus');

/** Opens the flow of customers with the list of its nodes, whose first node has the focus. */
beforeEach(async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await page.getByRole('group', { name: /^Map to account/ }).waitFor();
  await page.getByRole('application').first().focus();
  await keys.press('o');
  await keys.pressUntil('Tab', row('Every 15 minutes'));
});

/** Chooses an action of the node that has the focus. */
async function act(action: string): Promise<void> {
  const name = (await focused().innerText()).split('\n')[0]!;
  await keys.pressUntil('Tab', outline().getByRole('button', { name: `Actions for ${name}` }));
  await keys.press('Enter');
  await keys.pressUntil('ArrowDown', page.getByRole('menuitem', { name: new RegExp(`^${action}`) }));
  await keys.press('Enter');
}

test('the list of nodes has the keys of the canvas, and keeps the focus', async () => {
  await keys.press('ArrowDown');
  await keys.press('F2');
  await outline().getByRole('textbox', { name: 'Name of the node' }).waitFor();
  await keys.press('ControlOrMeta+a');
  await keys.type('All customers');
  await keys.press('Enter');
  expect(await focused().innerText()).toBe('All customers');

  await keys.press('a');
  await keys.pick('Check');
  await row('Check').waitFor();
  await expect.poll(() => focused().innerText()).toBe('Check');
  // Into the edge that was there: what stood behind it comes next.
  await outline().getByRole('button', { name: 'Sound → Active customers' }).waitFor();
  await keys.press('Delete');
  await expect.poll(() => focused().innerText()).toBe('All customers');
  await row('Check').waitFor({ state: 'detached' });
});

test('in the list nodes are grouped, described and made a sub-flow, and notes are written', async () => {
  await keys.pressUntil('ArrowDown', row('Active customers'));
  await keys.press('Shift+ArrowDown');
  await keys.press('ControlOrMeta+g');
  await outline().getByLabel('Title of the group').waitFor();
  await keys.press('ControlOrMeta+a');
  await keys.type('Who counts');
  await keys.press('Enter');
  await outline().getByText('Who counts', { exact: true }).waitFor();

  await keys.pressUntil('Tab', row('Active customers'));
  await act('Make sub-flow');
  await page.getByRole('dialog', { name: /sub-flow/i }).waitFor();
  await keys.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await keys.pressUntil('Shift+Tab', outline().getByRole('button', { name: 'More actions' }));
  await keys.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await keys.press('Enter');
  await outline().getByRole('textbox', { name: 'Note' }).waitFor();
  await keys.type('Ask finance first.');
  await keys.press('Escape');
  await outline().getByRole('button', { name: 'Ask finance first.' }).waitFor();
});

test('at 200 % zoom the list is there instead of the canvas, and no part of the mapping editor is cut off', async () => {
  await page.setViewportSize({ width: 720, height: 450 });
  try {
    await page.reload();
    await row('Map to account').click();
    const editor = page.getByRole('region', { name: 'Editor of Map to account' });
    await editor.getByRole('row', { name: /^Account Name/ }).click();
    const parts = [
      editor.getByRole('button', { name: 'Close (Ctrl+J)' }),
      editor.getByRole('button', { name: /suggestions?$/ }),
      editor.getByRole('columnheader', { name: 'Filled with' }),
      editor.getByRole('columnheader', { name: /^Result/ }),
      editor.getByRole('region', { name: 'Rule of Account Name' }),
      editor.getByRole('region', { name: 'Fields that arrive' }),
    ];
    for (const part of parts) {
      await part.scrollIntoViewIfNeeded();
      const { x, y, width } = (await part.boundingBox())!;
      expect(x + width, String(part)).toBeLessThanOrEqual(720);
      expect(y, String(part)).toBeLessThan(450);
    }
  } finally {
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
