import {
  canonicalEntities,
  canonicalEntity,
  canonicalField,
  languages,
  masterOf,
  mastershipRowId,
  mastershipRowTitle,
  mastershipSentence,
  mastershipTableSchema,
  roleTitle,
  type HandOver,
  type Language,
  type MastershipRow,
  type MastershipTable,
} from '@koppel/model';
import type { MastershipChange, MastershipFindings } from '@koppel/protocol';
import { readFile, writeFile } from 'node:fs/promises';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, type Output } from '../output.ts';

/** `koppel mastership show`: who is master of what, in sentences. */
export async function showMastership(
  api: ApiClient,
  options: { readonly json: boolean; readonly entity?: string; readonly language: string },
  output: Output,
): Promise<number> {
  const mastership = await api.call('getMastership');
  const language = languages.find((known) => known === options.language) ?? 'en';
  const rows = mastership.table.rows.filter(({ entity }) => options.entity === undefined || entity === options.entity);
  if (rows.length === 0) {
    const known = [...new Set(mastership.table.rows.map(({ entity }) => entity))].join(', ');
    output.err(complaint(`The table says nothing of "${options.entity}".`, `Name one of these: ${known}.`));
    return exitCodes.usage;
  }
  if (options.json) {
    output.out(JSON.stringify(mastership, null, 2));
    return exitCodes.ok;
  }
  output.out(`Revision ${mastership.revision}`);
  for (const [entity, own] of byEntity(rows)) {
    output.out('');
    output.out(titleOf(canonicalEntity(entity)?.title ?? { en: entity }, language));
    for (const row of own) {
      const name = titleOf(mastershipRowTitle(row), language);
      output.out(`  ${name}  [${mastershipRowId(row)}]`);
      output.out(`    ${mastershipSentence(row)[language]}`);
    }
  }
  return exitCodes.ok;
}

/** `koppel mastership check`: published flows that the table refuses, and what flows do to each other. */
export async function checkMastership(
  api: ApiClient,
  options: { readonly json: boolean; readonly hints: boolean },
  output: Output,
): Promise<number> {
  const found = await api.call('getMastershipFindings');
  if (options.json) output.out(JSON.stringify(found, null, 2));
  else if (!printFindings(found, options.hints, output))
    output.out('✓ The flows keep to the table and do not disturb each other.');
  return isSound(found) ? exitCodes.ok : exitCodes.problems;
}

/** `koppel mastership history`: who changed what, newest first. */
export async function mastershipHistory(
  api: ApiClient,
  options: { readonly json: boolean; readonly limit: number },
  output: Output,
): Promise<number> {
  const revisions = (await api.call('getMastershipHistory')).slice(0, options.limit);
  if (options.json) output.out(JSON.stringify(revisions, null, 2));
  else {
    for (const { revision, savedAt, savedBy, changes } of revisions) {
      output.out(`${revision}  ${savedAt}  ${savedBy}`);
      for (const line of changes.flatMap(changeInWords)) output.out(`   ${line}`);
    }
  }
  return exitCodes.ok;
}

/** `koppel mastership export`: a page to sign, a spreadsheet, or the table itself for `import`. */
export async function exportMastership(
  api: ApiClient,
  options: { readonly format: string; readonly language: string; readonly file?: string },
  output: Output,
): Promise<number> {
  const { content } = await api.call('exportMastership', {
    query: { format: options.format as 'html', language: options.language as Language },
  });
  if (options.file === undefined) output.out(content.trimEnd());
  else await writeFile(options.file, content);
  return exitCodes.ok;
}

interface ChangeOptions {
  readonly json: boolean;
  readonly apply: boolean;
}

/** `koppel mastership import`: another table, from a file that `export --format json` wrote. */
export async function importMastership(
  api: ApiClient,
  file: string,
  options: ChangeOptions,
  output: Output,
): Promise<number> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    output.err(
      complaint(
        `"${file}" cannot be read as JSON.`,
        'Name a file that `koppel mastership export --format json` wrote.',
      ),
    );
    return exitCodes.usage;
  }
  const parsed = mastershipTableSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    output.err(
      complaint(
        `"${file}" is no mastership table: ${issue!.path.join('.')} ${issue!.message}`,
        'Correct it, then import it again.',
      ),
    );
    return exitCodes.problems;
  }
  return change(api, parsed.data, options, output);
}

