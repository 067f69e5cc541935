import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { isFirstPage } from '../../src/app/router.tsx';
import { en } from '../../src/i18n/en/index.ts';
import { first } from '../../src/i18n/en/first.ts';

const source = resolve(import.meta.dirname, '../../src');
/** What is loaded before somebody leaves the list of flows; all else follows from what these import. */
const entries = [
  'main.tsx',
  'app/held-back.tsx',
  'flows/flows-screen.tsx',
  'flows/flow-dialogs.tsx',
  'sign-in/sign-in-screen.tsx',
];

function loaded(): Map<string, string> {
  const files = new Map<string, string>();
  const open = entries.map((entry) => join(source, entry));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file) || file.includes('/i18n/en/') || !/\.tsx?$/.test(file) || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    files.set(file, text);
    for (const [, path] of text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+)'/gms))
      open.push(resolve(dirname(file), path!));
  }
  return files;
}

it('the texts of the first page hold all that it says', () => {
  const later = Object.keys(en).filter((id) => !(id in first));
  const missing = [...loaded()].flatMap(([file, text]) => {
    const ids = new Set([...text.matchAll(/'([A-Za-z]+\.[A-Za-z.0-9]+)'/g)].map(([, id]) => id!));
    const prefixes = [...text.matchAll(/`([A-Za-z]+\.[A-Za-z.]*)\$\{/g)].map(([, prefix]) => prefix!);
    return later
      .filter((id) => ids.has(id) || prefixes.some((prefix) => id.startsWith(prefix)))
      .map((id) => `${relative(source, file)}: ${id}`);
  });
  expect(missing).toEqual([]);
});

it('only the list of flows and what comes before it are the first page', () => {
  for (const path of ['/', '/flows', '/w/main/flows', '/w/main/', '/sign-in'])
    expect(isFirstPage(path), path).toBe(true);
  for (const path of ['/flows/a', '/w/main/flows/a', '/w/main/runs', '/runs'])
    expect(isFirstPage(path), path).toBe(false);
});
