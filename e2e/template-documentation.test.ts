import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());

test('what a publisher wrote is shown as a page, and nothing of it is carried out or fetched', async () => {
  screens.server.pretend('normal', 'administrator');
  const page = await screens.newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(screens.url)) elsewhere.push(request.url());
  });
  await page.goto(`${screens.url}/templates/docs/customer-360`);
  const article = page.getByRole('article');
  await article.getByRole('heading', { name: 'Who is master of what' }).waitFor();
  expect(await article.getByRole('table').count()).toBe(3);
  await article.getByText('[Every 15 minutes] --> [Read customers]', { exact: false }).waitFor();
  expect(await article.locator('script, img, a[href^="javascript"]').count()).toBe(0);
  expect(await page.title()).not.toContain('carried out');
  expect(elsewhere).toEqual([]);
});
