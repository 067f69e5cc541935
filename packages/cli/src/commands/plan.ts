import type { PlannedRecord, PlanPage } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { csvOf } from '../csv.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';
import { runIdOf } from './runs.ts';

type Action = PlannedRecord['action'];

/** What a dry run would do: how often, and the first records of the kinds that one looks at. */
export interface PlanReport {
  readonly counts: PlanPage['counts'];
  /** The first that would fail, wait or be skipped. */
  readonly problems: readonly PlannedRecord[];
  /** The first that would be created or updated. */
  readonly examples: readonly PlannedRecord[];
}

const problemActions = ['failed', 'waiting', 'skipped'] as const;
const exampleActions = ['create', 'update'] as const;
const problemsShown = 20;
const examplesShown = 5;
const longestText = 100;
const perPage = 1000;

const labels: Record<Action, string> = {
  failed: 'fail',
  waiting: 'wait for another record',
  skipped: 'be skipped',
  create: 'be created',
  update: 'be updated',
  unchanged: 'stay as they are',
  filtered: 'be filtered out',
};

/** Reads as much of a dry run's plan as a report shows, however long the plan is. */
export async function readPlan(api: ApiClient, runId: string): Promise<PlanReport> {
  const read = (action: Action, limit: number) =>
    api.call('getRunPlan', { params: { id: runId }, query: { action, limit } });
  const problems = await Promise.all(problemActions.map((action) => read(action, problemsShown)));
  const examples = await Promise.all(exampleActions.map((action) => read(action, examplesShown)));
  return {
    counts: problems[0]!.counts,
    problems: problems.flatMap(({ records }) => records).slice(0, problemsShown),
    examples: examples.flatMap(({ records }) => records),
  };
}

/** `koppel plan`: what a dry run would write, as a report, or whole as CSV with a line per field or as JSON. */
export async function showPlan(
  api: ApiClient,
  name: string,
  { csv, json }: { readonly csv: boolean; readonly json: boolean },
  output: Output,
): Promise<number> {
  const runId = await runIdOf(api, name);
  if (!csv && !json) {
    output.out(planText(await readPlan(api, runId)));
    return exitCodes.ok;
  }
  const { records, counts } = await wholePlan(api, runId);
  output.out(json ? JSON.stringify({ counts, records }, null, 2) : csvOf([planHead, ...records.flatMap(planLines)]));
  return exitCodes.ok;
}

async function wholePlan(api: ApiClient, runId: string): Promise<Pick<PlanPage, 'records' | 'counts'>> {
  const records: PlannedRecord[] = [];
  for (let after = 0; ;) {
    const page = await api.call('getRunPlan', { params: { id: runId }, query: { after, limit: perPage } });
    records.push(...page.records);
    if (page.next === null) return { records, counts: page.counts };
    after = page.next;
  }
}

const planHead = ['action', 'key', 'name', 'node', 'field', 'before', 'after', 'reason'];

function planLines({ action, key, name, nodeId, changes, reason }: PlannedRecord): string[][] {
  const start = [action, key, name, nodeId];
  const why = reason ?? '';
  if (changes.length === 0) return [[...start, '', '', '', why]];
  return changes.map(({ field, before, after }) => [...start, field, cell(before), cell(after), why]);
}

function cell(value: PlannedRecord['changes'][number]['before']): string {
  return value === null ? '' : String(value);
}

/** A plan as the terminal shows it: counts, the first problems, then examples. */
export function planText({ counts, problems, examples }: PlanReport): string {
  const actions = Object.keys(labels) as Action[];
  const rows = actions
    .filter((action) => counts[action] > 0)
    .map((action) => [String(counts[action]), `would ${labels[action]}`]);
  const parts = rows.length > 0 ? [table(['Records', ''], rows)] : [];
  const all = problemActions.reduce((sum, action) => sum + counts[action], 0);
  if (problems.length > 0) {
    parts.push(
      `${all > problems.length ? `The first ${problems.length} of ${all} problems` : 'Problems'}\n${recordTable(problems)}`,
    );
  }
  if (examples.length > 0) parts.push(`Examples\n${recordTable(examples)}`);
  parts.push('Nothing was changed in either system.');
  return parts.join('\n\n');
}

function recordTable(records: readonly PlannedRecord[]): string {
  return table(
    ['Would', 'Record', 'What'],
    records.map(({ action, name, nodeId, changes, reason }) => [
      labels[action],
      name,
      action === 'skipped' ? `by "${nodeId}": not in the target` : (reason ?? changesText(changes)),
    ]),
  );
}

function changesText(changes: PlannedRecord['changes']): string {
  const text = changes.map(({ field, before, after }) => `${field}: ${before ?? '–'} → ${after ?? '–'}`).join(', ');
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}
