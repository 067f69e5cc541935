import { isFinal, type Run, type RunScope } from '@koppel/model';
import { Presets, SingleBar } from 'cli-progress';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, type Output } from '../output.ts';
import { planText, readPlan } from './plan.ts';
import { runIdOf } from './runs.ts';

export interface RunOptions {
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly all: boolean;
  readonly keys: readonly string[];
}

const pollMs = 250;

/** `koppel run`: starts a flow, shows how far it is, and ends when it has ended. */
export async function runFlow(api: ApiClient, flowId: string, options: RunOptions, output: Output): Promise<number> {
  const started = await api.call('startRun', {
    params: { id: flowId },
    body: { scope: scopeOf(options), isDryRun: options.dryRun },
  });
  const run = await follow(api, started, options, output);
  const plan = options.dryRun ? await readPlan(api, run.id) : null;
  if (options.json) output.out(JSON.stringify(plan ? { run, plan } : { run }, null, 2));
  else {
    output.out(summary(run));
    if (plan) output.out(planText(plan));
  }
  return exitCodeOf(run, output);
}

/** `koppel apply`: approves the plan of a dry run and carries out exactly that. */
export async function applyPlan(
  api: ApiClient,
  name: string,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const { runs: begun } = await api.call('applyPlan', { params: { id: await runIdOf(api, name) } });
  const runs: Run[] = [];
  for (const run of begun) runs.push(await follow(api, run, { json }, output));
  if (json) output.out(JSON.stringify({ runs }, null, 2));
  else for (const run of runs) output.out(summary(run));
  return Math.max(...runs.map((run) => exitCodeOf(run, output)));
}

function exitCodeOf({ state, counters }: Run, output: Output): number {
  if (state.status === 'failed') output.err(complaint(state.error.message, state.error.remedy));
  if (state.status === 'failed' || state.status === 'stopped') return exitCodes.runFailed;
  return counters.failed > 0 ? exitCodes.problems : exitCodes.ok;
}

function scopeOf({ all, keys }: RunOptions): RunScope {
  if (keys.length > 0) return { kind: 'keys', keys: [...keys] };
  return { kind: all ? 'all' : 'changes' };
}

async function follow(api: ApiClient, started: Run, options: Pick<RunOptions, 'json'>, output: Output): Promise<Run> {
  const bar =
    output.isTerminal && !options.json
      ? new SingleBar(
          { format: '{bar} {value} of {total} records  {note}', stream: process.stderr, hideCursor: true },
          Presets.shades_classic,
        )
      : null;
  bar?.start(1, 0, { note: '' });
  try {
    for (;;) {
      const { run } = await api.call('getRun', { params: { id: started.id } });
      const { read, failed } = run.counters;
      bar?.setTotal(Math.max(run.expected ?? read, read, 1));
      bar?.update(read, {
        note:
          run.state.status === 'waiting'
            ? `waiting: ${run.state.reason.message}`
            : failed > 0
              ? `${failed} failed`
              : '',
      });
      if (isFinal(run.state)) return run;
      await wait(pollMs);
    }
  } finally {
    bar?.stop();
  }
}

function summary({ number, state, counters }: Run): string {
  const parts = Object.entries(counters)
    .filter(([name, count]) => name === 'read' || count > 0)
    .map(([name, count]) => `${name} ${count}`);
  return `Run ${number}: ${state.status}. ${parts.join(', ')}.`;
}
