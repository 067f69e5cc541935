import { expect, test } from 'vitest';
import { launchPackaged } from './chromium.ts';

test('the Chromium inside the npm package draws a page, for machines that have none', async () => {
  const browser = await launchPackaged();
  const page = await browser.newPage();
  await page.setContent('<h1>Koppel</h1>');
  expect(await page.textContent('h1')).toBe('Koppel');
  await browser.close();
});
