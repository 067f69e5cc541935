import { failureCauses, failureStates, isFinal, type FailureCause, type FieldValue } from '@koppel/model';
import type { FailureDetail, Remedy } from '@koppel/protocol';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

const pollMs = 250;

export interface ListFailuresOptions {
  readonly state: string;
  readonly cause?: string;
  readonly flow?: string;
  readonly search?: string;
  readonly limit: number;
  readonly json: boolean;
}

/** `koppel failures list`: failed records, newest first. */
export async function listFailures(api: ApiClient, options: ListFailuresOptions, output: Output): Promise<number> {
  const state = failureStates.find((one) => one === options.state);
  const cause = failureCauses.find((one) => one === options.cause);
  if (!state || (options.cause !== undefined && !cause)) {
    const known = state ? failureCauses : failureStates;
    output.err(
      complaint(`"${state ? options.cause : options.state}" is not known.`, `Say one of: ${known.join(', ')}.`),
    );
    return exitCodes.usage;
  }
  const { items, byState } = await api.call('listFailures', {
    query: {
      state,
      limit: options.limit,
      ...(cause ? { cause } : {}),
      ...(options.flow === undefined ? {} : { flow: options.flow }),
      ...(options.search === undefined ? {} : { text: options.search }),
    },
  });
  if (options.json) {
    output.out(JSON.stringify(items, null, 2));
    return exitCodes.ok;
  }
  const rows = items.map(({ id, name, cause: of, flowId, seen, lastAt }) => [
    id,
    name,
    causeInWords(of),
    flowId,
    String(seen),
    lastAt.slice(0, 16).replace('T', ' '),
  ]);
  output.out(table(['Failure', 'Record', 'Cause', 'Flow', 'Seen', 'Last'], rows));
  output.out(`${items.length} of ${byState[state] ?? 0} failures.`);
  return exitCodes.ok;
}

/** `koppel failures show`: what happened, why, what can be done, the values and what was tried. */
export async function showFailure(
  api: ApiClient,
  id: string,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const failure = await api.call('getFailure', { params: { id } });
  output.out(json ? JSON.stringify(failure, null, 2) : failureText(failure));
  return exitCodes.ok;
}

export interface RetryOptions {
  readonly set: readonly string[];
  readonly setInput: readonly string[];
  readonly cause?: string;
  readonly flow?: string;
  readonly json: boolean;
}

/** `koppel failures retry`: tries failed records again and waits for the end. */
export async function retryFailures(
  api: ApiClient,
  ids: readonly string[],
  options: RetryOptions,
  output: Output,
): Promise<number> {
  const chosen = ids.length > 0 ? [...ids] : await openOnes(api, options);
  if (chosen.length === 0) {
    output.err(complaint('There is no such failed record.', 'See `koppel failures list`.'));
    return exitCodes.usage;
  }
  const [written, input] = [valuesOf(options.set), valuesOf(options.setInput)];
  if (!written || !input) {
    output.err(complaint('A value is written as field=value.', 'For example --set account.paymentTerms=30D.'));
    return exitCodes.usage;
  }
  const isEdited = options.set.length + options.setInput.length > 0;
  const { runs } = await api.call('retryFailures', {
    body: { ids: chosen, ...(isEdited ? { edit: { input, output: written } } : {}) },
  });
  return outcomeOf(api, chosen, runs, options, output);
}

/** `koppel failures mend`: carries out a remedy, tries the record again and waits for the end. */
export async function mendFailure(
  api: ApiClient,
  id: string,
  options: {
    readonly link?: string;
    readonly unlink: boolean;
    readonly choose: readonly string[];
    readonly json: boolean;
  },
  output: Output,
): Promise<number> {
  const choices = valuesOf(options.choose);
  const isSide = (side: FieldValue) => side === 'source' || side === 'target';
  const given = [options.link !== undefined, options.unlink, options.choose.length > 0].filter(Boolean).length;
  if (given !== 1 || !choices || !Object.values(choices).every(isSide)) {
    output.err(
      complaint(
        'Say one remedy.',
        'Either --link <key of the target>, or --unlink, or --choose field=source or field=target for each field.',
      ),
    );
    return exitCodes.usage;
  }
  const body =
    options.link === undefined
      ? options.unlink
        ? ({ kind: 'unlink' } as const)
        : ({ kind: 'choose', choices: choices as Record<string, 'source' | 'target'> } as const)
      : ({ kind: 'link', targetKey: options.link } as const);
  const { runs } = await api.call('mendFailure', { params: { id }, body });
  return outcomeOf(api, [id], runs, options, output);
}

