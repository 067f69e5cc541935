import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first as englishFirst } from '../packages/canvas/src/i18n/en/first.ts';
import { first as dutchFirst } from '../packages/canvas/src/i18n/nl/first.ts';
import { canonicalEntities } from '../packages/model/src/index.ts';
import { FixtureScreens } from './fixture-screens.ts';
import { changePreferences, openScreen, screens } from './screens.ts';

/** A function that a page is given, as source text: its own folder holds it, in which there are documents and elements. */
function forPages(file: string): string {
  const place = new URL(`../packages/canvas/test/pseudo-locale/${file}`, import.meta.url);
  return stripTypeScriptTypes(readFileSync(place, 'utf8')).replaceAll(/^export /gm, '');
}
const pseudo = forPages('pseudo.ts');
const lookOver = forPages('look-over.ts');

interface Findings {
  readonly clipped: readonly string[];
  readonly plain: readonly string[];
}

let fixtures: FixtureScreens;

beforeAll(async () => {
  fixtures = await FixtureScreens.start();
});
afterAll(() => fixtures?.end());

const assets = fileURLToPath(new URL('../packages/canvas/dist/assets', import.meta.url));

/** The file with the texts of the first page in a language: the one that exports them by name, found by what they say. */
function ofFirstPage(texts: Readonly<Record<string, string>>): string {
  const longest = Object.values(texts).reduce((one, other) => (other.length > one.length ? other : one));
  const files = readdirSync(assets).filter((name) => /^first-[^/]+\.js$/.test(name));
  const says = (name: string, text: string) => readFileSync(`${assets}/${name}`, 'utf8').includes(text);
  const holding = files.find((name) => says(name, longest.slice(0, 40)))!;
  return files.find((name) => name !== holding && says(name, holding)) ?? holding;
}

/** Where Dutch is loaded, the page gets English in odd letters: nothing of it is part of what is built. */
async function disguise(page: Page): Promise<void> {
  let english = '';
  page.on('response', (response) => {
    if (/\/en-[^/]+\.js$/.test(response.url())) english = response.url();
  });
  await page.route(`**/assets/${ofFirstPage(dutchFirst)}`, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `import { first as english } from './${ofFirstPage(englishFirst)}';
        ${pseudo}
        export const first = Object.fromEntries(Object.entries(english).map(([id, text]) => [id, pseudo(text)]));`,
    }),
  );
  await page.route(/\/assets\/nl-[^/]+\.js$/, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `import { en } from ${JSON.stringify(english)};
        ${pseudo}
        export const nl = Object.fromEntries(Object.entries(en).map(([id, text]) => [id, pseudo(text)]));`,
    }),
  );
}

/** What this page and the server told each other, as one text: what it holds is data and no text of the interface. */
function listen(page: Page): () => Promise<string> {
  const replies: Promise<string>[] = [];
  page.on('request', (request) => replies.push(Promise.resolve(request.postData() ?? '')));
  page.on('response', (response) => {
    if (response.url().includes('/api/')) replies.push(response.text().catch(() => ''));
  });
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void replies.push(Promise.resolve(String(payload)))),
  );
  return async () => (await Promise.all(replies)).join('\n').toLowerCase();
}

/** Names, keys of the keyboard, units, codes and what the languages call themselves: the same in every language. */
const sameEverywhere =
  /^(koppel|erp|crm|ctrl|shift|alt|esc|enter|del|delete|tab|space|home|end|pgup|pgdn|pageup|pagedown|cel|csv|json|sql|api|url|http|https|iso|html|css|utf|vat|odata|sigma|min|max|true|false|null|english|nederlands|français|français|europe|brussels)$/i;
/** Days and months, as Intl writes them. */
const calendar = new Set(
  Array.from({ length: 400 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index))).flatMap((day) =>
    ['nl-BE', 'en-BE'].flatMap((region) =>
      (['long', 'short'] as const).flatMap((form) =>
        new Intl.DateTimeFormat(region, { weekday: form, month: form })
          .format(day)
          .toLowerCase()
          .split(/[^a-z]+/),
      ),
    ),
  ),
);

/** What the model calls its entities and fields: the same in some languages. */
const named = JSON.stringify(canonicalEntities).toLowerCase();

/** Texts of the interface that are the same in both languages and do not come from the server. */
function untranslated(inEnglish: readonly string[], after: readonly string[], data: string): string[] {
  const before = new Set(inEnglish);
  return after.filter(
    (text) =>
      before.has(text) &&
      (text.match(/[A-Za-z]{3,}/g) ?? []).some(
        (word) =>
          !sameEverywhere.test(word) &&
          !calendar.has(word.toLowerCase()) &&
          ![data, named].some((known) => known.includes(word.toLowerCase())),
      ),
  );
}

describe('in letters of no language and a third longer, nothing is cut off and nothing stays English on', () => {
  it.each(screens.filter(({ isEmbedded }) => !isEmbedded))('$name', async (screen) => {
    fixtures.server.pretend(screen.scenario ?? 'normal', screen.role === undefined ? 'administrator' : screen.role);
    const page = await fixtures.newPage({ reducedMotion: 'reduce' });
    try {
      const data = listen(page);
      await disguise(page);
      await openScreen(page, fixtures.url, screen);
      const english = await page.evaluate<Findings>(`${lookOver}; lookOver()`);
      await changePreferences(page, { language: 'nl' });
      await page
        .getByText(/[ƀčďƒǧȟǰķłḿň]/u)
        .first()
        .waitFor();
      const { clipped, plain } = await page.evaluate<Findings>(`${lookOver}; lookOver()`);
      expect({ clipped, untranslated: untranslated(english.plain, plain, await data()) }).toEqual({
        clipped: [],
        untranslated: [],
      });
    } finally {
      await page.context().close();
    }
  });
});
