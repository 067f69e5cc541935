import type { LinkJobView, LinkPairView } from '@koppel/protocol';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Papa from 'papaparse';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

export interface PairOptions {
  readonly entity: string;
  readonly left?: string;
  readonly right?: string;
  readonly json: boolean;
}

const pollMs = 250;
const linksAtATime = 2_000;

/** `koppel links list`: the links of two systems. */
export async function listLinks(
  api: ApiClient,
  options: PairOptions & { readonly search?: string; readonly suspicious: boolean; readonly limit: number },
  output: Output,
): Promise<number> {
  const pair = await pairOf(api, options, output);
  if (!pair) return exitCodes.usage;
  const list = await api.call('listLinks', {
    query: {
      ...keysOf(pair),
      limit: options.limit,
      ...(options.search === undefined ? {} : { text: options.search }),
      view: options.suspicious ? 'suspicious' : 'all',
    },
  });
  if (options.json) {
    output.out(JSON.stringify(list, null, 2));
    return exitCodes.ok;
  }
  const rows = list.items.map((link) => [
    String(link.id),
    link.leftName ?? link.leftKey,
    link.rightName ?? link.rightKey,
    link.madeBy,
    link.leftGoneAt || link.rightGoneAt ? 'a record is gone' : link.isContested ? 'two records claim it' : 'linked',
  ]);
  output.out(table(['Link', pair.left.name, pair.right.name, 'Made by', 'State'], rows));
  output.out(`${list.items.length} of ${list.total} links.`);
  return exitCodes.ok;
}

/** `koppel links link`: links two records by hand. */
export async function linkRecords(
  api: ApiClient,
  keys: { readonly leftKey: string; readonly rightKey: string },
  options: PairOptions & { readonly reason: string; readonly instead: boolean },
  output: Output,
): Promise<number> {
  const pair = await pairOf(api, options, output);
  if (!pair) return exitCodes.usage;
  const link = await api.call('makeLink', {
    body: { ...keysOf(pair), ...keys, reason: options.reason, isInstead: options.instead },
  });
  output.out(
    options.json
      ? JSON.stringify(link, null, 2)
      : `Linked ${link.leftName ?? link.leftKey} to ${link.rightName ?? link.rightKey} (link ${link.id}).`,
  );
  return exitCodes.ok;
}

/** `koppel links unlink`: removes links by their numbers. */
export async function unlinkRecords(
  api: ApiClient,
  ids: readonly number[],
  options: { readonly reason: string; readonly json: boolean },
  output: Output,
): Promise<number> {
  const { unlinked } = await api.call('unlink', { body: { ids: [...ids], reason: options.reason } });
  output.out(
    options.json ? JSON.stringify({ unlinked }) : `Removed ${unlinked} of ${ids.length} links. No record was deleted.`,
  );
  return unlinked === ids.length ? exitCodes.ok : exitCodes.problems;
}

export interface ImportOptions extends PairOptions {
  readonly leftColumn?: string;
  readonly rightColumn?: string;
  readonly leftBy?: string;
  readonly rightBy?: string;
  readonly apply: boolean;
  readonly refused?: string;
}

/** `koppel links import`: looks a file through, and links its sound rows when asked to. */
export async function importLinks(
  api: ApiClient,
  path: string,
  options: ImportOptions,
  output: Output,
): Promise<number> {
  const pair = await pairOf(api, options, output);
  if (!pair) return exitCodes.usage;
  let content: string;
  try {
    content = (await readFile(path)).toString('base64');
  } catch {
    output.err(complaint(`The file "${path}" cannot be read.`, 'Check its name and that you may read it.'));
    return exitCodes.usage;
  }
  const file = { ...keysOf(pair), content };
  const looked = await api.call('inspectLinkFile', { body: file });
  const column = (title: string | undefined, guess: number): number =>
    title === undefined ? guess : looked.columns.findIndex((name) => name.toLowerCase() === title.toLowerCase());
  const leftColumn = column(options.leftColumn, looked.guess.leftColumn);
  const rightColumn = column(options.rightColumn, looked.guess.rightColumn);
  if (leftColumn < 0 || rightColumn < 0) {
    const known = looked.columns.map((name) => `"${name}"`).join(', ');
    output.err(complaint('The file does not have that column.', `It has ${known}.`));
    return exitCodes.usage;
  }
  const started = await api.call('importLinks', {
    body: {
      ...file,
      fileName: basename(path),
      leftColumn,
      rightColumn,
      leftBy: options.leftBy ?? looked.guess.leftBy,
      rightBy: options.rightBy ?? looked.guess.rightBy,
    },
  });
  let job = await ended(api, started);
  if (job.status === 'ready' && options.apply) {
    job = await ended(api, await api.call('applyLinkImport', { params: { id: job.id } }));
  }
  if (options.refused !== undefined) await writeFile(options.refused, await refusedRows(api, job.id));
  if (options.json) output.out(JSON.stringify({ job }, null, 2));
  else output.out(importSummary(job));
  if (job.error) output.err(complaint(job.error.message, job.error.remedy));
  if (job.status !== 'ready' && job.status !== 'done') return exitCodes.runFailed;
  const { new: _new, applied: _applied, linked: _linked, ...refused } = job.verdicts;
  return Object.values(refused).some((count) => count > 0) ? exitCodes.problems : exitCodes.ok;
}

