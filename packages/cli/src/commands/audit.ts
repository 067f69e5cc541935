import { auditAnchorSchema, type AuditEvent, type AuditObject, type AuditVerb } from '@koppel/protocol';
import { readFileSync, writeFileSync } from 'node:fs';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';

export interface AuditOptions {
  /** Of all workspaces and of the instance. */
  readonly all: boolean;
  readonly person?: string;
  readonly object?: AuditObject;
  readonly id?: string;
  readonly verb?: AuditVerb;
  readonly refused: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly search?: string;
}

/** What one request takes: of a longer file the newest are enough. */
const mostAnchors = 10_000;

/** `koppel audit list`: who did what, newest first. */
export async function listAudit(
  api: ApiClient,
  { limit, json, ...options }: AuditOptions & { limit: number; json: boolean },
  output: Output,
): Promise<number> {
  const query = { ...(await queryOf(api, options)), limit };
  const { items, hasMore } = await api.call(options.all ? 'listInstanceAudit' : 'listAudit', { query });
  if (json) output.out(JSON.stringify({ items, hasMore }, null, 2));
  else {
    const columns: [string, (event: AuditEvent) => string][] = [
      ['No.', ({ seq }) => String(seq)],
      ['Time (UTC)', ({ at }) => at.slice(0, 19).replace('T', ' ')],
      ...(options.all ? [['Workspace', ({ workspace }) => workspace ?? ''] satisfies (typeof columns)[number]] : []),
      ['Who', ({ actor }) => actor.name || 'nobody'],
      ['What', ({ object, verb }) => `${object}.${verb}`],
      ['Object', ({ title, objectId }) => title ?? objectId ?? ''],
      ['Outcome', outcomeOf],
      ['From', ({ address }) => address ?? ''],
    ];
    const head = columns.map(([title]) => title);
    const rows = items.map((event) => columns.map(([, cell]) => cell(event)));
    output.out(rows.length === 0 ? 'No event matches.' : table(head, rows));
    if (hasMore) output.err(`There are more: --limit, or --until ${items.at(-1)!.at}.`);
  }
  return exitCodes.ok;
}

/** `koppel audit export`: the same as a file. */
export async function exportAudit(
  api: ApiClient,
  { format, file, ...options }: AuditOptions & { format: 'csv' | 'json'; file?: string },
  output: Output,
): Promise<number> {
  const query = { ...(await queryOf(api, options)), format };
  const { content, isCut } = await api.call(options.all ? 'exportInstanceAudit' : 'exportAudit', { query });
  if (file === undefined) output.out(content.trimEnd());
  else writeFileSync(file, content, { mode: 0o600 });
  if (isCut) output.err('There are more events than one file holds: the newest are in it. Use --since and --until.');
  return exitCodes.ok;
}

/** `koppel audit verify`: whether the log is as it was written. */
export async function verifyAudit(
  api: ApiClient,
  { anchors: file, json }: { anchors?: string; json: boolean },
  output: Output,
): Promise<number> {
  const anchors = file === undefined ? [] : anchorsIn(readFileSync(file, 'utf8'));
  if (anchors === null) {
    output.err(
      complaint(`There are no anchors in ${file}.`, 'Name a copy of the file that KOPPEL_AUDIT_ANCHOR names.'),
    );
    return exitCodes.usage;
  }
  const found = await api.call('verifyAudit', { body: { anchors } });
  if (json) output.out(JSON.stringify(found, null, 2));
  else {
    const when = found.lastAnchorAt === null ? '' : `, the newest of ${found.lastAnchorAt}`;
    output.out(`${found.checked} events looked through, and held against ${found.anchors} anchors${when}.`);
    for (const { message } of found.findings) output.out(`✗ ${message}`);
    if (found.findings.length === 0) output.out('✓ The audit log is as it was written.');
  }
  return found.findings.length === 0 ? exitCodes.ok : exitCodes.problems;
}

function outcomeOf({ outcome, code }: AuditEvent): string {
  return code === null ? outcome : `${outcome}: ${code}`;
}

/** Null where there are none. A line that a crash cut off is left out. */
function anchorsIn(text: string) {
  const anchors = text.split('\n').flatMap((line) => {
    try {
      return [auditAnchorSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
  return anchors.length === 0 ? null : anchors.slice(-mostAnchors);
}

async function queryOf(api: ApiClient, { all, person, id, refused, since, until, ...rest }: AuditOptions) {
  return {
    ...rest,
    objectId: id,
    outcome: refused ? ('refused' as const) : ('all' as const),
    actor: person === undefined ? undefined : await actorOf(api, all, person),
    from: timeOf(since),
    until: timeOf(until),
  };
}

/** Somebody of the log, by name or id. */
async function actorOf(api: ApiClient, isAll: boolean, person: string): Promise<string> {
  const { actors } = await api.call(isAll ? 'listInstanceAudit' : 'listAudit', { query: { limit: 1 } });
  const wanted = person.toLowerCase();
  return actors.find(({ id, name }) => id === person || name.toLowerCase() === wanted)?.id ?? person;
}

/** A day begins at midnight, UTC. What is no time goes to the server as it is, which says so. */
function timeOf(text: string | undefined): string | undefined {
  if (text === undefined || Number.isNaN(Date.parse(text))) return text;
  return new Date(text).toISOString();
}
