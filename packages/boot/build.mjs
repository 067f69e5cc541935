// Builds the canvas when it, a package it is made of, or the lockfile changed since the last build. Run before each start.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const canvas = join(root, 'packages', 'canvas');
const stamp = join(canvas, 'dist', '.build-stamp');
/** The packages whose code ends up in the browser. */
const parts = ['canvas', 'model', 'mapping', 'sdk', 'protocol', 'compiler', 'nodes', 'catalog', 'connectors'];
const leftOut = new Set(['node_modules', 'dist', 'test']);
const isSource = (name) => !/\.test\.tsx?$|\.md$/.test(name);

/** Own walk: the recursive one of Node goes through the links in node_modules, which takes longer than all else. */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : sourcesIn(path);
    return entry.isFile() && isSource(entry.name) ? [path] : [];
  });
}

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const part of parts) {
    for (const file of sourcesIn(join(root, 'packages', part)).sort())
      hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Gives whether the canvas is built. Its output goes to stderr. */
export function buildCanvas() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  process.stderr.write('Building the screen …\n');
  const vite = join(canvas, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: canvas,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) return false;
  writeFileSync(stamp, wanted);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !buildCanvas()) process.exit(1);
