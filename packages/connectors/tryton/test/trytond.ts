import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createHands, type Hands } from './hands.ts';
import { seedCompany, type SeededCompany } from './seed.ts';

export { amountOf, decimal } from './hands.ts';

/** Programs of Debian, not of a package of this project. */
const programs = { server: 'trytond', admin: 'trytond-admin', installed: 'dpkg-query' };
const modules = ['sale', 'account_invoice', 'account_be', 'sale_opportunity', 'account_invoice_stock'];

/** The packages of Debian that the tests on a real Tryton need, as `.ci/run` installs them. */
export const debianPackages = [
  'tryton-server',
  ...modules.map((module) => `tryton-modules-${module.replaceAll('_', '-')}`),
];

/** A real Tryton of its own for a test: a fresh database with a Belgian company in it. */
export interface Trytond {
  readonly origin: string;
  /** What a connection needs. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Somebody at Tryton's own screen: its JSON-RPC with nothing of Koppel in between. */
  readonly hands: Hands;
  readonly company: SeededCompany;
  /** Its database, for what no screen of Tryton can do, such as setting stamps. */
  readonly file: string;
  close(): Promise<void>;
}

async function isOnPath(program: string): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const isThere = await access(join(folder, program), constants.X_OK).then(() => true, () => false); // prettier-ignore
    if (isThere) return true;
  }
  return false;
}

/** Why no Tryton can be started here and what to do about it, which is also told on the terminal; null where one can. */
export async function missingTrytond(): Promise<string | null> {
  const reason = await whyNone();
  if (reason !== null) process.stderr.write(`Skipped, the tests on a real Tryton: ${reason}\n`);
  return reason;
}

async function whyNone(): Promise<string | null> {
  const command = `apt-get install -y --no-install-recommends ${debianPackages.join(' ')}`;
  if (!(await isOnPath(programs.server)) || !(await isOnPath(programs.admin))) {
    return `trytond is not installed. To run these tests: ${command}`;
  }
  const version = spawnSync(programs.server, ['--version'], { encoding: 'utf8' }).stdout.trim();
  if (!/\b6\.0\./.test(version)) return `${version} is installed, and these tests know 6.0. In Debian 12: ${command}`;
  const imports = modules.map((module) => `import trytond.modules.${module}`).join('; ');
  const { status, stderr } = spawnSync('/usr/bin/python3', ['-c', imports], { encoding: 'utf8' });
  if (status === 0) return null;
  return `modules of Tryton are missing (${stderr.trim().split('\n').at(-1)}). To run these tests: ${command}`;
}

const password = 'koppel-test-1';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const result = spawnSync(program, args, { env: environment, encoding: 'utf8' });
  if (result.status === 0) return;
  throw new Error(`${program} ${args.join(' ')} ended with ${result.status}: ${result.stdout}${result.stderr}`);
}

/** Which modules in which versions: a prepared database serves only those. */
function versions(): string {
  const { stdout } = spawnSync(programs.installed, ['-W', '-f', '${Package} ${Version}\n', 'tryton-server', 'tryton-modules-*'], { encoding: 'utf8' }); // prettier-ignore
  const year = new Date().getFullYear();
  return createHash('sha256')
    .update(`${stdout} ${modules.join(' ')} ${year}`)
    .digest('hex')
    .slice(0, 16);
}

/** Starts trytond over a folder with a database file, and waits until it answers. */
async function serve(folder: string): Promise<{ origin: string; child: ChildProcess }> {
  const port = await freePort();
  const config = join(folder, 'trytond.conf');
  await writeFile(config, `[database]\nuri = sqlite://\npath = ${folder}\n[web]\nlisten = 127.0.0.1:${port}\n`);
  const child = spawn(programs.server, ['-c', config, '-d', 'erp'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-4000)));
  const origin = `http://127.0.0.1:${port}`;
  const body = JSON.stringify({ id: 0, method: 'common.db.list', params: [] });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`trytond ended with ${child.exitCode}: ${said}`);
    const isUp = await fetch(`${origin}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(({ ok }) => ok, () => false); // prettier-ignore
    if (isUp) return { origin, child };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/**
 * A database with the modules and the company in it, made once for these versions and kept among the temporary files: making
 * it takes half a minute, copying it nothing.
 */
async function prepared(): Promise<string> {
  const kept = join(tmpdir(), `koppel-tryton-${versions()}`);
  const file = join(kept, 'erp.sqlite');
  if (await access(file).then(() => true, () => false)) return file; // prettier-ignore
  const folder = await mkdtemp(join(tmpdir(), 'koppel-tryton-new-'));
  try {
    const config = join(folder, 'prepare.conf');
    await writeFile(config, `[database]\nuri = sqlite://\npath = ${folder}\n`);
    await writeFile(join(folder, 'erp.sqlite'), '');
    await writeFile(join(folder, 'password'), password);
    const environment = { ...process.env, TRYTONPASSFILE: join(folder, 'password') };
    const admin = ['-c', config, '-d', 'erp'];
    // The Belgian chart of accounts is there only in a language that is loaded with it.
    const language = ['-l', 'nl', '--email', 'admin@example.test'];
    run(programs.admin, [...admin, '--all', '-u', ...modules, '--activate-dependencies', ...language], environment);
    const { origin, child } = await serve(folder);
    try {
      await seedCompany(createHands({ origin, database: 'erp', user: 'admin', password }));
    } finally {
      await stop(child);
    }
    await mkdir(kept, { recursive: true });
    await copyFile(join(folder, 'erp.sqlite'), `${file}.new`);
    await rename(`${file}.new`, file);
    return file;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a Tryton on a free port over a database of its own. */
export async function startTrytond(): Promise<Trytond> {
  const source = await prepared();
  const folder = await mkdtemp(join(tmpdir(), 'koppel-tryton-'));
  await copyFile(source, join(folder, 'erp.sqlite'));
  const { origin, child } = await serve(folder);
  const hands = createHands({ origin, database: 'erp', user: 'admin', password });
  return {
    origin,
    settings: {
      baseUrl: origin,
      database: 'erp',
      user: 'admin',
      executionSeconds: 2,
      visibilitySeconds: 0.5,
      pauseSeconds: 0.5,
    },
    secrets: { password },
    hands,
    company: await seedCompany(hands),
    file: join(folder, 'erp.sqlite'),
    async close() {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
