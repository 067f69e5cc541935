import type { Page } from 'playwright-core';
import { afterEach } from 'vitest';
import { openBrowsers } from './chromium.ts';

const mostLetters = 4_000;

// A failure that comes once in many runs, on a machine nobody can look at, is understood by what the pages showed.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const page of [...openBrowsers].flatMap((browser) => browser.contexts().flatMap((context) => context.pages()))) {
    console.log(`${page.url()} showed, when "${task.name}" failed:\n${await seen(page).catch(String)}`);
  }
});

/** What can be read on the page, and which of its requests had no good answer. */
async function seen(page: Page): Promise<string> {
  const words = await page.locator('body').innerText({ timeout: 5_000 });
  const requests = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => entry.toJSON() as { name: string; responseStatus: number }),
  );
  const failed = requests.filter(({ responseStatus }) => responseStatus === 0 || responseStatus >= 400);
  return [
    words.replaceAll(/\n{2,}/g, '\n').slice(0, mostLetters),
    ...failed.map(({ name, responseStatus }) => `${responseStatus} ${name}`),
  ].join('\n');
}
