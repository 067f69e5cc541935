import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SignedIn } from './signed-in.ts';

let at: SignedIn;
let page: Page;

beforeAll(async () => {
  at = await SignedIn.start({ environment: { KOPPEL_DEMO: 'off' } });
  ({ page } = at);
});
afterAll(() => at?.end());

const views = (on: Page, name: string | RegExp = /^Views/) => on.getByRole('button', { name });
const item = (on: Page, name: string) =>
  on.getByRole('menuitem', { name }).or(on.getByRole('menuitemcheckbox', { name, exact: true }));
const filtersOf = (on: Page) => {
  const { saved: _saved, ...filters } = Object.fromEntries(new URL(on.url()).searchParams);
  return filters;
};

async function choose(on: Page, name: string) {
  await views(on).click();
  await item(on, name).click();
}

test('filters of the runs that were kept under a name come back with one press', async () => {
  await page.goto(`${at.koppel.url}/runs`);
  await page.getByRole('radio', { name: /^Failed records/ }).click();
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'Last 7 days' }).click();
  await choose(page, 'Save as view…');
  await page.getByLabel('Name', { exact: true }).fill('Failed this week');
  await page.keyboard.press('Enter');
  await views(page, 'Views: Failed this week').waitFor();

  await page.goto(`${at.koppel.url}/runs`);
  await choose(page, 'Failed this week');
  await views(page, 'Views: Failed this week').waitFor();
  expect(filtersOf(page)).toEqual({ status: 'failedRecords', range: '7' });
  await page.reload();
  await views(page, 'Views: Failed this week').waitFor();
  await page.goBack();
  await views(page, 'Views').waitFor();
  expect(filtersOf(page)).toEqual({});
});

test('a view says when the filters are not its own any more, and takes them over', async () => {
  await choose(page, 'Failed this week');
  await page.getByRole('radio', { name: /^Needs attention/ }).click();
  await views(page, 'Views: Failed this week (changed since it was saved)').waitFor();
  // Without a mouse, as in every menu.
  await views(page).press('Enter');
  await page.locator('[role="menu"]:focus-within').waitFor();
  await page.keyboard.type('save ch');
  await page.locator('[role="menuitem"]:focus', { hasText: 'Save changes' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('The view “Failed this week” was saved', { exact: true }).waitFor();
  await views(page, 'Views: Failed this week').waitFor();
  await at.expectAccessible('views-of-runs');
});

test('a shared view is seen by everybody, and who only reads does not change it', async () => {
  await choose(page, 'Share with everybody in this workspace');
  await page.getByText('“Failed this week” is shared with everybody in this workspace', { exact: true }).waitFor();
  const { link } = await at.call<{ link: { url: string } }>('POST', '/members', {
    email: 'vera@example.be',
    name: 'Vera',
    role: 'viewer',
  });
  const context = await page.context().browser()!.newContext({ locale: 'en-BE' });
  try {
    const hers = await context.newPage();
    await hers.request.post(`${at.koppel.url}/api/sign-in/link`, {
      headers: { origin: at.koppel.url },
      data: { token: new URL(link.url).searchParams.get('token') },
    });
    await hers.goto(`${at.koppel.url}/runs`);
    await views(hers).click();
    await hers.getByRole('menuitemcheckbox', { name: /^Failed this week by / }).click();
    await views(hers, 'Views: Failed this week').waitFor();
    expect(filtersOf(hers)).toEqual({ status: 'attention', range: '7' });
    await hers.getByRole('radio', { name: /^All/ }).click();
    await views(hers, /changed since it was saved\)$/).click();
    for (const name of ['Save changes', 'Rename…', 'Delete…']) {
      const entry = hers.getByRole('menuitem', { name: new RegExp(`^${name}`) });
      expect(await entry.getAttribute('aria-disabled'), name).toBe('true');
      expect(await entry.innerText()).toContain('Shared views are kept by who may edit flows');
    }
  } finally {
    await context.close();
  }
});

test('a view that is deleted leaves the filters as they are', async () => {
  await choose(page, 'Delete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The view “Failed this week” was deleted', { exact: true }).waitFor();
  await views(page, 'Views').waitFor();
  expect(filtersOf(page)).toEqual({ status: 'attention', range: '7' });
  expect(at.complaints).toEqual([]);
});
