import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;
let page: Page;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());
beforeEach(async () => {
  page = await screens.newPage();
});
afterEach(() => page.context().close());

const heads = () => page.getByRole('columnheader').allTextContents();
const widthOf = async (head: string) =>
  Math.round((await page.getByRole('columnheader', { name: head, exact: true }).boundingBox())!.width);

test('columns are hidden and made wider by keyboard, stay so after a reload, and come back as they were', async () => {
  await page.goto(`${screens.url}/runs`);
  await page.getByRole('button', { name: 'Columns' }).focus();
  await page.keyboard.press('Enter');
  const unchanged = page.getByRole('checkbox', { name: 'Unchanged' });
  await unchanged.focus();
  await page.keyboard.press('Space');
  expect(await page.getByRole('checkbox', { name: 'Flow and version' }).isDisabled()).toBe(true);
  const before = await widthOf('Started by');
  await page.getByRole('button', { name: 'Make “Started by” wider' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect.poll(heads).not.toContain('Unchanged');
  expect(await widthOf('Started by')).toBe(before + 20);

  await page.reload();
  await page.getByRole('columnheader', { name: 'Remark' }).waitFor();
  expect(await heads()).not.toContain('Unchanged');
  expect(await widthOf('Started by')).toBe(before + 20);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'As they were' }).click();
  await expect.poll(heads).toContain('Unchanged');
  expect(await widthOf('Started by')).toBe(before);
});

test('the border of a column is dragged', async () => {
  await page.goto(`${screens.url}/runs`);
  const head = page.getByRole('columnheader', { name: 'Duration' });
  const before = (await head.boundingBox())!;
  await page.mouse.move(before.x + before.width, before.y + before.height / 2);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width + 60, before.y + before.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await head.boundingBox())!.width)).toBe(Math.round(before.width) + 60);
});

test('flows are sorted by a head, further with Shift, and say by what', async () => {
  await page.goto(`${screens.url}/flows`);
  const names = () => page.locator('tbody [data-row]').allTextContents();
  const customers = async () =>
    (await names()).filter((name) => name.includes('ustomers') || name.includes('Contacts'));
  await page.getByRole('columnheader', { name: 'Flow' }).getByRole('button').click();
  await expect.poll(customers).toEqual(['Contacts in step', 'Customers ERP → CRM', 'New customers CRM → ERP']);
  await page.getByRole('columnheader', { name: 'Flow', exact: true }).getByRole('button').press('Enter');
  await expect.poll(customers).toEqual(['New customers CRM → ERP', 'Customers ERP → CRM', 'Contacts in step']);
  expect(await page.getByRole('columnheader', { name: 'Flow' }).getAttribute('aria-sort')).toBe('descending');

  // Those that are off come last, and where that leaves a tie the names still decide.
  await page.getByRole('columnheader', { name: 'On', exact: true }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'Flow' }).getByRole('button').press('Shift+Enter');
  await expect.poll(customers).toEqual(['Customers ERP → CRM', 'New customers CRM → ERP', 'Contacts in step']);
});

test('customers are sorted by the server, by several columns', async () => {
  await page.goto(`${screens.url}/revenue`);
  const asked = (sort: string) =>
    page.waitForRequest((request) => new URL(request.url()).searchParams.get('sort') === sort);
  const table = page.getByRole('table', { name: /customers$/ }).last();
  const press = (head: string, key = 'Enter') =>
    table.getByRole('columnheader', { name: head }).getByRole('button').press(key);
  await Promise.all([asked('salesperson'), press('Salesperson')]);
  await Promise.all([asked('salesperson,open'), press('Open', 'Shift+Enter')]);
  await Promise.all([asked('salesperson,-open'), press('Open', 'Shift+Enter')]);
});

test('failed records are checked in one go from one to another, and all that match, also those that are not on the list yet', async () => {
  // In small pages, so that most are not on the list at first.
  await page.route(/\/failures(\?|$)/, async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '5');
    await route.continue({ url: url.href });
  });
  await page.goto(`${screens.url}/failures?group=flow`);
  const rows = page.getByRole('checkbox', { name: /^Select (?!all)/ });
  await rows.first().click();
  await rows.nth(2).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: /selected$/ });
  await bar.getByText('3 selected').waitFor();
  expect(await page.getByRole('checkbox', { name: /^Select (?!all)/, checked: true }).count()).toBe(3);

  const matching = bar.getByRole('button', { name: /^Select all \d+ that match$/ });
  const [, n] = /(\d+)/.exec((await matching.textContent())!)!;
  await matching.click();
  await bar.getByText(`${n} selected`).waitFor();
  await expect.poll(() => matching.count()).toBe(0);
  await bar.getByRole('button', { name: `Retry ${n}` }).waitFor();
});

