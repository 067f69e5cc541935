// The packages that the lockfile names, read from its text: what runs before anything is installed has no YAML parser.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @returns {{ name: string, version: string }[]} Every version of every package, in the lockfile's order. */
export function lockedPackages(lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')) {
  const [, block = ''] = /^packages:\n([\s\S]*?)^snapshots:/m.exec(lockfile) ?? [];
  return [...block.matchAll(/^ {2}'?((?:@[^/'\s]+\/)?[^@'\s]+)@([^':\s]+)'?:$/gm)].map(([, name, version]) => ({
    name,
    version,
  }));
}
