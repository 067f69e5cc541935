import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const administrator = { email: 'lotte@example.be', password: 'a long password' };

/** Koppel as `npm start` runs it, with both demo systems, in a data folder of its own. */
export class RunningKoppel {
  readonly url: string;
  readonly #environment: Record<string, string>;
  readonly #data = mkdtempSync(join(tmpdir(), 'koppel-e2e-'));
  #child: ChildProcess | null = null;

  private constructor(port: number, environment: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#environment = { ...environment, KOPPEL_DATA: this.#data, KOPPEL_PORT: String(port) };
  }

  /** `environment`: further `KOPPEL_` variables. */
  static async start(environment: Record<string, string> = {}): Promise<{ koppel: RunningKoppel; lines: string[] }> {
    const koppel = new RunningKoppel(await freePorts(), environment);
    return { koppel, lines: await koppel.startAgain() };
  }

  /** Gives the lines that it printed up to the one that says where to sign in, or to its address. */
  async startAgain(): Promise<string[]> {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('KOPPEL_'));
    const child = spawn(process.execPath, [join(root, 'packages/server/src/main.ts')], {
      cwd: root,
      env: { ...Object.fromEntries(inherited), ...this.#environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const lines: string[] = [];
    const isSetUp = 'KOPPEL_ADMIN_EMAIL' in this.#environment;
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === (isSetUp ? 1 : 2)) return lines;
    }
    throw new Error(`Koppel ended with code ${child.exitCode}: ${lines.join('\n')}`);
  }

  /** SIGKILL: what a crash leaves behind is what there is. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async end(): Promise<void> {
    await this.kill('SIGTERM');
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** A port with two free ones behind it, for the demo systems. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as { port: number };
    const others = await Promise.allSettled([listen(port + 1), listen(port + 2)]);
    const open = [first, ...others.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []))];
    await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
    if (open.length === 3) return port;
  }
}

async function listen(port: number) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
