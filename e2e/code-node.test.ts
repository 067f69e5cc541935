import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
