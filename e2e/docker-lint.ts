import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';

/** What the linters say of the image and the compose file: nothing, when all is well. */
export async function lint(root: string): Promise<string[]> {
  const dockerfile = validate(readFileSync(join(root, 'docker', 'Dockerfile'), 'utf8')).map(({ message }) =>
    String(message),
  );
  const dclint = join(createRequire(import.meta.url).resolve('dclint/package.json'), '..', 'bin', 'dclint.cjs');
  const compose = spawnSync(process.execPath, [dclint, join(root, 'docker', 'compose.yaml')], { encoding: 'utf8' });
  return [...dockerfile, ...(compose.status === 0 ? [] : [compose.stdout + compose.stderr])];
}
