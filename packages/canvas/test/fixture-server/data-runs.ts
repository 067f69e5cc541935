import { emptyCounters, type Run, type RunCounters, type RunState } from '@koppel/model';
import type { RunListItem } from '@koppel/protocol';
import { ago } from './data-flows.ts';

const second = 1000;
const minute = 60 * second;

interface RunSeed {
  readonly flow: string;
  readonly title: string;
  readonly version: number;
  readonly startedMsAgo: number;
  readonly tookMs: number;
  readonly usualMs: number;
  readonly counters: Partial<RunCounters>;
  readonly status?: 'running' | 'done' | 'stopped' | 'failed' | 'waiting' | 'queued';
  readonly by?: Run['cause'];
  readonly keys?: readonly string[];
  readonly isQuiet?: boolean;
  readonly isDryRun?: boolean;
}

const schedule: Run['cause'] = { kind: 'schedule', name: 'Every 15 minutes' };
const away = {
  code: 'business-central.unreachable',
  message: 'Business Central did not answer for 30 s',
  remedy: 'It goes on by itself when the ERP answers again.',
};

const newest: readonly RunSeed[] = [
  {
    flow: 'accounts-erp-to-crm',
    title: 'Customers ERP → CRM',
    version: 14,
    startedMsAgo: 101 * second,
    tookMs: 0,
    usualMs: 118 * second,
    counters: { read: 1148, created: 14, updated: 200, unchanged: 921, failed: 6, skipped: 7 },
    status: 'running',
  },
  {
    flow: 'order-status-back-flow',
    title: 'Order status ERP → CRM',
    version: 4,
    startedMsAgo: 2 * minute,
    tookMs: 18 * second,
    usualMs: 20 * second,
    counters: { read: 96, updated: 11, unchanged: 85 },
  },
  {
    flow: 'revenue-erp-to-crm',
    title: 'Revenue ERP → CRM',
    version: 5,
    startedMsAgo: 7 * minute,
    tookMs: 7 * second,
    usualMs: 39 * second,
    counters: { read: 41, unchanged: 41 },
    isQuiet: true,
  },
  {
    flow: 'open-amounts-erp-to-crm',
    title: 'Open amounts ERP → CRM',
    version: 2,
    startedMsAgo: 7.1 * minute,
    tookMs: 46 * second,
    usualMs: 48 * second,
    counters: { read: 1284, updated: 63, unchanged: 1221 },
  },
  {
    flow: 'orders-crm-to-erp',
    title: 'Orders CRM → ERP',
    version: 11,
    startedMsAgo: 9 * minute,
    tookMs: 0,
    usualMs: 20 * second,
    counters: { read: 12, waiting: 8 },
    status: 'waiting',
  },
  {
    flow: 'won-quote-to-order',
    title: 'Won quote to order',
    version: 7,
    startedMsAgo: 10 * minute,
    tookMs: 2 * second,
    usualMs: 2.4 * second,
    counters: { read: 1, created: 1 },
  },
  {
    flow: 'accounts-erp-to-crm',
    title: 'Customers ERP → CRM',
    version: 14,
    startedMsAgo: 17 * minute,
    tookMs: 118 * second,
    usualMs: 118 * second,
    counters: { read: 1284, updated: 37, unchanged: 1236, failed: 11 },
  },
  {
    flow: 'new-customer-crm-to-erp',
    title: 'New customers CRM → ERP',
    version: 9,
    startedMsAgo: 21 * minute,
    tookMs: 4 * second,
    usualMs: 5 * second,
    counters: { read: 1, created: 1 },
  },
  {
    flow: 'orders-crm-to-erp',
    title: 'Orders CRM → ERP',
    version: 11,
    startedMsAgo: 46 * minute,
    tookMs: 192 * second,
    usualMs: 20 * second,
    counters: { read: 4, failed: 4 },
    status: 'failed',
  },
  {
    flow: 'accounts-erp-to-crm',
    title: 'Customers ERP → CRM',
    version: 14,
    startedMsAgo: 50 * minute,
    tookMs: 3 * second,
    usualMs: 118 * second,
    counters: { read: 1, updated: 1 },
    by: { kind: 'person', name: 'Karim Dupont' },
    keys: ['10816'],
  },
  {
    flow: 'contacts-in-step',
    title: 'Contacts in step',
    version: 1,
    startedMsAgo: 62 * minute,
    tookMs: 31 * second,
    usualMs: 34 * second,
    counters: { read: 212, updated: 18, unchanged: 193, failed: 1 },
  },
  {
    flow: 'accounts-erp-to-crm',
    title: 'Customers ERP → CRM',
    version: 14,
    startedMsAgo: 70 * minute,
    tookMs: 95 * second,
    usualMs: 118 * second,
    counters: { read: 50, created: 2, updated: 4, unchanged: 44 },
    by: { kind: 'person', name: 'Lotte Vermeulen' },
    isDryRun: true,
  },
  {
    flow: 'products-erp-to-crm',
    title: 'Products ERP → CRM',
    version: 6,
    startedMsAgo: 12 * 60 * minute,
    tookMs: 860 * second,
    usualMs: 840 * second,
    counters: { read: 18_240, created: 20, updated: 191, unchanged: 18_026, failed: 3 },
  },
  {
    flow: 'products-erp-to-crm',
    title: 'Products ERP → CRM',
    version: 6,
    startedMsAgo: 22 * 60 * minute,
    tookMs: 125 * second,
    usualMs: 840 * second,
    counters: { read: 1388, unchanged: 1388 },
    status: 'stopped',
    by: { kind: 'person', name: 'Lotte Vermeulen' },
  },
];

