import { auditActorKinds, auditObjects, auditVerbs, type AuditActorKind, type AuditList } from '@koppel/protocol';
import { z } from 'zod';
import { savedSchema } from '../app/saved-view-search.ts';
import type { ApiInput } from '../api/api.ts';

/** The time ranges, in days back from now; `dates` is from one day to another. Without any: all time. */
export const ranges = ['1', '7', '30', '365', 'dates'] as const;
export const outcomes = ['done', 'refused', 'begun'] as const;

/** What the address of the audit log says: which events, and which of them is open. */
export const auditSearchSchema = z.object({
  scope: z.enum(['all']).optional().catch(undefined),
  /** The id of a person, or a kind of actor with `~` in front. */
  who: z.string().max(100).optional().catch(undefined),
  verb: z.enum(auditVerbs).optional().catch(undefined),
  object: z.enum(auditObjects).optional().catch(undefined),
  id: z.string().max(200).optional().catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  range: z.enum(ranges).optional().catch(undefined),
  /** Days, both included; of the range `dates`. */
  from: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  /** The number of the event that is open. */
  event: z.coerce.number().int().positive().optional().catch(undefined),
  saved: savedSchema,
});
export type AuditSearch = z.infer<typeof auditSearchSchema>;

export const ofKind = (kind: AuditActorKind): string => `~${kind}`;

/** The choices of the filter for who: the people of the log, and the kinds of actors. */
export function whoOptions(
  actors: AuditList['actors'],
): { readonly id: string; readonly kind: AuditActorKind | null }[] {
  return [
    ...actors.map(({ id }) => ({ id, kind: null })),
    ...auditActorKinds.map((kind) => ({ id: ofKind(kind), kind })),
  ];
}

/** Whether anything but the scope limits what is listed. */
export function isFiltered({ scope: _scope, event: _event, saved: _saved, ...filters }: AuditSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Query = NonNullable<ApiInput<'listAudit'>['query']>;

/** What the server is asked for. Ranges count by the hour, so that the answer can be cached. */
export function queryOf(search: AuditSearch, { now, timeZone }: { now: number; timeZone: string }): Query {
  const { who, verb, object, id, outcome, text } = search;
  const kind = auditActorKinds.find((one) => ofKind(one) === who);
  return {
    ...(kind ? { actorKind: kind } : who ? { actor: who } : {}),
    ...(verb ? { verb } : {}),
    ...(object ? { object } : {}),
    ...(id ? { objectId: id } : {}),
    ...(outcome ? { outcome } : {}),
    ...(text ? { search: text } : {}),
    ...timesOf(search, now, timeZone),
  };
}

function timesOf({ range, from, until }: AuditSearch, now: number, timeZone: string): Pick<Query, 'from' | 'until'> {
  if (range === undefined) return {};
  if (range !== 'dates') {
    return { from: new Date(Math.floor(now / hourMs) * hourMs - Number(range) * dayMs).toISOString() };
  }
  const dayAfter = (day: string) => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
  return {
    ...(from ? { from: startOfDay(from, timeZone) } : {}),
    ...(until ? { until: startOfDay(dayAfter(until), timeZone) } : {}),
  };
}

/** When a day such as `2026-11-01` begins in a time zone. */
export function startOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The second time by the offset of that very moment: it differs where the clock changes in between.
  const near = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(near, timeZone)).toISOString();
}

function offsetAt(at: number, timeZone: string): number {
  const local = new Date(at).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${local.replace(' ', 'T')}Z`) - at;
}
