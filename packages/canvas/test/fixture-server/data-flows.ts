import { readFileSync } from 'node:fs';
import { emptyFlow, parseFlow, type FlowDocument } from '@koppel/model';
import type { FlowDetail, FlowSummary } from '@koppel/protocol';

type Bar = FlowSummary['lastRuns'][number];

const minute = 60_000;
const hour = 60 * minute;

/** An instant so many milliseconds before `now`. */
export const ago = (now: number, ms: number) => new Date(now - ms).toISOString();

interface FlowSeed {
  readonly id: string;
  readonly title: string;
  readonly integration: string | null;
  readonly direction: readonly string[];
  readonly entities: readonly string[];
  readonly starts: readonly string[];
  readonly nextMs: number | null;
  readonly version: number | null;
  readonly hasDraft?: boolean;
  readonly everyMs: number;
  readonly reads: readonly number[];
  /** Of the newest runs, newest last. */
  readonly failed?: readonly number[];
  readonly lastStatus?: Bar['status'];
  readonly isOff?: boolean;
  /** A system refused the sign-in of its last run. */
  readonly isHeld?: boolean;
}

const even = (around: number) =>
  Array.from({ length: 14 }, (_, run) => Math.round(around * (0.85 + ((run * 7) % 5) / 20)));
const uneven = [2, 1, 0, 4, 1, 2, 1, 1, 0, 2, 4, 1, 1, 2];

const seeds: readonly FlowSeed[] = [
  {
    id: 'accounts-erp-to-crm',
    title: 'Customers ERP → CRM',
    integration: 'customers',
    direction: ['erp', 'crm'],
    entities: ['account', 'contact'],
    starts: ['Every 15 minutes, working hours'],
    nextMs: 13 * minute,
    version: 14,
    hasDraft: true,
    everyMs: 15 * minute,
    reads: even(1284),
    failed: [11, 6],
    lastStatus: 'running',
  },
  {
    id: 'new-customer-crm-to-erp',
    title: 'New customers CRM → ERP',
    integration: 'customers',
    direction: ['crm', 'erp'],
    entities: ['account', 'contact'],
    starts: ['Every 5 minutes'],
    nextMs: 4 * minute,
    version: 9,
    everyMs: 20 * minute,
    reads: uneven,
  },
  {
    id: 'contacts-in-step',
    title: 'Contacts in step',
    integration: 'customers',
    direction: ['erp', 'crm', 'erp'],
    entities: ['contact'],
    starts: [],
    nextMs: null,
    version: 1,
    everyMs: hour,
    reads: even(212),
    isOff: true,
  },
  {
    id: 'products-erp-to-crm',
    title: 'Products ERP → CRM',
    integration: 'orders',
    direction: ['erp', 'crm'],
    entities: ['product'],
    starts: ['Every night at 02:00'],
    nextMs: 12 * hour,
    version: 6,
    hasDraft: true,
    everyMs: 24 * hour,
    reads: even(18_240),
    failed: [3],
  },
  {
    id: 'won-quote-to-order',
    title: 'Won quote to order',
    integration: 'orders',
    direction: ['crm'],
    entities: ['order', 'quote'],
    starts: ['Every 2 minutes'],
    nextMs: 2 * minute,
    version: 7,
    everyMs: 10 * minute,
    reads: uneven,
  },
  {
    id: 'orders-crm-to-erp',
    title: 'Orders CRM → ERP',
    integration: 'orders',
    direction: ['crm', 'erp'],
    entities: ['order'],
    starts: ['Every 2 minutes'],
    nextMs: minute,
    version: 11,
    everyMs: 46 * minute,
    reads: [3, 5, 2, 4, 6, 3, 4, 2, 5, 3, 6, 4, 5, 4],
    failed: [2, 4, 4],
  },
  {
    id: 'order-status-back-flow',
    title: 'Order status ERP → CRM',
    integration: 'orders',
    direction: ['erp', 'crm'],
    entities: ['order'],
    starts: ['Every 5 minutes'],
    nextMs: 3 * minute,
    version: 4,
    everyMs: 5 * minute,
    reads: even(96),
  },
  {
    id: 'revenue-erp-to-crm',
    title: 'Revenue ERP → CRM',
    integration: 'revenue',
    direction: ['erp', 'crm'],
    entities: ['invoice'],
    starts: ['Every hour'],
    nextMs: 53 * minute,
    version: 5,
    everyMs: hour,
    reads: [...even(390).slice(0, 13), 41],
  },
  {
    id: 'open-amounts-erp-to-crm',
    title: 'Open amounts ERP → CRM',
    integration: 'revenue',
    direction: ['erp', 'crm'],
    entities: ['invoice', 'payment'],
    starts: ['Every hour'],
    nextMs: 53 * minute,
    version: 2,
    everyMs: hour,
    reads: even(1284),
  },
  {
    id: 'customer-value',
    title: 'Customer value ERP → CRM',
    integration: 'revenue',
    direction: ['erp', 'crm'],
    entities: ['account', 'activityCost'],
    starts: ['Every Sunday at 06:00'],
    nextMs: 6 * 24 * hour,
    version: 2,
    everyMs: 7 * 24 * hour,
    reads: even(1284),
    lastStatus: 'failed',
    isHeld: true,
  },
  {
    id: 'draft-only',
    title: 'Follow-up tasks for decliners',
    integration: null,
    direction: ['crm'],
    entities: ['account'],
    starts: [],
    nextMs: null,
    version: null,
    everyMs: hour,
    reads: [],
    isOff: true,
  },
];