const verdictWords: Readonly<Record<string, string>> = {
  new: 'can be linked',
  applied: 'linked',
  linked: 'were linked already',
  conflict: 'name a record that is linked to another one',
  duplicate: 'name a record that another row names too',
  unknownLeft: 'name no record of the left system',
  unknownRight: 'name no record of the right system',
  ambiguous: 'name several records',
  refused: 'were unlinked by a person',
  incomplete: 'lack a key',
  underWay: 'name a record that a run is creating',
};

function importSummary(job: LinkJobView): string {
  const rows = Object.entries(job.verdicts).map(([verdict, count]) => [
    String(count),
    verdictWords[verdict] ?? verdict,
  ]);
  const end = job.status === 'ready' ? '\nNothing was linked. Add --apply to link what can be linked.' : '';
  return `${table(['Rows', 'What becomes of them'], rows)}${end}`;
}

async function refusedRows(api: ApiClient, id: string): Promise<string> {
  const rows: string[][] = [['line', 'left', 'right', 'verdict', 'detail']];
  for (let after: number | undefined; ;) {
    const page = await api.call('listImportRows', {
      params: { id },
      query: { onlyRefused: 'true', limit: linksAtATime, ...(after === undefined ? {} : { after }) },
    });
    for (const { line, left, right, verdict, detail } of page.items)
      rows.push([String(line), left, right, verdict, detail ?? '']);
    after = page.items.at(-1)?.line;
    if (!page.hasMore || after === undefined) return csvOf(rows);
  }
}

/** `koppel links export`: all links as CSV, on standard output or in a file. */
export async function exportLinks(
  api: ApiClient,
  options: PairOptions & { readonly file?: string },
  output: Output,
): Promise<number> {
  const pair = await pairOf(api, options, output);
  if (!pair) return exitCodes.usage;
  const head = ['left key', 'left name', 'right key', 'right name', 'made by', 'made at'];
  const pages: string[] = [];
  for (let before: number | undefined; ;) {
    const page = await api.call('listLinks', {
      query: { ...keysOf(pair), limit: linksAtATime, ...(before === undefined ? {} : { before }) },
    });
    const rows = page.items.map((link) => [
      link.leftKey,
      link.leftName ?? '',
      link.rightKey,
      link.rightName ?? '',
      link.madeBy,
      link.madeAt,
    ]);
    pages.push(csvOf(before === undefined ? [head, ...rows] : rows));
    before = page.items.at(-1)?.id;
    if (!page.hasMore || before === undefined) break;
  }
  if (options.file === undefined) output.out(pages.join('\r\n'));
  else await writeFile(options.file, `${pages.join('\r\n')}\r\n`);
  return exitCodes.ok;
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(
    rows.map((row) => [...row]),
    { delimiter: ';', escapeFormulae: true },
  );
}

async function ended(api: ApiClient, started: LinkJobView): Promise<LinkJobView> {
  for (let job = started; ; job = await api.call('getLinkJob', { params: { id: started.id } })) {
    if (job.status !== 'running') return job;
    await wait(pollMs);
  }
}

function keysOf({ entity, left, right }: LinkPairView) {
  return { entity, left: left.connectionId, right: right.connectionId };
}

/** The pair of systems that the options mean: by name or id, or the one there is. */
async function pairOf(api: ApiClient, options: PairOptions, output: Output): Promise<LinkPairView | null> {
  const all = (await api.call('listLinkPairs')).filter(({ entity }) => entity === options.entity);
  const isMeant = (system: LinkPairView['left'], wanted: string | undefined) =>
    wanted === undefined || system.connectionId === wanted || system.name === wanted;
  const fitting = all.filter(({ left, right }) => isMeant(left, options.left) && isMeant(right, options.right));
  if (fitting.length === 1) return fitting[0]!;
  const known = all.map(({ left, right }) => `--left "${left.name}" --right "${right.name}"`).join('; ');
  output.err(
    complaint(
      fitting.length === 0
        ? `No two systems with ${options.entity} records fit.`
        : `Several systems have ${options.entity} records.`,
      known === '' ? 'Connect two systems and look at their fields first.' : `Say which: ${known}.`,
    ),
  );
  return null;
}
