import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;
let page: Page;

beforeAll(async () => {
  screens = await FixtureScreens.start();
  page = await screens.newPage();
});
beforeEach(() => screens.server.pretend('normal', 'administrator'));
afterAll(() => screens?.end());

/** The mark of a status on the list of runs: its colour, and whether it turns. */
async function markOf(word: string) {
  const pill = page.locator('[data-outline]', { hasText: new RegExp(`^${word}$`) }).first();
  await pill.waitFor();
  const colour = await pill.evaluate(
    (element) => element.ownerDocument.defaultView!.getComputedStyle(element).backgroundColor,
  );
  return { colour, turns: (await pill.locator('.animate-turn').count()) > 0 };
}

it('a run that waits asks for attention and does not look as if it ran', async () => {
  await page.goto(`${screens.url}/runs`);
  const [waiting, running, quiet] = [await markOf('Waiting'), await markOf('Running'), await markOf('Unusually quiet')];
  expect(waiting).toEqual({ colour: quiet.colour, turns: false });
  expect(running.turns).toBe(true);
  expect(waiting.colour).not.toBe(running.colour);
});

it('where nothing ever ran no filter is blamed', async () => {
  screens.server.pretend('empty', 'administrator');
  await page.goto(`${screens.url}/runs?status=failed`);
  await page.getByRole('heading', { name: 'Runs appear when a flow is published' }).waitFor();
  expect(await page.getByText('No runs match').count()).toBe(0);
});

it('where runs were, a filter that none passes is named and can be cleared', async () => {
  await page.goto(`${screens.url}/runs?key=no-such-record`);
  await page.getByRole('heading', { name: 'No runs match' }).waitFor();
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await page.getByText('Running', { exact: true }).first().waitFor();
});