function bars(seed: FlowSeed, now: number): Bar[] {
  const { reads, failed = [], everyMs, lastStatus = 'done' } = seed;
  return reads.map((read, index) => {
    const isLast = index === reads.length - 1;
    const failedHere = failed[index - reads.length + failed.length] ?? 0;
    return {
      runId: `${seed.id}-${index}`,
      number: 4700 + index,
      status: isLast ? lastStatus : 'done',
      read,
      written: Math.max(0, Math.round(read * 0.2) - failedHere),
      failed: failedHere,
      startedAt: ago(now, (reads.length - 1 - index) * everyMs + 2 * minute),
    };
  });
}

/** The flows of a workspace that has been running for a while. */
export function makeFlows(now: number): FlowSummary[] {
  return seeds.map((seed) => ({
    id: seed.id,
    title: { en: seed.title },
    summary: null,
    integration: seed.integration,
    isSubFlow: false,
    usedBy: [],
    isOn: !seed.isOff,
    direction: [...seed.direction],
    entities: [...seed.entities],
    starts: seed.starts.map((words) => ({ en: words })),
    nextRunAt: seed.nextMs === null || seed.isHeld ? null : ago(now, -seed.nextMs),
    freshness:
      seed.id === 'order-status-back-flow'
        ? { promisedMinutes: 10, upToDateSince: ago(now, 25 * 60_000), isLate: true }
        : null,
    hold: seed.isHeld
      ? {
          connectionId: 'crm',
          connectionName: 'Dynamics 365 Sales',
          runId: `${seed.id}-${seed.reads.length - 1}`,
          since: ago(now, hour),
        }
      : null,
    publishedVersion: seed.version,
    hasUnpublishedDraft: seed.hasDraft ?? seed.version === null,
    openFailures: { 'accounts-erp-to-crm': 14, 'orders-crm-to-erp': 4, 'products-erp-to-crm': 3 }[seed.id] ?? 0,
    lastRuns: bars(seed, now),
    owner: seed.id.startsWith('orders')
      ? { id: 'karim', name: 'Karim Dupont' }
      : { id: 'lotte', name: 'Lotte Peeters' },
    editor: seed.id === 'products-erp-to-crm' ? { name: 'Karim Dupont', since: ago(now, 12 * minute) } : null,
    damage: null,
  }));
}

const shipped = parseFlow(readFileSync(new URL('../../../../flows/accounts-erp-to-crm.json', import.meta.url), 'utf8'));

/** The flow that ships, and for any other a drawn one of four nodes. */
export function makeDocument(summary: FlowSummary): FlowDocument {
  if (shipped.ok && summary.id === shipped.document.id) return shipped.document;
  return {
    ...emptyFlow(summary.id, summary.title.en),
    ...(summary.integration ? { integration: summary.integration } : {}),
    nodes: {
      start: { type: 'start-by-hand', v: 1, config: {} },
      read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
      map: {
        type: 'map-fields',
        v: 1,
        title: 'Map to account',
        config: { rows: { 'account.name': { from: 'account.name' } } },
      },
      save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: ['companyNumber'] } },
    },
    edges: ['map.records -> save.records', 'read.records -> map.records', 'start.start -> read.start'],
    layout: { nodes: { start: [0, 0], read: [220, 0], map: [440, 0], save: [660, 0] }, groups: {}, notes: {} },
  };
}

/** A flow with its draft. */
export function makeDetail(summary: FlowSummary, now: number): FlowDetail {
  return {
    summary,
    draft: makeDocument(summary),
    revision: 3,
    savedAt: ago(now, 10 * minute),
    savedBy: 'Lotte Vermeulen',
    slots: { erp: 'erp', crm: 'crm' },
    parameterValues: {},
    openedFrom: summary.damage ? { version: 14 } : null,
  };
}
