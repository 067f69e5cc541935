import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readServerFile } from '../../src/index.ts';
import { Client } from './client.ts';
import { startDemoProcess, startServerProcess, untilUp, type Process } from './processes.ts';
import type { DemoSide, DemoSides } from './systems.ts';
import { freePort, temporaryFolder } from './test-koppel.ts';

/** The seed that a test of kills goes by; the same one plays the same moments again. */
export const crashSeed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** Numbers from 0 up to 1, the same for the same seed. */
export function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same things in an order that the dice decide. */
export function shuffled<T>(things: readonly T[], dice: () => number): T[] {
  return things
    .map((thing) => ({ thing, at: dice() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ thing }) => thing);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A server in a process of its own that is killed and started again, between demo systems that outlive it. */
export class KilledServer {
  readonly sides: DemoSides;
  readonly #demo: Process;
  readonly #folder: string;
  readonly #url: string;
  readonly #environment: Record<string, string>;
  #server: Process | null = null;

  private constructor(parts: { demo: { sides: DemoSides; process: Process }; folder: string; port: number }) {
    const { demo, folder, port } = parts;
    this.sides = demo.sides;
    this.#demo = demo.process;
    this.#folder = folder;
    this.#url = `http://127.0.0.1:${port}`;
    this.#environment = {
      KOPPEL_PORT: String(port),
      KOPPEL_DATA: join(folder, 'koppel'),
      KOPPEL_DEMO: 'off',
      KOPPEL_ALLOW_ADDRESSES: `${demo.sides.erp.origin},${demo.sides.crm.origin}`,
    };
  }

  static async beside(demo: { readonly customers: number }): Promise<KilledServer> {
    const folder = await temporaryFolder();
    const port = await freePort();
    const args = ['--customers', String(demo.customers), '--data', join(folder, 'demo')];
    return new KilledServer({ demo: await startDemoProcess(args), folder, port });
  }

  /** Starts the server without waiting for it. */
  launch(): void {
    this.#server = startServerProcess(this.#environment);
  }

  /** Starts the server; a client with the rights of the command line. */
  async start(): Promise<Client> {
    this.launch();
    await untilUp(this.#url, this.#server!);
    const client = new Client(this.#url);
    client.bearer = readServerFile(this.#environment['KOPPEL_DATA']!)!.token;
    return client;
  }

  async kill(): Promise<void> {
    await this.#server?.end('SIGKILL');
  }

  /** The exit code of a server that was asked to end. */
  async end(): Promise<number | null> {
    return (await this.#server?.end('SIGTERM')) ?? null;
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#demo.end('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A little slower than they are: at a kill there is then something on its way. */
  async slowDown(latencyMs: number): Promise<void> {
    for (const side of ['erp', 'crm'] as const) {
      await this.#control(side, 'PUT', 'faults', { latencyMs, jitterMs: latencyMs });
    }
  }

  /** Counts the requests to a system from now on. */
  async countAnew(side: 'erp' | 'crm'): Promise<void> {
    await this.#control(side, 'DELETE', 'requests');
  }

  /** How many requests of a kind a system had since they were last counted anew. */
  async requests(side: 'erp' | 'crm', kind: string): Promise<number> {
    const { byKind } = (await this.#control(side, 'GET', 'requests')) as { byKind: Record<string, number> };
    return byKind[kind] ?? 0;
  }

  /** Waits until something is so, at most so long. Gives whether it came to be so. */
  async until(isSo: () => Promise<boolean>, atMostMs = 3_000): Promise<boolean> {
    const started = performance.now();
    while (performance.now() - started < atMostMs) {
      if (await isSo()) return true;
      await pause(3);
    }
    return false;
  }

  async #control(side: 'erp' | 'crm', method: string, path: string, body?: object): Promise<unknown> {
    const { origin, controlToken } = this.sides[side] as DemoSide & { controlToken: string };
    const response = await fetch(`${origin}/demo/${path}`, {
      method,
      headers: { 'x-demo-control': controlToken, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }
}
