import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rootFolder } from '../../src/index.ts';
import type { DemoSides } from './systems.ts';

/** A process of its own, with everything it wrote. */
export class Process {
  readonly child: ChildProcess;
  output = '';
  readonly #closed: Promise<unknown>;

  constructor(script: string, args: readonly string[], environment: Record<string, string> = {}) {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !name.startsWith('KOPPEL_') && name !== 'NODE_OPTIONS',
    );
    this.child = spawn(process.execPath, [join(rootFolder, script), ...args], {
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.child, 'close');
    this.child.stdout!.on('data', (data: Buffer) => (this.output += data.toString()));
    this.child.stderr!.on('data', (data: Buffer) => (this.output += data.toString()));
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** How it ended and everything it wrote. */
  async lastWords(): Promise<string> {
    await this.#closed;
    return `${this.child.exitCode ?? this.child.signalCode}): ${this.output}`;
  }

  /** The exit code; null when a signal ended it. */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (this.isAlive) {
      const exited = once(this.child, 'exit');
      if (signal) this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }
}

/** Both demo systems in one process of their own, without service limits. */
export async function startDemoProcess(args: readonly string[]): Promise<{ sides: DemoSides; process: Process }> {
  const demo = new Process('packages/demo-systems/src/main.ts', [
    '--erp-port=0',
    '--crm-port=0',
    '--no-limits',
    '--json',
    ...args,
  ]);
  const lines = createInterface({ input: demo.child.stdout! });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    demo.end().then(() => Promise.reject(new Error(`The demo systems did not start: ${demo.output}`))),
  ])) as [string];
  return { sides: JSON.parse(line) as DemoSides, process: demo };
}

/** A Koppel server in a process of its own. */
export function startServerProcess(environment: Record<string, string>): Process {
  return new Process('packages/server/src/main.ts', [], environment);
}

/** Resolves when the server serves. Rejects when it ended instead. */
export async function untilUp(url: string, server: Pick<Process, 'isAlive' | 'lastWords'>): Promise<void> {
  for (;;) {
    if (!server.isAlive) throw new Error(`The server ended (${await server.lastWords()}`);
    const isUp = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