/** `koppel failures dismiss`: gives failed records up. */
export async function dismissFailures(
  api: ApiClient,
  ids: readonly string[],
  { reason }: { readonly reason: string },
  output: Output,
): Promise<number> {
  await api.call('dismissFailures', { body: { ids: [...ids], reason } });
  output.out(ids.length === 1 ? 'Dismissed.' : `Dismissed ${ids.length} failed records.`);
  return exitCodes.ok;
}

async function openOnes(api: ApiClient, { cause, flow }: RetryOptions): Promise<string[]> {
  const known = failureCauses.find((one) => one === cause);
  if (!known && flow === undefined) return [];
  const ids: string[] = [];
  for (let before: string | undefined; ;) {
    const page = await api.call('listFailures', {
      query: {
        limit: 500,
        ...(known ? { cause: known } : {}),
        ...(flow === undefined ? {} : { flow }),
        ...(before === undefined ? {} : { before }),
      },
    });
    ids.push(...page.items.map(({ id }) => id));
    before = page.items.at(-1)?.id;
    if (!page.hasMore || before === undefined || ids.length >= 10_000) return ids.slice(0, 10_000);
  }
}

/** `field=value` each; null where one is not written so. Numbers and truths stay text: the flow reads them by the field. */
function valuesOf(pairs: readonly string[]): Record<string, FieldValue> | null {
  const values: Record<string, FieldValue> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) return null;
    const value = pair.slice(at + 1);
    values[pair.slice(0, at)] = value === '' ? null : value;
  }
  return values;
}

async function outcomeOf(
  api: ApiClient,
  ids: readonly string[],
  runs: readonly { readonly runId: string }[],
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  for (const { runId } of runs) {
    while (!isFinal((await api.call('getRun', { params: { id: runId } })).run.state)) await wait(pollMs);
  }
  const after = [];
  for (const id of ids) after.push(await api.call('getFailure', { params: { id } }));
  const left = after.filter(({ state }) => state !== 'solved');
  if (json) output.out(JSON.stringify(after, null, 2));
  else {
    output.out(`${after.length - left.length} of ${after.length} solved.`);
    for (const { id, error } of left) output.out(`${id}  ${error.message} ${error.remedy}`);
  }
  return left.length === 0 ? exitCodes.ok : exitCodes.problems;
}

function causeInWords(cause: FailureCause): string {
  return cause.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function failureText(failure: FailureDetail): string {
  const { error, input, output, history } = failure;
  const fields = [...new Set([...Object.keys(output ?? {}), ...Object.keys(input)])];
  const shown = (value: FieldValue | undefined) =>
    value === undefined ? '' : value === null ? '(empty)' : String(value).slice(0, 60);
  return [
    `${failure.name}  ${failure.state}, ${causeInWords(failure.cause)}, seen ${failure.seen}×`,
    `What happened  The flow ${failure.flowId} could not handle it at the node "${failure.nodeId}".`,
    `Why            ${error.message}`,
    `What to do     ${error.remedy}`,
    ...(error.answer === undefined ? [] : [`The system     "${error.answer}"`]),
    ...failure.remedies.flatMap((remedy) => commandFor(failure.id, remedy) ?? []).map((command) => `  ${command}`),
    '',
    table(
      ['Field', 'As read', 'Would be written'],
      fields.map((field) => [field, shown(input[field]), shown(output?.[field])]),
    ),
    '',
    ...history.map(
      ({ at, kind, by, text, runNumber }) =>
        `${at.slice(0, 19).replace('T', ' ')}  ${kind}${runNumber === null ? '' : ` in run ${runNumber}`}${
          by === null ? '' : ` by ${by}`
        }${text === null ? '' : `: ${text}`}`,
    ),
  ].join('\n');
}

/** How a remedy is carried out from here. */
function commandFor(id: string, remedy: Remedy): string | null {
  switch (remedy.kind) {
    case 'edit': {
      const flag = remedy.side === 'output' ? '--set' : '--set-input';
      const value = remedy.proposal === null ? '<value>' : JSON.stringify(remedy.proposal);
      return `koppel failures retry ${id} ${flag} ${remedy.field}=${value}`;
    }
    case 'link':
      return `koppel failures mend ${id} --link ${remedy.candidates[0] ?? '<key of the target>'}`;
    case 'unlink':
      return `koppel failures mend ${id} --unlink`;
    case 'choose':
      return `koppel failures mend ${id} ${remedy.conflicts.map(({ field }) => `--choose ${field}=<source|target>`).join(' ')}`;
    case 'bring':
      return remedy.flows[0] ? `koppel run ${remedy.flows[0].id} --key ${remedy.key}` : null;
    case 'translate':
    case 'node':
    case 'connection':
      return null;
  }
}
