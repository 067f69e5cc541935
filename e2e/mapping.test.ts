import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;
let rows: Locator;

beforeAll(async () => {
  signedIn = await SignedIn.start({ customers: 200, timeoutMs: 60_000 });
  ({ page, koppel } = signedIn);
  rows = page.getByRole('grid', { name: 'Mapping to Account' });
});
afterAll(async () => {
  await signedIn?.end();
});
beforeEach(async () => {
  await page.goto(`${koppel.url}/w/main/flows/accounts-erp-to-crm?node=map`);
  await rows.waitFor();
});

const rowOf = (field: string) => page.locator(`[data-row-name="account.${field}"]`);

test('an open flow says nothing about fields while they stay as they are', async () => {
  await rowOf('website').waitFor();
  expect(await page.getByText(/^The fields of ERP changed/).count()).toBe(0);
});

test('an expression is written evenly when it is left, and completed with labels and values of the sample', async () => {
  // Samples are there: the list of what can come next shows their values.
  await page.getByText(/^1\/\d+$/).waitFor();
  await rowOf('name').click();
  await page.getByRole('radio', { name: 'Expression' }).click();
  const editor = page.getByRole('textbox', { name: 'Expression for Account Name' });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('account.websi');
  const offered = page.locator('.suggest-widget .monaco-list-row').first();
  await offered.getByText(/^https?:/).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('upper( account.name )+" "+account.city', { delay: 5 });
  await page.keyboard.press('Escape');
  await rowOf('website').focus();
  await page.locator('.view-line').getByText('upper(account.name) + " " + account.city').waitFor(); // prettier-ignore
});

