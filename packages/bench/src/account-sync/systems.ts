import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const demoMain = fileURLToPath(new URL('../../../demo-systems/src/main.ts', import.meta.url));

/** Where a demo system is and how to sign in, as its command prints it. */
export interface SystemAddress {
  readonly origin: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly controlToken: string;
}

/** A demo system as a process of its own, in memory and without the service limits. */
export interface SystemProcess extends SystemAddress {
  /** HTTP requests since the last reset. */
  requests(): Promise<number>;
  resetRequests(): Promise<void>;
  cpuSeconds(): number;
  end(): Promise<void>;
}

export async function startSystem(kind: 'erp' | 'crm', customers: number): Promise<SystemProcess> {
  const ports = ['--erp-port', '0', '--crm-port', '0'];
  const args = [demoMain, '--only', kind, ...ports, '--customers', String(customers), '--no-limits', '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const address = (JSON.parse(line) as Record<typeof kind, SystemAddress>)[kind];
  const counts = (method: string) =>
    fetch(`${address.origin}/demo/requests`, { method, headers: { 'x-demo-control': address.controlToken } });
  return {
    ...address,
    requests: async () => ((await (await counts('GET')).json()) as { total: number }).total,
    resetRequests: async () => void (await counts('DELETE')),
    cpuSeconds: () => usageOf(child).cpuSeconds,
    end: () => endProcess(child),
  };
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** What a running process has used so far, as the kernel counts it (Linux). */
export function usageOf(child: ChildProcess): { cpuSeconds: number; peakMemoryMb: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  // Fields behind the name in brackets, which may hold anything: user and system time in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
    peakMemoryMb: Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024,
  };
}
