import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endProcess, usageOf, type SystemAddress } from './systems.ts';

const serverMain = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
export const flowId = 'accounts-erp-to-crm';

/** What became of the records, for holding both sides against each other. */
export interface Outcome {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
}

/** Koppel's server as a process of its own, with a fresh store and both systems connected and looked at. */
export interface KoppelServer {
  /** Runs the flow over all records and waits for its end. Seconds from asking to the end. */
  run(): Promise<{ readonly seconds: number; readonly outcome: Outcome }>;
  usage(): { readonly cpuSeconds: number; readonly peakMemoryMb: number };
  end(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export async function startKoppelServer(erp: SystemAddress, crm: SystemAddress): Promise<KoppelServer> {
  const data = mkdtempSync(join(tmpdir(), 'koppel-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [serverMain], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      KOPPEL_DATA: data,
      KOPPEL_PORT: String(port),
      KOPPEL_DEMO: 'off',
      KOPPEL_ALLOW_ADDRESSES: `${erp.origin},${crm.origin}`,
    },
  });
  await once(createInterface({ input: child.stdout }), 'line');
  const { url, token } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { url: string; token: string };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };

  const connect = async (role: string, connectorId: string, { settings, secrets }: SystemAddress) => {
    const body = { name: role.toUpperCase(), connectorId, role, settings, secrets };
    const { id } = (await call('POST', '/api/workspaces/main/connections', body)) as { id: string };
    await call('POST', `/api/workspaces/main/connections/${id}/discover`, {});
    return id;
  };
  const slots = {
    erp: await connect('erp', 'business-central', erp),
    crm: await connect('crm', 'dataverse', crm),
  };
  await call('PUT', `/api/workspaces/main/flows/${flowId}/bindings`, { slots });

  return {
    async run() {
      const started = Date.now();
      const { id } = (await call('POST', `/api/workspaces/main/flows/${flowId}/runs`, { scope: { kind: 'all' } })) as {
        id: string;
      };
      for (;;) {
        const { run } = (await call('GET', `/api/workspaces/main/runs/${id}`)) as RunAnswer;
        if (run.state.status === 'done') {
          return { seconds: (Date.parse(run.state.endedAt) - started) / 1000, outcome: run.counters };
        }
        if (!['queued', 'running'].includes(run.state.status)) throw new Error(JSON.stringify(run.state));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    usage: () => usageOf(child),
    async end() {
      await endProcess(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

interface RunAnswer {
  readonly run: { readonly state: { readonly status: string; readonly endedAt: string }; readonly counters: Outcome };
}
