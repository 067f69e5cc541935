import type { AuditEvent, AuditList, AuditVerification, auditFilterSchema } from '@koppel/protocol';
import type { z } from 'zod';

const auditPeople: AuditList['actors'] = [
  { id: 'u1', name: 'Karim Benali' },
  { id: 'u3', name: 'Lotte Claes' },
];

const event: Omit<AuditEvent, 'seq' | 'at' | 'object' | 'verb' | 'title'> = {
  workspace: 'verbeke',
  actor: { kind: 'person', id: 'u1', name: 'Karim Benali' },
  address: '10.0.4.17',
  objectId: null,
  outcome: 'done',
  code: null,
  reason: null,
  changes: [],
  moreChanges: 0,
  isErased: false,
};

/** One of each kind that looks different. */
const different: readonly AuditEvent[] = [
  {
    ...event,
    seq: 412,
    at: '2026-11-23T13:52:10.000Z',
    object: 'mastership',
    verb: 'change',
    title: 'Mastership table',
    changes: [
      { path: 'rows/account.address/master', before: 'erp', after: 'crm' },
      { path: 'rows/account.address/conflict', before: null, after: 'master' },
    ],
  },
  {
    ...event,
    seq: 410,
    at: '2026-11-23T13:40:00.000Z',
    object: 'flow',
    objectId: 'accounts-erp-to-crm',
    verb: 'publish',
    title: 'Customers to the CRM',
    reason: 'New address fields',
    changes: [{ path: 'version', before: 3, after: 4 }],
  },
  {
    ...event,
    seq: 405,
    at: '2026-11-23T12:10:00.000Z',
    actor: { kind: 'nobody', id: null, name: '' },
    object: 'session',
    verb: 'signIn',
    title: 'karim@example.com',
    address: '203.0.113.9 (for 198.51.100.7)',
    outcome: 'refused',
    code: 'session.wrong-password',
  },
  { ...event, seq: 398, at: '2026-11-23T09:00:00.000Z', object: 'run', verb: 'start', title: null, outcome: 'begun' },
  {
    ...event,
    seq: 391,
    at: '2026-11-22T16:00:00.000Z',
    object: 'link',
    verb: 'delete',
    title: null,
    objectId: '17',
    isErased: true,
  },
  {
    ...event,
    seq: 388,
    at: '2026-11-22T15:30:00.000Z',
    actor: { kind: 'apiToken', id: 'u3', name: 'Lotte Claes' },
    object: 'connection',
    objectId: 'crm',
    verb: 'change',
    title: 'CRM',
    changes: [
      { path: 'settings/address', before: 'https://test.example.com', after: 'https://crm.example.com' },
      { path: 'secretsReplaced', before: null, after: 'clientSecret' },
      { path: 'expires/clientSecret', before: null, after: '2027-11-22' },
    ],
    moreChanges: 2,
  },
  {
    ...event,
    seq: 380,
    at: '2026-11-22T06:00:00.000Z',
    workspace: null,
    actor: { kind: 'koppel', id: null, name: 'Koppel' },
    address: null,
    object: 'server',
    verb: 'start',
    title: '1.4.0',
  },
];

const runs: readonly AuditEvent[] = Array.from({ length: 240 }, (_, index) => ({
  ...event,
  seq: 370 - index,
  at: new Date(Date.parse('2026-11-21T17:00:00.000Z') - index * 47 * 60_000).toISOString(),
  actor: { kind: 'person', id: 'u3', name: 'Lotte Claes' },
  object: 'run',
  verb: 'start',
  objectId: `run-${4700 - index}`,
  title: 'Customers ERP → CRM',
}));

/** The events that a filter lets through: those of the workspace, or all. */
export function auditPage(query: z.output<typeof auditFilterSchema>, workspace: string | null): AuditList {
  const found = [...different, ...runs].filter(
    (one) =>
      (workspace === null || one.workspace === workspace) &&
      (query.actor === undefined || one.actor.id === query.actor) &&
      (query.actorKind === undefined || one.actor.kind === query.actorKind) &&
      (query.object === undefined || one.object === query.object) &&
      (query.objectId === undefined || one.objectId === query.objectId) &&
      (query.verb === undefined || one.verb === query.verb) &&
      (query.outcome === 'all' || one.outcome === query.outcome) &&
      (query.before === undefined || one.seq < query.before) &&
      (query.search === undefined || JSON.stringify(one).includes(query.search)),
  );
  return { items: found.slice(0, query.limit), hasMore: found.length > query.limit, actors: [...auditPeople] };
}

/** A log that somebody worked on. */
export const auditFindings: AuditVerification['findings'] = [
  { kind: 'changed', from: 405, to: 405, anchoredAt: null, message: 'Event 405 was changed.' },
  { kind: 'removed', from: 399, to: 402, anchoredAt: null, message: 'Events 399 to 402 were removed.' },
  {
    kind: 'cut',
    from: 413,
    to: 420,
    anchoredAt: '2026-11-23T13:55:00.000Z',
    message: 'Events 413 to 420 were there when the log was anchored.',
  },
];