test('where more failed records match than can be checked at once, the first of them are offered', async () => {
  await page.route(/\/api\/.*\/failures(\?|$)/, async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '5');
    const response = await route.fetch({ url: url.href });
    const list = (await response.json()) as { byState: Record<string, number> };
    await route.fulfill({ response, json: { ...list, byState: { ...list.byState, open: 12_345 } } });
  });
  await page.goto(`${screens.url}/failures`);
  await page
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Select the first 10.000 of 12.345 that match' }).waitFor();
});

test('a view brings back how the columns stood', async () => {
  await page.goto(`${screens.url}/runs`);
  const columns = page.getByRole('button', { name: 'Columns' });
  await columns.click();
  await page.getByRole('checkbox', { name: 'Unchanged' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Views/ }).click();
  await page.getByRole('menuitem', { name: 'Save as view…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Only what was written');
  await page.keyboard.press('Enter');
  const applied = page.getByRole('button', { name: 'Views: Only what was written' });
  await applied.waitFor();

  await columns.click();
  await page.getByRole('button', { name: 'As they were' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(heads).toContain('Unchanged');
  await page.getByRole('button', { name: 'Views: Only what was written (changed since it was saved)' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Only what was written' }).click();
  await expect.poll(heads).not.toContain('Unchanged');
  await applied.waitFor();
});

test('what follows in a list and cannot be read is said, and read when asked again', async () => {
  let asked = 0;
  let isAway = true;
  await page.route(/\/api\/.*\/(failures|runs)(\?|$)/, async (route) => {
    const url = new URL(route.request().url());
    const follows = url.searchParams.has('before');
    if (follows) asked += 1;
    if (follows && isAway) return route.fulfill({ status: 503, contentType: 'application/json', body: '{}' });
    url.searchParams.set('limit', '5');
    await route.continue({ url: url.href });
  });
  await page.goto(`${screens.url}/failures`);
  await page
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .first()
    .click();
  const matching = page.getByRole('button', { name: /^Select all \d+ that match$/ });
  await matching.click();
  await page.getByRole('alert').waitFor();
  await page.getByText('1 selected').waitFor();
  isAway = false;
  await matching.click();
  await expect.poll(() => matching.count()).toBe(0);

  isAway = true;
  asked = 0;
  await page.goto(`${screens.url}/runs`);
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  const before = asked;
  isAway = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  expect(before).toBeLessThan(6);
});

test('what a file is made of and cannot be read is said, at customers, links and templates', async () => {
  const isAway = (route: Route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{}' });
  const message = 'The server gave an answer that this page cannot read';
  await page.goto(`${screens.url}/revenue`);
  await page
    .getByRole('table', { name: /customers$/ })
    .last()
    .waitFor();
  await page.route(/\/api\/.*\/revenue\/customers\?/, isAway);
  await page.getByRole('button', { name: 'CSV' }).last().click();
  await page.getByRole('alert').getByText(message).waitFor();

  await page.goto(`${screens.url}/links`);
  await page.getByRole('button', { name: 'More on links' }).click();
  await page.route(/\/api\/.*\/links\?/, isAway);
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
  await page.getByText(message).first().waitFor();

  await page.goto(`${screens.url}/templates`);
  await page.route(/\/api\/.*\/template-packages\/.*\/file/, isAway);
  await page.getByRole('button', { name: 'Download' }).first().click();
  await page.getByRole('alert').getByText(message).waitFor();
});

test('the menu of the columns is in sight however wide the table is, and stays at its place when that is scrolled', async () => {
  await page.goto(`${screens.url}/revenue`);
  const table = page.getByRole('table', { name: '14 customers' });
  const menu = table.getByRole('button', { name: 'Columns' });
  await menu.waitFor();
  const places = await table.evaluate((element) => {
    const scroller = element.parentElement!;
    const isWider = scroller.scrollWidth > scroller.clientWidth;
    const button = element.querySelector('button[aria-label="Columns"]')!;
    const fromRight = () => scroller.getBoundingClientRect().right - button.getBoundingClientRect().right;
    const before = fromRight();
    scroller.scrollLeft = scroller.scrollWidth;
    return { isWider, before, after: fromRight() };
  });
  expect(places.isWider).toBe(true);
  expect(places.before).toBeGreaterThanOrEqual(0);
  expect(places.before).toBeLessThan(30);
  expect(places.after).toBeCloseTo(places.before, 0);
});

test('what is remarked of the fields of a connection is there whole', async () => {
  await page.goto(`${screens.url}/connections/erp?tab=fields`);
  const remark = page.getByRole('cell', { name: 'changed here, required' }).first();
  await remark.waitFor();
  expect(await remark.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBeLessThanOrEqual(0);
});

test('a flow that was switched off and cannot be switched on again by undoing it says why', async () => {
  await page.goto(`${screens.url}/flows`);
  await page.getByRole('switch', { name: /Customers ERP → CRM/, checked: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  await page.route(/\/api\/.*\/flows\/[^/]+\/on$/, (route) =>
    route.fulfill({ status: 503, contentType: 'application/json', body: '{}' }),
  );
  await undo.click();
  await page.getByText('The server gave an answer that this page cannot read').first().waitFor();
});
