import { lint } from './docker-lint.ts';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { stagesOf, type Instruction } from './dockerfile.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const text = readFileSync(join(root, 'docker', 'Dockerfile'), 'utf8');
const final = stagesOf(text).at(-1)!;

/** The image's user inside the container; there is no such name outside it. */
const nodeUser = 1000;
const isRoot = process.getuid?.() === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describe('the image', () => {
  test('passes the linters, as does the compose file', async () => {
    expect(await lint(root)).toEqual([]);
  });

  test('does not run as root, keeps its data in a volume and says whether it is healthy', () => {
    const of = (keyword: string) => final.filter((instruction) => instruction.keyword === keyword);
    expect(of('USER').map(({ words }) => words)).toEqual([['node']]);
    expect(final.findIndex(({ keyword }) => keyword === 'USER')).toBeGreaterThan(
      final.findLastIndex(({ keyword }) => keyword === 'RUN'),
    );
    expect(of('VOLUME').map(({ words }) => words)).toEqual([['/data']]);
    expect(of('HEALTHCHECK')).toHaveLength(1);
  });
});

describe('the commands of the image', () => {
  const image = mkdtempSync(join(tmpdir(), 'koppel-image-'));
  afterAll(() => rmSync(image, { recursive: true, force: true }));

  /** Where a path of the image lies in this test. */
  const inside = (path: string) => (path.startsWith('/') ? join(image, path) : join(image, 'koppel', path));

  /** What `Dockerfile.dockerignore` keeps out of the image. */
  const isLeftOut = (path: string) => /(^|\/)(node_modules|dist|\.git|\.koppel|coverage)$/.test(path);

  function copy({ words }: Instruction): void {
    const [target, ...sources] = words.filter((word) => !word.startsWith('--')).toReversed() as [string, ...string[]];
    for (const source of sources) {
      // The stage that builds the screen ran before this test: its result lies in the checkout.
      const isBuilt = source.startsWith('/koppel/');
      const from = isBuilt ? source.slice('/koppel/'.length) : source;
      const to = target.endsWith('/') ? join(target, from) : target;
      mkdirSync(dirname(inside(to)), { recursive: true });
      cpSync(join(root, from), inside(to), { recursive: true, filter: (path) => isBuilt || !isLeftOut(path) });
    }
  }

  function run({ words }: Instruction): void {
    const command = words
      .filter((word) => isRoot || !/^--(owner|group)=/.test(word))
      .map((word) => word.replace(/^(--(?:owner|group))=node$/, `$1=${nodeUser}`))
      .map((word) => (word.startsWith('/') ? inside(word) : word));
    execFileSync(command[0]!, command.slice(1), { cwd: inside('.'), stdio: ['ignore', 'ignore', 'inherit'] });
  }

  test('install, start without a container, answer the health check as another user than root, and stop when asked', async () => {
    chmodSync(image, 0o755);
    const environment: Record<string, string> = {};
    for (const instruction of final) {
      if (instruction.keyword === 'COPY') copy(instruction);
      if (instruction.keyword === 'RUN') run(instruction);
      if (instruction.keyword === 'ENV') Object.assign(environment, instruction.values);
    }
    const port = await freePort();
    // The base image brings this Node; the checkout's may lie where another user cannot read.
    const node = join(image, 'bin', 'node');
    mkdirSync(dirname(node));
    cpSync(process.execPath, node);
    const options = {
      cwd: inside('.'),
      env: {
        ...environment,
        PATH: `${dirname(node)}:${process.env['PATH']}`,
        NODE_COMPILE_CACHE: join(image, 'cache'),
        KOPPEL_DATA: inside(environment['KOPPEL_DATA']!),
        KOPPEL_PORT: String(port),
        KOPPEL_PUBLIC_URL: `http://localhost:${port}`,
        KOPPEL_DEMO: 'off',
      },
      ...(isRoot ? { uid: nodeUser, gid: nodeUser } : {}),
    };
    const [command] = final.filter(({ keyword }) => keyword === 'CMD');
    const [health] = final.filter(({ keyword }) => keyword === 'HEALTHCHECK');
    const server = spawn(command!.words[0]!, command!.words.slice(1), {
      ...options,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const printed = once(server.stdout.setEncoding('utf8'), 'data') as Promise<string[]>;
    expect((await printed).join('')).toContain(`http://localhost:${port}`);

    const check = spawn(health!.words[0]!, health!.words.slice(1), options);
    expect(await once(check, 'exit')).toEqual([0, null]);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('<div id="root"');

    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
    const late = spawn(health!.words[0]!, health!.words.slice(1), options);
    expect(await once(late, 'exit')).toEqual([1, null]);
  });
});