/** The plain field in the place of the full editor, with all of it selected; `load` lets the full editor come. */
async function beforeEditor(): Promise<{ readonly load: () => void }> {
  const { promise: isWanted, resolve: load } = Promise.withResolvers<void>();
  await page.route(/monaco-editor/, async (route) => {
    await isWanted;
    await route.continue();
  });
  await page.reload();
  await page.getByText(/^1\/\d+$/).waitFor();
  await rowOf('name').click();
  await page.getByRole('radio', { name: 'Expression' }).click();
  await page.getByRole('textbox', { name: 'Expression for Account Name' }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  return { load };
}

async function takeBack(): Promise<void> {
  await page.unrouteAll();
  await rowOf('name').focus();
  await page.getByRole('button', { name: /^Undo/ }).click();
}

test('whoever writes before the full editor is loaded is offered what can come next once it is', async () => {
  const { load } = await beforeEditor();
  await page.keyboard.type('account.websi');
  expect(await page.locator('.monaco-editor').count()).toBe(0);
  load();
  await page.locator('.suggest-widget .monaco-list-row').first().getByText(/^https?:/).waitFor(); // prettier-ignore
  await page.keyboard.press('Escape');
  await takeBack();
});

test('whoever writes while the full editor takes the place of the plain field writes on where they were, and loses no letter', async () => {
  const { load } = await beforeEditor();
  await page.keyboard.type('"" + account.name');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  load();
  const letters = 'abcdefghijklmnopqrstuvwxyz'.repeat(8);
  await page.keyboard.type(letters, { delay: 10 });
  await page.locator('.monaco-editor').first().waitFor();
  await page.keyboard.type('.');
  const written = async () => (await page.locator('.view-lines').first().innerText()).replaceAll(/\s/g, '');
  await expect.poll(written).toBe(`"${letters}."+account.name`);
  await takeBack();
});

test('what is wrong with an expression, and what a function does, is said in the language of the reader', async () => {
  const speak = (language: string) =>
    page.evaluate(`{
      localStorage.setItem('koppel.preferences', JSON.stringify({ language: '${language}' }));
      dispatchEvent(new StorageEvent('storage', { key: 'koppel.preferences' }));
    }`);
  await rowOf('name').click();
  await page.getByRole('radio', { name: 'Expression' }).click();
  const editor = page.getByRole('textbox', { name: /Account Name$/ });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('upper(account.name) + 1');
  await page.keyboard.press('Escape');
  await page.getByText('A text and a whole number cannot be added.').first().waitFor();
  await speak('fr');
  await page.getByText('Un texte et un nombre entier\u00a0: cela ne peut pas être additionné.').first().waitFor();
  await speak('nl');
  await rowOf('name').getByText('Een tekst en een geheel getal: dat kan niet opgeteld worden.').waitFor();
  const explained = page.locator('.monaco-hover').getByText('hoofdletters');
  // What an editor draws anew under a mouse that lies still, it explains only once the mouse moves.
  await expect
    .poll(async () => {
      await rowOf('name').hover();
      await page.locator('.view-line').getByText('upper', { exact: true }).hover();
      return explained.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    })
    .toBe(true);
  await rowOf('name').hover();
  await explained.waitFor({ state: 'hidden' });
  await signedIn.expectAccessible('diagnostics');
  await speak('en');
  await rowOf('name').focus();
  await page.getByRole('button', { name: /^Undo/ }).click();
});

test('a number that is typed into the form of a connection says how it is read', async () => {
  await page.goto(`${koppel.url}/w/main/connections/new`);
  await page.getByRole('button', { name: 'HTTP (REST)' }).click();
  const rate = page.getByLabel('Requests per minute', { exact: true });
  await rate.fill('1 200');
  await page.getByText(/^Read as 1.200$/).waitFor();
  await rate.fill('1200');
  expect(await page.getByText(/^Read as/).count()).toBe(0);
});

test('samples, fields and rows are worked by keys alone', async () => {
  const places = page.getByText(/^\d+\/\d+$/);
  await places.filter({ hasText: /^1\// }).waitFor();
  await rowOf('website').focus();
  await page.keyboard.press('Alt+PageDown');
  await places.filter({ hasText: /^2\// }).waitFor();
  await page.keyboard.press('Alt+PageUp');
  await places.filter({ hasText: /^1\// }).waitFor();

  // By value, only what nothing uses, and M to choose what it fills.
  const source = page.getByRole('region', { name: 'Fields that arrive' });
  const all = await source.getByRole('treeitem').count();
  await source.getByRole('button', { name: 'Only fields that are not used yet' }).click();
  expect(await source.getByRole('treeitem').count()).toBeLessThan(all);
  await source.getByRole('button', { name: 'Only fields that are not used yet' }).click();
  await source.getByRole('searchbox').fill('K10');
  await expect.poll(() => source.getByRole('treeitem').count()).toBeLessThan(all);
  await source.getByRole('treeitem', { name: /K10/ }).first().waitFor();
  await source.getByRole('treeitem').first().focus();
  await page.keyboard.press('m');
  await page.getByPlaceholder('Which field does it fill?').waitFor();
  await page.keyboard.press('Escape');

  // Rules of several rows are cleared together; one undo brings them back.
  await rowOf('email').click();
  await rowOf('phone').click({ modifiers: ['ControlOrMeta'] });
  await page.getByText('2 rows selected').waitFor();
  await page.keyboard.press('Delete');
  await rowOf('email').getByText('Small letters').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Undo/ }).click();
  await rowOf('email').getByText('Small letters').waitFor();
  await rowOf('phone').getByText('Belgian phone').waitFor();
});

test('a rule turns into an expression and back, and says why where that cannot be', async () => {
  await rowOf('email').click();
  await page.getByRole('radio', { name: 'Expression' }).click();
  await page.locator('.view-line').getByText(/lower/).first().waitFor();
  await page.getByRole('radio', { name: 'Simple' }).click();
  await rowOf('email').getByText('Small letters').waitFor();
  await page.getByRole('radio', { name: 'Expression' }).click();
  const editor = page.getByRole('textbox', { name: /^Expression for Email$/ });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('orEmpty(upper(account.email) + "!")');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Simple' }).click();
  await page.getByText('The expression says more than a simple rule can.').waitFor();
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.locator('.view-line').getByText(/upper/).first().waitFor();
});

test('suggestions say why, also how many samples hold the same in both systems, and all certain ones are used as one step', async () => {
  await rowOf('website').focus();
  await page.keyboard.press('Delete');
  await rowOf('website')
    .getByText(/^same field, \d+ of \d+ samples hold the same$/)
    .waitFor();
  await page.getByRole('button', { name: /^\d+ suggestions$/ }).click();
  await signedIn.expectAccessible('suggestions');
  await page.getByRole('button', { name: /^Use all \d+ certain ones$/ }).click();
  await rowOf('website').getByText('Home Page', { exact: true }).waitFor();
  // One that has to be converted is for a person to judge.
  await rowOf('currency').getByText('same field, is converted').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await rowOf('website').getByText(/^same field/).waitFor(); // prettier-ignore
  expect(signedIn.complaints).toEqual([]);
});

test('entries of a value list that are changed one right after the other, and what somebody else adds meanwhile, are all kept', async () => {
  await rowOf('deliveryTerms').click();
  const list = page.getByRole('region', { name: /^Value list Delivery terms/ });
  const remove = (code: string) => list.getByRole('button', { name: `Remove ${code}` });
  await page.getByRole('button', { name: 'Show the list' }).click();
  await remove('CIP').waitFor();
  const entries = async () => {
    const lists = await signedIn.call<{ id: string; entries: Record<string, string> }[]>('GET', '/value-lists');
    return lists.find(({ id }) => id === 'delivery-terms')!.entries;
  };
  const before = await entries();
  await signedIn.call('POST', '/value-lists/delivery-terms/changes', {
    changes: [{ code: 'DAF', from: null, to: '1' }],
  });
  await remove('CIP').click();
  await remove('CPT').click();
  const { CIP: _, CPT: __, ...others } = before;
  await expect.poll(entries).toEqual({ ...others, DAF: '1' });
  await remove('DAF').waitFor();

  // What somebody else made of an entry stays, and is shown with who was first.
  await signedIn.call('POST', '/value-lists/delivery-terms/changes', {
    changes: [{ code: 'DAF', from: '1', to: '2' }],
  });
  await remove('DAF').click();
  await list.getByText('Somebody else set “DAF” to “2” meanwhile.').waitFor();
  expect(await entries()).toEqual({ ...others, DAF: '2' });
});
