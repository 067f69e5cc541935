import type { auditExportQuerySchema, auditFilterSchema, AuditEvent, AuditVerification } from '@koppel/protocol';
import type { AuditFinding, AuditFilter, StoredAuditEvent } from '@koppel/store';
import Papa from 'papaparse';
import type { z } from 'zod';
import type { Handlers } from '../http/handlers.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

/** Events that one file holds. */
const mostExported = 50_000;

type Filter = Omit<z.output<typeof auditFilterSchema>, 'before'> & { readonly before?: number | undefined };

/** What happened in one workspace. */
export function auditHandlers(
  { about }: Services,
  { instance }: InstanceServices,
): Pick<Handlers, 'listAudit' | 'exportAudit'> {
  const read = readerOf(instance, () => about().id);
  return {
    listAudit: ({ query }) => read.page(query),
    exportAudit: ({ query, audit }) => {
      audit.about({ title: query.format });
      return read.file(query);
    },
  };
}

/** What happened anywhere, and whether the log is as it was written. */
export function instanceAuditHandlers({
  instance,
  anchors,
}: InstanceServices): Pick<Handlers, 'listInstanceAudit' | 'exportInstanceAudit' | 'verifyAudit'> {
  const read = readerOf(instance, () => undefined);
  return {
    listInstanceAudit: ({ query }) => read.page(query),
    exportInstanceAudit: ({ query, audit }) => {
      audit.about({ title: query.format });
      return read.file(query);
    },
    async verifyAudit({ body }): Promise<AuditVerification> {
      const all = [...anchors.read(), ...body.anchors.map((anchor) => ({ ...anchor, at: new Date(anchor.at) }))];
      const { checked, findings } = await instance.audit.verify(all);
      const newest = all.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
      return {
        checked,
        anchors: all.length,
        lastAnchorAt: newest?.at.toISOString() ?? null,
        findings: findings.map((finding) => ({
          kind: finding.kind,
          from: finding.from,
          to: finding.to,
          anchoredAt: finding.anchoredAt?.toISOString() ?? null,
          message: inWords(finding),
        })),
      };
    },
  };
}

function readerOf({ audit, workspaces }: InstanceServices['instance'], workspaceOf: () => string | undefined) {
  const events = async (filter: Filter): Promise<AuditEvent[]> => {
    const slugs = new Map((await workspaces.list()).map(({ id, slug }) => [id, slug]));
    return (await audit.list(storedFilter(filter, workspaceOf()))).map((event) => viewOf(event, slugs));
  };
  return {
    async page(filter: z.output<typeof auditFilterSchema>) {
      const found = await events({ ...filter, limit: filter.limit + 1 });
      return {
        items: found.slice(0, filter.limit),
        hasMore: found.length > filter.limit,
        actors: filter.before === undefined ? await audit.actors(workspaceOf()) : [],
      };
    },
    async file({ format, ...filter }: z.output<typeof auditExportQuerySchema>) {
      const found = await events({ ...filter, limit: mostExported + 1 });
      const shown = found.slice(0, mostExported);
      const isCsv = format === 'csv';
      return {
        fileName: `audit-log.${format}`,
        mediaType: isCsv ? 'text/csv' : 'application/json',
        content: isCsv ? csvOf(shown) : `${JSON.stringify(shown, null, 2)}\n`,
        isCut: found.length > mostExported,
      };
    },
  };
}

function storedFilter(
  { actor, actorKind, object, objectId, verb, outcome, from, until, search, before, limit }: Filter,
  workspaceId: string | undefined,
): AuditFilter {
  return {
    ...(workspaceId === undefined ? {} : { workspaceId }),
    ...(actor === undefined ? {} : { actorId: actor }),
    ...(actorKind === undefined ? {} : { actorKind }),
    ...(object === undefined ? {} : { object }),
    ...(objectId === undefined ? {} : { objectId }),
    ...(verb === undefined ? {} : { verb }),
    ...(outcome === 'all' ? {} : { outcomes: outcome === 'refused' ? ['refused', 'failed'] : [outcome] }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...(search === undefined ? {} : { search }),
    ...(before === undefined ? {} : { before }),
    limit,
  };
}

function viewOf(event: StoredAuditEvent, slugs: ReadonlyMap<string, string>): AuditEvent {
  const { seq, at, workspaceId, actorKind, actorId, actorName, address, object, objectId, verb, outcome, code } = event;
  const { title, reason, changes, moreChanges } = (event.details ?? {}) as Partial<AuditEvent>;
  return {
    seq,
    at: at.toISOString(),
    workspace: workspaceId === null ? null : (slugs.get(workspaceId) ?? workspaceId),
    actor: { kind: actorKind as AuditEvent['actor']['kind'], id: actorId, name: actorName },
    address,
    object: object as AuditEvent['object'],
    objectId,
    title: title ?? null,
    verb: verb as AuditEvent['verb'],
    outcome: outcome as AuditEvent['outcome'],
    code,
    reason: reason ?? null,
    changes: changes ?? [],
    moreChanges: moreChanges ?? 0,
    isErased: event.isErased,
  };
}

/** The columns of a file, but for those of what changed. */
const columns: Readonly<Record<string, (event: AuditEvent) => unknown>> = {
  number: ({ seq }) => seq,
  time: ({ at }) => at,
  workspace: ({ workspace }) => workspace,
  who: ({ actor }) => actor.name,
  'who is': ({ actor }) => actor.kind,
  from: ({ address }) => address,
  what: ({ object, verb }) => `${object}.${verb}`,
  object: ({ title }) => title,
  id: ({ objectId }) => objectId,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
  reason: ({ reason }) => reason,
};

/** A line for each change, and one for each event without any; nothing that a spreadsheet takes for a formula. */
function csvOf(events: readonly AuditEvent[]): string {
  const rows = events.flatMap((event) => {
    const known = Object.values(columns).map((cell) => cell(event));
    const changes = event.changes.length === 0 ? [{ path: '', before: '', after: '' }] : event.changes;
    return changes.map(({ path, before, after }) => [...known, path, before, after].map((cell) => String(cell ?? '')));
  });
  const head = [...Object.keys(columns), 'field', 'before', 'after'];
  return `${Papa.unparse([head, ...rows], { delimiter: ';', escapeFormulae: true })}\r\n`;
}

function inWords({ kind, from, to, anchoredAt }: AuditFinding): string {
  const isOne = from === to;
  const which = isOne ? `Event ${from}` : `Events ${from} to ${to}`;
  const was = isOne ? 'was' : 'were';
  const anchored = anchoredAt === undefined ? '' : ` at ${anchoredAt.toISOString()}`;
  switch (kind) {
    case 'changed':
      return `${which} ${was} changed, or put in by somebody who does not have the key of the log.`;
    case 'details':
      return `${which}: what ${isOne ? 'it says' : 'they say'} of before and after was changed or taken out.`;
    case 'removed':
      return `${which} ${was} removed.`;
    case 'moved':
      return `${which} ${isOne ? 'does' : 'do'} not follow what stands before: something was taken out or put in there.`;
    case 'cut':
      return `${which} ${was} there when the log was anchored${anchored}, and ${isOne ? 'is' : 'are'} gone: the end of the log was cut off, or an older backup was put back.`;
    case 'rewritten':
      return `${which} is not the one that was anchored${anchored}: the log was written anew up to there.`;
    case 'keyGone':
      return `${which} cannot be checked: the key that signed ${isOne ? 'it' : 'them'} does not open any more.`;
  }
}
