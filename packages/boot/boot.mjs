// The bootstrap behind every root script: installs the pinned toolchain and the locked dependencies when they
// changed, then runs the task under the Node that came with the install. Plain JavaScript, no dependencies:
// it must run on any Node from 20 on, before anything is installed. Run with a name from tasks.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tasks } from './tasks.mjs';

const PNPM = 'pnpm@12.21.0';
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const isWindows = process.platform === 'win32';

/** Everything that decides what an install puts in place. */
function installFingerprint() {
  const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const folder of ['packages', 'packages/connectors']) {
    for (const entry of readdirSync(join(root, folder)).sort()) {
      const manifest = join(folder, entry, 'package.json');
      if (existsSync(join(root, manifest))) manifests.push(manifest);
    }
  }
  manifests.push(join('e2e', 'package.json'));
  const hash = createHash('sha256').update(process.platform + process.arch);
  for (const manifest of manifests) hash.update(readFileSync(join(root, manifest)));
  return hash.digest('hex');
}

function install() {
  const stamp = join(root, 'node_modules', '.boot-stamp');
  const wanted = installFingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing the pinned toolchain and the locked dependencies …\n');
  // Output goes to stderr so that a task's --json stays clean on stdout.
  const result = spawnSync('npx', ['--yes', '--prefer-offline', PNPM, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['inherit', 2, 'inherit'],
    shell: isWindows,
  });
  if (result.error) {
    process.stderr.write(`npx could not be started (${result.error.message}). Install npm, then run this again.\n`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The Node that Koppel runs on: better-sqlite3 and type stripping need 24, whatever the machine has. */
function pinnedNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(pinned)) return realpathSync(pinned);
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  process.stderr.write(
    `No Node 24 comes with the install for ${process.platform}-${process.arch}, and this is ${process.version}. Install Node 24 or newer, then run this again.\n`,
  );
  process.exit(1);
}

const [name, ...rest] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  process.stderr.write(`Unknown task "${name}". Known: ${Object.keys(tasks).join(', ')}.\n`);
  process.exit(1);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(
    `Koppel needs Node 20 or newer to start, this is ${process.version}. Install a newer Node, then run this again.\n`,
  );
  process.exit(1);
}
install();
const node = pinnedNode();
const child = spawn(node, [...task, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node'),
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  },
});
// npm and sh don't pass SIGTERM on; ctrl-C reaches the whole group by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 300).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
