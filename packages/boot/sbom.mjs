// `npm run sbom`: what Koppel is made of, as CycloneDX JSON, from the lockfile alone. `-- FILE`: another name than koppel.cdx.json.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [, pnpm] = /PNPM = '([^']+)'/.exec(readFileSync(join(root, 'packages/boot/boot.mjs'), 'utf8'));
const file = process.argv[2] ?? 'koppel.cdx.json';
const kind = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application'];
const result = spawnSync(
  'npx',
  ['--yes', '--prefer-offline', pnpm, 'sbom', ...kind, '--lockfile-only', '--out', file],
  {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  },
);
if (result.status !== 0) process.exit(result.status ?? 1);
process.stdout.write(`Written to ${file}.\n`);
