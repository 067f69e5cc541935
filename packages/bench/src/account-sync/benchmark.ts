import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Result, Side } from '../benchmark.ts';
import { startKoppelServer, type Outcome } from './koppel.ts';
import { startSystem, type SystemProcess } from './systems.ts';

/** One pass of one side over a fresh CRM. */
interface Pass {
  readonly seconds: number;
  readonly outcome: Outcome;
  readonly peakMemoryMb: number;
  readonly cpuSeconds: number;
  readonly requests: number;
  readonly erpCpuSeconds: number;
  readonly crmCpuSeconds: number;
}

type Own = Omit<Pass, 'requests' | 'erpCpuSeconds' | 'crmCpuSeconds'>;

const scriptFile = fileURLToPath(new URL('./script.ts', import.meta.url));

async function runScript(erp: SystemProcess, crm: SystemProcess): Promise<Own> {
  const child = spawn(process.execPath, [scriptFile, JSON.stringify([erp, crm])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  await once(child, 'exit');
  return JSON.parse(line) as Own;
}

async function runKoppel(erp: SystemProcess, crm: SystemProcess): Promise<Own> {
  const koppel = await startKoppelServer(erp, crm);
  try {
    await Promise.all([erp.resetRequests(), crm.resetRequests()]);
    const before = koppel.usage().cpuSeconds;
    const { seconds, outcome } = await koppel.run();
    const { cpuSeconds, peakMemoryMb } = koppel.usage();
    return { seconds, outcome, peakMemoryMb, cpuSeconds: cpuSeconds - before };
  } finally {
    await koppel.end();
  }
}

/** Both systems are processes of their own and count requests; each pass begins with a CRM that nothing was written to. */
async function pass(customers: number, side: (erp: SystemProcess, crm: SystemProcess) => Promise<Own>): Promise<Pass> {
  const [erp, crm] = await Promise.all([startSystem('erp', customers), startSystem('crm', customers)]);
  try {
    const before = { erp: erp.cpuSeconds(), crm: crm.cpuSeconds() };
    const own = await side(erp, crm);
    const [erpRequests, crmRequests] = await Promise.all([erp.requests(), crm.requests()]);
    return {
      ...own,
      requests: erpRequests + crmRequests,
      erpCpuSeconds: erp.cpuSeconds() - before.erp,
      crmCpuSeconds: crm.cpuSeconds() - before.crm,
    };
  } finally {
    await Promise.all([erp.end(), crm.end()]);
  }
}

function sideOf(passes: readonly Pass[]): Side {
  const mean = (pick: (pass: Pass) => number) => passes.reduce((sum, each) => sum + pick(each), 0) / passes.length;
  return {
    rates: passes.map(({ outcome, seconds }) => outcome.read / seconds),
    requests: Math.round(mean(({ requests }) => requests)),
    peakMemoryMb: Math.max(...passes.map(({ peakMemoryMb }) => peakMemoryMb)),
    cpuSeconds: mean(({ cpuSeconds }) => cpuSeconds),
    others: { ERP: mean(({ erpCpuSeconds }) => erpCpuSeconds), CRM: mean(({ crmCpuSeconds }) => crmCpuSeconds) },
  };
}

/** Both sides must have brought over the same, with nearly the same requests, or the comparison says nothing. */
function holdTogether({ outcome: ours, requests }: Pass, theirs: Pass): void {
  for (const name of ['read', 'created', 'updated'] as const) {
    if (ours[name] === theirs.outcome[name]) continue;
    throw new Error(
      `Koppel: ${name} ${ours[name]}. The script: ${name} ${theirs.outcome[name]}. They must do the same.`,
    );
  }
  if (Math.abs(requests - theirs.requests) > 0.02 * theirs.requests) {
    throw new Error(`Koppel sent ${requests} requests, the script ${theirs.requests}: they differ by more than 2 %.`);
  }
}

function accountSync(size: string, customers: number, passes: number): Benchmark {
  const name = `account-sync:${size}`;
  return {
    name,
    summary: `demo ERP → map, mask → demo CRM, ${customers.toLocaleString('en-BE')} customers`,
    async run(report): Promise<Result> {
      const all = { koppel: [] as Pass[], script: [] as Pass[] };
      for (let turn = 1; turn <= passes; turn += 1) {
        const koppel = await pass(customers, runKoppel);
        const script = await pass(customers, runScript);
        holdTogether(koppel, script);
        all.koppel.push(koppel);
        all.script.push(script);
        report(
          `${name}: pass ${turn} of ${passes}, Koppel ${koppel.seconds.toFixed(1)} s, script ${script.seconds.toFixed(1)} s`,
        );
      }
      return { name, koppel: sideOf(all.koppel), script: sideOf(all.script) };
    },
  };
}

export const accountSync10k = accountSync('10k', 10_000, 3);
export const accountSync100k = accountSync('100k', 100_000, 1);
