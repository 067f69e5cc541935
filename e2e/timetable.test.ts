import { afterAll, beforeAll, expect, test } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';

let screens: FixtureScreens;

beforeAll(async () => {
  screens = await FixtureScreens.start();
});
afterAll(() => screens?.end());

test('a schedule is made without knowing cron, by keyboard, and who knows it reads and writes the same', async () => {
  const page = await screens.newPage();
  await page.goto(`${screens.url}/flows/accounts-erp-to-crm?node=schedule`);
  const settings = page.getByRole('complementary', { name: /^Settings of/ });
  const rhythm = settings.getByRole('combobox', { name: 'How often' });
  const choose = async (name: string, value: string) => {
    await settings.getByRole('combobox', { name, exact: true }).press('Enter');
    await page.getByRole('option', { name: value, exact: true }).press('Enter');
  };
  await settings.getByText(/^Every 15 minutes, between 06:00 and 20:59, Monday through Friday/).waitFor();

  await choose('How often', 'Once a day');
  await choose('Hour', '07');
  await choose('Minute', '30');
  await settings.getByRole('button', { name: 'Friday' }).press('Space');
  expect(await settings.getByRole('button', { name: 'Friday' }).getAttribute('aria-pressed')).toBe('false');
  await settings.getByText(/^At 07:30, .*Monday.*Thursday/).waitFor();

  await choose('How often', 'As a cron line');
  const line = settings.getByLabel('When', { exact: true });
  await expect.poll(() => line.inputValue()).toBe('30 7 * * 1-4');
  await line.fill('0 12 1 1 *');
  await settings.getByText(/^At 12:00, .*January/).waitFor();
  expect(await rhythm.textContent()).toBe('As a cron line');
  await page.context().close();
});
