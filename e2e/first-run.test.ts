import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningKoppel } from './koppel.ts';
import { SignedIn } from './signed-in.ts';

let signedIn: SignedIn;
let koppel: RunningKoppel;
let page: Page;

beforeAll(async () => {
  signedIn = await SignedIn.start();
  ({ page, koppel } = signedIn);
});
afterAll(async () => {
  await signedIn?.end();
});

const steps = () => page.getByRole('region', { name: 'First steps' });

test('the list leads from step to step, one is skipped and resumed, and it is put away and found again', async () => {
  await steps().getByText('3 of 6 done').waitFor();
  await steps().getByRole('button', { name: 'Confirm as it is' }).click();
  await steps().getByText('4 of 6 done').waitFor();
  await steps().getByRole('button', { name: 'Skip: Run with sample' }).click();
  await page.locator('[aria-current="step"]', { hasText: 'Publish a flow and switch it on' }).waitFor();
  await steps().getByRole('button', { name: 'Resume: Run with sample' }).click();
  const tried = page.waitForResponse((response) => response.url().endsWith('/try') && response.ok());
  await steps().getByRole('link', { name: 'Try a flow' }).click();
  await tried;
  await page.goto(`${koppel.url}/w/main/flows`);
  await steps().getByText('5 of 6 done').waitFor();
  await steps()
    .getByRole('button', { name: /^Put this list away/ })
    .click();
  await steps().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /Administrator/ }).click();
  await page.getByRole('menuitem', { name: 'First steps' }).click();
  await steps().waitFor();
});

test('the tour goes from screen to screen by the keyboard, ends with Escape, and is offered once', async () => {
  await page.goto(`${koppel.url}/w/main/flows`);
  await page.getByRole('region', { name: 'Guided tour' }).getByRole('button', { name: 'Start the tour' }).focus();
  await page.keyboard.press('Enter');
  const tour = page.getByRole('dialog');
  const titles: string[] = [];
  for (let stop = 1; stop <= 9; stop += 1) {
    await tour.getByText(`Stop ${stop} of 9`).waitFor();
    const heading = tour.getByRole('heading');
    // A screen reader is where the tour is.
    await page.locator('#tour-title:focus').waitFor();
    // The mapping that the third stop speaks of is there, also for who came by the canvas.
    if (stop === 3) await page.getByRole('region', { name: 'Editor of Map to account' }).waitFor();
    titles.push((await heading.textContent()) ?? '');
    await tour.getByRole('button', { name: /^(Next|Done)$/ }).focus();
    await page.keyboard.press('Enter');
  }
  await tour.waitFor({ state: 'detached' });
  expect(new Set(titles).size).toBe(9);
  expect(new URL(page.url()).pathname).toBe('/w/main/settings/about');

  await page.goto(`${koppel.url}/w/main/flows`);
  await page.getByRole('heading', { name: 'Flows', level: 1 }).waitFor();
  await page.getByRole('table').first().waitFor();
  expect(await page.getByRole('button', { name: 'Start the tour' }).count()).toBe(0);
  await page.getByRole('button', { name: /Administrator/ }).click();
  await page.getByRole('menuitem', { name: 'Guided tour' }).click();
  await tour.getByText('Stop 1 of 9').waitFor();
  await page.locator('#tour-title:focus').waitFor();
  await page.keyboard.press('Escape');
  await tour.waitFor({ state: 'detached' });
  expect(signedIn.complaints).toEqual([]);
});
