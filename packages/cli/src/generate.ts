import { catalog } from '@koppel/catalog';
import { catalogBody, rootFolder } from '@koppel/server';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './reference/errors-page.ts';
import { nodesPage } from './reference/nodes-page.ts';
import { functionsPage } from './reference/functions-page.ts';
import { connectorsPage, rolesPage, routesPage } from './reference/pages.ts';
import { readSources } from './reference/sources.ts';

// Writes docs/reference, or with --check says whether it is up to date.
const body = catalogBody(catalog);
const pages: Readonly<Record<string, string>> = {
  'connectors.md': connectorsPage(body),
  'errors.md': errorsPage(readSources(rootFolder)),
  'functions.md': functionsPage(body, 'en'),
  'functions.nl.md': functionsPage(body, 'nl'),
  'functions.fr.md': functionsPage(body, 'fr'),
  'nodes.md': nodesPage(body),
  'roles.md': rolesPage(),
  'routes.md': routesPage(),
};
const folder = join(rootFolder, 'docs', 'reference');
mkdirSync(folder, { recursive: true });
const present = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null);
const changed = Object.entries(pages).filter(([name, text]) => present(name) !== text);
const left = readdirSync(folder).filter((name) => !Object.hasOwn(pages, name));

if (process.argv.includes('--check')) {
  const names = [...changed.map(([name]) => name), ...left];
  if (names.length > 0) {
    console.error(`Out of date in docs/reference: ${names.join(', ')}. Run: npm run generate`);
    process.exitCode = 1;
  }
} else {
  for (const [name, text] of changed) writeFileSync(join(folder, name), text);
  for (const name of left) rmSync(join(folder, name));
  console.log(changed.length + left.length === 0 ? 'docs/reference is up to date.' : 'Wrote docs/reference.');
}
