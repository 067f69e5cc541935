// `npm run screenshots`: a picture of every screen in every state, light and dark, in three languages, over the fixtures:
//   npm run screenshots                     all of them
//   npm run screenshots -- mapping revenue  those with one of these words in their name
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startFixtureServer } from '../packages/canvas/test/fixture-server/server.ts';
import { launchChromium } from './chromium.ts';
import { changePreferences, looks, openScreen, screens, type Screen } from './screens.ts';

const folder = fileURLToPath(new URL('artifacts/screens', import.meta.url));
const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = screens.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
if (chosen.length === 0) {
  console.error(`No screen has one of these words in its name: ${words.join(', ')}.`);
  process.exit(2);
}

const fileOf = (name: string, look: string) => `${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}--${look}.png`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = await startFixtureServer({
  port: 0,
  root: fileURLToPath(new URL('../packages/canvas/dist', import.meta.url)),
});
const browser = await launchChromium();
const failed: string[] = [];

async function take(screen: Screen): Promise<string[]> {
  server.pretend(screen.scenario ?? 'normal', screen.role === undefined ? 'administrator' : screen.role);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const files: string[] = [];
  try {
    const page = await context.newPage();
    await openScreen(page, server.url, screen);
    for (const look of screen.isEmbedded ? [] : looks) {
      await changePreferences(page, look);
      const file = fileOf(screen.name, `${look.language}-${look.theme}`);
      await page.screenshot({ path: join(folder, file) });
      files.push(file);
    }
    if (screen.isEmbedded) {
      files.push(fileOf(screen.name, 'embedded'));
      await page.screenshot({ path: join(folder, files[0]!) });
    }
  } catch (error) {
    failed.push(`${screen.name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  } finally {
    await context.close();
  }
  return files;
}

const rows: string[] = [];
for (const [index, screen] of chosen.entries()) {
  const files = await take(screen);
  const pictures = files.map(
    (file) => `<a href="${file}"><img src="${file}" alt="${file}" width="480" loading="lazy"></a>`,
  );
  rows.push(`<h2>${screen.name}</h2><p>${pictures.join('\n')}</p>`);
  console.error(`${index + 1} of ${chosen.length}: ${screen.name}`);
}
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Screens</title>${rows.join('\n')}`,
);
await browser.close();
await server.close();

for (const line of failed) console.error(`Could not be brought into its state: ${line}`);
console.log(`Pictures of ${chosen.length} screens: ${pathToFileURL(join(folder, 'index.html')).href}`);
process.exit(failed.length === 0 ? 0 : 1);
