import { isFinal, type FieldValue, type Run } from '@koppel/model';
import type { DriftView } from '@koppel/protocol';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';
import { planText, readPlan } from './plan.ts';

const pollMs = 250;
const pageSize = 500;

const states = { found: 'found', putBack: 'put back', held: 'waits for a decision', left: 'left', settled: 'settled' };
const kinds = {
  edited: '',
  targetGone: 'is gone from the system that has the copy',
  sourceGone: 'is gone from its master',
  merged: 'was merged into another record',
};

/** `koppel drift check`: compares linked records with their master, waits for the end, and says what it found. */
export async function checkDrift(
  api: ApiClient,
  flows: readonly string[],
  { json, dryRun }: { readonly json: boolean; readonly dryRun: boolean },
  output: Output,
): Promise<number> {
  const body = { isDryRun: dryRun, ...(flows.length > 0 ? { flows: [...flows] } : {}) };
  const { runs } = await api.call('startDrift', { body });
  const results: { run: Run; findings: DriftView[] }[] = [];
  let isFine = true;
  for (const started of runs) {
    const run = await toItsEnd(api, started.id);
    const findings = await all(api, { run: run.id });
    results.push({ run, findings });
    isFine &&= run.state.status === 'done' && findings.every(({ state }) => state === 'putBack' || state === 'left');
    if (json) continue;
    const { read, updated } = run.counters;
    if (run.state.status === 'failed') {
      output.err(complaint(run.state.error.message, run.state.error.remedy));
    } else if (dryRun) {
      output.out(`${run.flowId}: ${read} records compared, ${updated} would be put right. Nothing was written.`);
      if (updated + run.counters.failed > 0) output.out(planText(await readPlan(api, run.id)));
    } else {
      output.out(`${run.flowId}: ${read} records compared, ${updated} written, ${findings.length} departures found.`);
      if (findings.length > 0) output.out(text(findings));
    }
  }
  if (json) output.out(JSON.stringify(results, null, 2));
  return isFine ? exitCodes.ok : exitCodes.problems;
}

/** `koppel drift list`: what the checks found, newest first. */
export async function listDrift(
  api: ApiClient,
  options: {
    readonly json: boolean;
    readonly flow?: string;
    readonly entity?: string;
    readonly open: boolean;
    readonly limit: number;
  },
  output: Output,
): Promise<number> {
  const { json, flow, entity, open, limit } = options;
  const query = { limit, state: open ? ('open' as const) : ('all' as const), flow, entity };
  const { items } = await api.call('listDrift', { query });
  if (json) output.out(JSON.stringify(items, null, 2));
  else output.out(items.length === 0 ? 'Nothing departs from its master.' : text(items));
  return exitCodes.ok;
}

async function toItsEnd(api: ApiClient, id: string): Promise<Run> {
  for (;;) {
    const { run } = await api.call('getRun', { params: { id } });
    if (isFinal(run.state)) return run;
    await wait(pollMs);
  }
}

async function all(api: ApiClient, query: { readonly run: string }): Promise<DriftView[]> {
  const found: DriftView[] = [];
  for (;;) {
    const before = found.at(-1)?.id;
    const page = await api.call('listDrift', { query: { ...query, before, limit: pageSize } });
    found.push(...page.items);
    if (!page.hasMore) return found;
  }
}

function text(items: readonly DriftView[]): string {
  return table(
    ['Record', 'Field', 'Was there', 'Master', 'Last changed by', 'When', 'Is'],
    items.map(({ name, field, kind, present, wanted, changedBy, changedAt, state }) => [
      name,
      kind === 'edited' ? field : kinds[kind],
      kind === 'edited' ? short(present) : '',
      kind === 'edited' ? short(wanted) : '',
      changedBy ?? '',
      changedAt ?? '',
      states[state],
    ]),
  );
}

function short(value: FieldValue): string {
  const written = value === null ? '' : String(value);
  return written.length > 40 ? `${written.slice(0, 39)}…` : written;
}