function stateOf({ status = 'done', startedMsAgo, tookMs }: RunSeed, now: number): RunState {
  const startedAt = ago(now, startedMsAgo);
  const endedAt = ago(now, startedMsAgo - tookMs);
  switch (status) {
    case 'queued':
      return { status };
    case 'running':
      return { status, startedAt };
    case 'waiting':
      return { status, startedAt, until: ago(now, -4 * minute), reason: away };
    case 'stopped':
      return { status, startedAt, endedAt, by: 'Lotte Vermeulen' };
    case 'failed':
      return { status, startedAt, endedAt, error: away };
    case 'done':
      return { status, startedAt, endedAt };
  }
}

function makeRun(seed: RunSeed, number: number, now: number): RunListItem {
  return {
    run: {
      id: `run-${number}`,
      number,
      flowId: seed.flow,
      flowVersion: seed.version,
      isDryRun: seed.isDryRun ?? false,
      scope: seed.keys ? { kind: 'keys', keys: [...seed.keys] } : { kind: 'changes' },
      cause: seed.by ?? schedule,
      state: stateOf(seed, now),
      attempt: 1,
      counters: { ...emptyCounters(), ...seed.counters },
      expected: seed.status === 'running' ? 1284 : null,
      createdAt: ago(now, seed.startedMsAgo + 1000),
    },
    flowTitle: { en: seed.title },
    usualMs: seed.usualMs,
    isUnusuallyQuiet: seed.isQuiet ?? false,
    drift: null,
  };
}

const firstNumber = 4812;

/** Runs, newest first: the interesting ones, then `count` ordinary ones. */
export function makeRuns(now: number, count: number): RunListItem[] {
  const ordinary = Array.from({ length: count }, (_, index): RunSeed => {
    const seed = newest[[1, 3, 6, 5][index % 4]!]!;
    return { ...seed, startedMsAgo: (24 * 60 + index * 5) * minute };
  });
  return [...newest, ...ordinary].map((seed, index) => makeRun(seed, firstNumber - index, now));
}

/** A run that begins now, for the pill of new runs. */
export function makeNewRun(number: number, now: number): RunListItem {
  return makeRun({ ...newest[1]!, startedMsAgo: 0, status: 'running', counters: {} }, number, now);
}