/** `koppel mastership restore`: the table as it was in an earlier revision. */
export async function restoreMastership(
  api: ApiClient,
  revision: number,
  options: ChangeOptions,
  output: Output,
): Promise<number> {
  const found = (await api.call('getMastershipHistory')).find((one) => one.revision === revision);
  if (!found) {
    output.err(complaint(`There is no revision ${revision}.`, 'See `koppel mastership history`.'));
    return exitCodes.usage;
  }
  return change(api, found.table, options, output);
}

export interface SetOptions extends ChangeOptions {
  readonly master?: string;
  readonly conflict?: string;
  readonly seed?: string;
  readonly shared?: string;
  readonly handOver?: string;
}

/** `koppel mastership set`: one row, or one field that then has a row of its own. */
export async function setMastership(
  api: ApiClient,
  name: string,
  options: SetOptions,
  output: Output,
): Promise<number> {
  const { table } = await api.call('getMastership');
  const row = rowNamed(table, name);
  if (!row) {
    const known = canonicalEntities.flatMap(({ entity, groups }) => groups.map(({ group }) => `${entity}.${group}`));
    output.err(complaint(`"${name}" is neither a row nor a field.`, `Name a row, such as ${known.slice(0, 3).join(', ')}, or a field: account/creditLimit.`)); // prettier-ignore
    return exitCodes.usage;
  }
  const changed = mastershipTableSchema.safeParse({
    ...table,
    rows: [...table.rows.filter((other) => mastershipRowId(other) !== mastershipRowId(row)), withOptions(row, options)],
  });
  if (!changed.success) {
    output.err(complaint(changed.error.issues[0]!.message, 'See `koppel mastership set --help`.'));
    return exitCodes.usage;
  }
  // A row that was there keeps its place.
  const at = table.rows.findIndex((other) => mastershipRowId(other) === mastershipRowId(row));
  const rows = [...changed.data.rows];
  if (at >= 0) rows.splice(at, 0, rows.pop()!);
  return change(api, { ...changed.data, rows }, options, output);
}

/** The row with this name; for a field without one, what its group says of it. */
function rowNamed(table: MastershipTable, name: string): MastershipRow | null {
  const known = table.rows.find((row) => mastershipRowId(row) === name);
  if (known) return known;
  const [entity = '', field = ''] = name.split('/');
  const isField = canonicalField(entity, field) !== undefined || (canonicalEntity(entity) && field.startsWith('~'));
  if (!isField) return null;
  const { master, maySeed, conflict } = masterOf(table, entity, field) ?? { master: 'undecided', maySeed: [], conflict: 'masterWins' as const }; // prettier-ignore
  return { entity, field, master, maySeed, conflict };
}

function withOptions(row: MastershipRow, options: SetOptions): object {
  const { handOver, shared, ...rest } = row;
  const master = options.master ?? row.master;
  const isShared = options.shared === undefined ? shared : options.shared === 'yes';
  const passes = options.handOver === undefined ? handOver : readHandOver(options.handOver);
  const isStale = options.handOver === undefined && (passes?.to === master || isShared === true);
  return {
    ...rest,
    master,
    maySeed:
      options.seed === undefined
        ? row.maySeed.filter((seed) => seed !== master)
        : options.seed === 'none'
          ? []
          : options.seed.split(','),
    conflict: options.conflict ?? row.conflict,
    ...(isShared ? { shared: true } : {}),
    ...(passes && !isStale ? { handOver: passes } : {}),
  };
}

/** `erp`: as soon as it has the record. `erp:status=submitted,active`: as soon as the field holds one of them. `never`. */
function readHandOver(text: string): HandOver | undefined {
  if (text === 'never') return undefined;
  const [to = '', condition] = text.split(':');
  if (condition === undefined) return { to, when: 'injected' };
  const [field = '', states = ''] = condition.split('=');
  return { to, when: { field, is: states.split(',').filter((state) => state !== '') } };
}

