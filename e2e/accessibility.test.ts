import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FixtureScreens } from './fixture-screens.ts';
import { changePreferences, openScreen, screens } from './screens.ts';

// An open menu has the focus and goes with it, as a dialog does, which is all that the rule on landmarks knows of.
const menusAreFound = `axe.configure({ checks: [{ id: 'region', options: {
  regionMatcher: 'dialog, [role=dialog], [role=alertdialog], [role=menu], svg' } }] });`;
const axe = `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')};${menusAreFound}`;
/** WCAG 2.2 A and AA, and what is good practice besides. */
const all = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** What depends on the theme. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Parts of a screen scroll, the screen never: in a table that is scrolled to its end, the wheel would move all of it. */
const beyondWindow = `(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
  [scrollWidth - clientWidth, scrollHeight - clientHeight])(document.scrollingElement)`;

let fixtures: FixtureScreens;

beforeAll(async () => {
  fixtures = await FixtureScreens.start();
});
afterAll(() => fixtures?.end());

/** What breaks a rule, one line each: which rule, where, and why. */
async function violations(page: Page, runOnly: typeof all): Promise<string[]> {
  const { violations: found } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`,
  )) as AxeResults;
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}

describe('every accessibility rule is kept, in the light and in the dark, in three languages, by', () => {
  it.each(screens)('$name', async (screen) => {
    fixtures.server.pretend(screen.scenario ?? 'normal', screen.role === undefined ? 'administrator' : screen.role);
    const page = await fixtures.newPage({ reducedMotion: 'reduce' });
    try {
      const broken: string[] = [];
      page.on('pageerror', (error) => broken.push(error.message));
      await openScreen(page, fixtures.url, screen);
      await page.evaluate(axe);
      expect(await violations(page, all)).toEqual([]);
      if (!screen.isEmbedded) {
        expect(await page.evaluate(beyondWindow), 'what the page itself can be scrolled by').toEqual([0, 0]);
        await changePreferences(page, { theme: 'dark' });
        expect(await violations(page, colours)).toEqual([]);
        for (const language of ['nl', 'fr'] as const) {
          await changePreferences(page, { language });
          expect(await violations(page, all), language).toEqual([]);
        }
      }
      expect(broken).toEqual([]);
    } finally {
      await page.context().close();
    }
  });
});
