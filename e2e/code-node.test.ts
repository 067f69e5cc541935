import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Keys } from './keys.ts';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  signedIn = await SignedIn.start({
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
    timeoutMs: 20_000,
  });
  ({ page, koppel } = signedIn);
});
import { afterEach } from 'vitest';
afterEach(async () => {
  await page.screenshot({ path: '/tmp/shots/code-end.png' });
});
afterAll(async () => {
  await signedIn?.end();
});

/** Writes all of the code anew. */
async function write(code: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Code of this node' });
  await field.focus();
  await page.keyboard.press('ControlOrMeta+a');
  // As people bring code along: typing would close brackets by itself.
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(code)})`);
  await page.keyboard.press('ControlOrMeta+v');
}

test('a consultant writes code with a mistake, sees where it is, sees what it gives, publishes it, and what it gives is written', async () => {
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await page.getByRole('group', { name: /^Map to account/ }).click();
  await page.getByRole('application').first().focus();
  await page.keyboard.press('a');
  await page.keyboard.insertText('code');
  await page.getByRole('option', { name: /Run code/ }).click();
  await page.getByRole('group', { name: /^Run code/ }).click();
  const dock = page.getByRole('region', { name: /^Editor of Run code/ });
  await dock.getByText('There is no code yet.').first().waitFor();

  await dock.getByRole('button', { name: 'Add a field' }).click();
  await page.keyboard.insertText('account.name');
  await page.keyboard.press('Enter');
  await dock.getByRole('button', { name: 'Begin with a function' }).click();

  // The types of the records are known: a field that is not there is marked, and what is there is offered.
  await write(
    'export default function (account: Account, run: Run): AccountFields {\n  return { name: account.naam };\n}\n',
  );
  await dock.locator('.squiggly-error').first().waitFor();
  await write(
    'export default function (account: Account, run: Run): AccountFields {\n  return { name: `${account.name}, seen` };\n}\n',
  );
  await expect.poll(() => dock.locator('.squiggly-error').count()).toBe(0);
  const result = dock.getByLabel('What the code gives for this record');
  await expect.poll(() => result.innerText()).toMatch(/, seen/);
  await dock.getByText(/samples?, none fails/).waitFor();

  // Code that does not get through a record says so, with its line.
  await write("export default function (account: Account): AccountFields {\n  throw new Error('Not today.');\n}\n");
  await dock.getByRole('alert').getByText('Not today (line 2').waitFor();
  await write(
    'export default function (account: Account, run: Run): AccountFields {\n  return { name: `${account.name}, seen` };\n}\n',
  );
  await expect.poll(() => result.innerText()).toMatch(/, seen/);

  await page.getByText(/^Saved/).waitFor();
  await page.getByRole('button', { name: /^Publish v/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('Names with a mark');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Run all records again' }).click();
  await page.waitForURL(/\/runs\/./);
  await page.getByText('Done', { exact: true }).first().waitFor();
  await page.goto(`${koppel.url}/demo/crm/accounts`);
  await page
    .getByText(/, seen/)
    .first()
    .waitFor();
});

test('by keyboard alone code is added, written with completion, its mistake read, and left with Tab and with Escape', async () => {
  const keys = new Keys(page);
  const canvas = page.getByRole('application').first();
  const dock = page.getByRole('region', { name: /^Editor of Run code/ });
  const code = dock.getByRole('textbox', { name: 'Code of this node' });
  const line = (n: number) => dock.locator('.view-line').nth(n - 1);
  await page.goto(`${koppel.url}/flows/accounts-erp-to-crm`);
  await page.getByRole('group', { name: /^Read customers/ }).waitFor();
  await keys.pressUntil('Control+F6', canvas);
  await keys.press('s');
  await keys.pick('Read customers');
  const added = page.getByRole('group', { name: /^Run code/ });
  const before = await added.count();
  await keys.press('a');
  await keys.pick('Run code');
  await expect.poll(() => added.count()).toBe(before + 1);

  // Into the dock, to a field that it fills, and on to the code.
  await keys.press('Enter');
  await keys.tabTo(dock.getByRole('button', { name: 'Add a field' }));
  await keys.press('Enter');
  await page.getByRole('combobox', { expanded: true }).and(page.locator(':focus')).waitFor();
  await keys.type('account.name');
  await expect.poll(() => page.getByRole('option').count()).toBe(1);
  await keys.press('Enter');
  await dock.getByRole('button', { name: /^Does not fill/ }).waitFor();
  await keys.tabTo(dock.getByRole('button', { name: 'Begin with a function' }));
  await keys.press('Enter');
  await code.and(page.locator(':focus')).waitFor();
  // The cursor stands between the braces of what is given.
  await keys.type('name: account.webs');
  await page
    .getByRole('option', { name: /website/ })
    .first()
    .waitFor();
  await keys.press('Enter');
  await expect.poll(() => line(2).innerText()).toMatch(/account\.website/);

  // A mistake is read where one writes, without a mouse.
  const mistake = dock.getByRole('status', { name: 'Mistake in the code' });
  await keys.type('s');
  await mistake.getByText(/^Line 2: .*websites/).waitFor();
  await dock.locator('.squiggly-error').first().waitFor();
  await signedIn.expectAccessible('code-mistake');
  await keys.press('Backspace');
  await mistake.getByText('Line 2').waitFor({ state: 'detached' });

  // The first Escape only closes what is open in the code.
  await keys.press('Control+Space');
  await page
    .getByRole('option', { name: /website/ })
    .first()
    .waitFor();
  await keys.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  await code.and(page.locator(':focus')).waitFor();

  // Tab indents, until Ctrl+M lets it leave; and back.
  await keys.press('Home');
  await keys.press('Tab');
  await code.and(page.locator(':focus')).waitFor();
  await dock.getByText('Tab indents. Ctrl+M lets it leave the code.').waitFor();
  await keys.press('Control+m');
  await dock.getByText('Tab leaves the code. Ctrl+M lets it indent again.').waitFor();
  await keys.press('Shift+Tab');
  await expect.poll(() => code.and(page.locator(':focus')).count()).toBe(0);
  await keys.press('Tab');
  await code.and(page.locator(':focus')).waitFor();
  // Where the word at the cursor occurs is marked after a moment.
  await dock.locator('.wordHighlight, .wordHighlightText, .wordHighlightStrong').first().waitFor();
  await signedIn.expectAccessible('code-by-keyboard');
  await keys.press('Tab');
  await expect.poll(() => code.and(page.locator(':focus')).count()).toBe(0);
  await keys.press('Shift+Tab');
  await keys.press('Control+m');
  await dock.getByText('Tab indents. Ctrl+M lets it leave the code.').waitFor();

  // Back to the canvas, where the same node is still chosen.
  await keys.press('Escape');
  await canvas.and(page.locator(':focus')).waitFor();
  await keys.press('F2');
  await keys.press('Control+a');
  await keys.type('Website as name');
  await keys.press('Enter');
  await page.getByRole('group', { name: /^Website as name/ }).waitFor();

  // From the list of nodes the way back is its row.
  await keys.press('o');
  const row = page.locator('[data-nodes] [data-node]').filter({ hasText: 'Website as name' }).first();
  await row.and(page.locator(':focus')).waitFor();
  await keys.press('Enter');
  await keys.tabTo(page.getByRole('textbox', { name: 'Code of this node' }));
  await keys.press('Escape');
  await row.and(page.locator(':focus')).waitFor();
  expect(signedIn.complaints).toEqual([]);
});