/** Tells what another table changes and which flows it would refuse; saves it only with `--apply`. */
async function change(
  api: ApiClient,
  table: MastershipTable,
  { apply, json }: ChangeOptions,
  output: Output,
): Promise<number> {
  const before = await api.call('getMastership');
  const changes = differences(before.table, table);
  const found = await api.call('tryMastership', { body: table });
  const saved =
    apply && changes.length > 0
      ? await api.call('saveMastership', { body: { table, revision: before.revision } })
      : null;
  if (json) {
    output.out(JSON.stringify({ changes, refused: found.refused, revision: saved?.revision ?? null, switched: saved?.switched ?? [] }, null, 2)); // prettier-ignore
    return isSound(found) ? exitCodes.ok : exitCodes.problems;
  }
  for (const line of changes.flatMap(changeInWords)) output.out(line);
  if (changes.length === 0) output.out('Nothing changes.');
  printFindings({ ...found, findings: [] }, false, output);
  if (saved) {
    output.out(`Saved as revision ${saved.revision}.`);
    for (const { flowId, isOn, problem } of saved.switched) output.out(`${flowId} is ${isOn ? 'on' : 'off'} now.${problem ? ` ${problem}` : ''}`); // prettier-ignore
  } else if (changes.length > 0) output.out('Nothing was saved. Add --apply to save it.');
  return found.refused.length === 0 ? exitCodes.ok : exitCodes.problems;
}

function differences(before: MastershipTable, after: MastershipTable): MastershipChange[] {
  const [old, current] = [before, after].map(({ rows }) => new Map(rows.map((row) => [mastershipRowId(row), row]))) as [
    Map<string, MastershipRow>,
    Map<string, MastershipRow>,
  ];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((id) => {
    const [one, other] = [old.get(id) ?? null, current.get(id) ?? null];
    return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)) ? [] : [{ before: one, after: other }];
  });
}

function sorted(row: MastershipRow | null): unknown {
  return row && Object.entries(row).toSorted(([a], [b]) => a.localeCompare(b));
}

function changeInWords({ before, after }: MastershipChange): string[] {
  const row = (after ?? before)!;
  const id = mastershipRowId(row);
  if (!after) return [`${id}: follows its group again`];
  const said = mastershipSentence(after).en;
  const rule = before?.conflict === after.conflict ? '' : ` If both changed: ${after.conflict}.`;
  const master = before && before.master !== after.master ? ` (${roleTitle(before.master)} before)` : '';
  return [`${id}${master}: ${said}${rule}`];
}

const marks = { error: '✗', warning: '!', hint: '·' };

/** Gives whether there was anything to tell. */
function printFindings({ findings, refused }: MastershipFindings, withHints: boolean, output: Output): boolean {
  for (const { flowId, nodeId, message, remedy, matrixRow } of refused) {
    output.out(`✗ ${flowId}${nodeId === null ? '' : `, node ${nodeId}`}: ${message}`);
    output.out(`    ${remedy}`);
    if (matrixRow !== null)
      output.out(`    Row: ${matrixRow}. Change it with: koppel mastership set ${matrixRow} --master …`);
  }
  const told = findings.filter(({ severity }) => withHints || severity !== 'hint');
  for (const { severity, message, remedy, matrixRow, flows } of told) {
    output.out(`${marks[severity]} ${message}`);
    output.out(`    ${remedy}`);
    output.out(`    Row: ${matrixRow}. Flows: ${flows.map(({ id }) => id).join(', ')}.`);
  }
  return refused.length + told.length > 0;
}

function isSound({ findings, refused }: MastershipFindings): boolean {
  return refused.length === 0 && findings.every(({ severity }) => severity !== 'error');
}

function byEntity(rows: readonly MastershipRow[]): [string, MastershipRow[]][] {
  const order = new Map(canonicalEntities.map(({ entity }, index) => [entity, index]));
  const sortedRows = rows.toSorted((a, b) => (order.get(a.entity) ?? order.size) - (order.get(b.entity) ?? order.size));
  return [...Map.groupBy(sortedRows, ({ entity }) => entity)];
}

const titleOf = (text: { en: string; nl?: string | undefined; fr?: string | undefined }, language: Language) => text[language] ?? text.en; // prettier-ignore
