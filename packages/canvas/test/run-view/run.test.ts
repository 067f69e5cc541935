import { emptyCounters, emptyFlow, type FlowDocument, type RunSnapshot } from '@koppel/model';
import type { NodeDescriptor } from '@koppel/protocol';
import { describe, expect, it } from 'vitest';
import { initialRun, reduceRun } from '../../src/live/run-live-state.ts';
import { nodeStatus } from '../../src/run-view/flow/node-status.ts';
import { logTextLine } from '../../src/run-view/log/download.ts';
import { asSaid } from '../../src/i18n/sentences/load.ts';
import { recordsOf } from '../../src/run-view/records/run-records.ts';
import { newestFigures } from '../../src/run-view/run-context.tsx';
import { runNodes } from '../../src/run-view/run-nodes.ts';

const at = '2026-11-23T14:00:00.000Z';
const running = { status: 'running', startedAt: at } as const;
const done = { status: 'done', startedAt: at, endedAt: at } as const;
const snapshot = (seq: number, read: number): RunSnapshot => ({
  seq,
  at,
  state: running,
  attempt: 1,
  counters: { ...emptyCounters(), read, unchanged: read },
  expected: 100,
  nodes: {},
});

describe('the figures of a run', () => {
  const detail = { run: { expected: 100 }, snapshot: snapshot(10, 40) } as Parameters<typeof newestFigures>[0];

  it('are those of the page until the socket has newer ones', () => {
    expect(newestFigures(detail, initialRun('r')).counters.read).toBe(40);
    const older = reduceRun(initialRun('r'), { type: 'snapshot', snapshot: snapshot(5, 20) });
    expect(newestFigures(detail, older).counters.read).toBe(40);
    const newer = reduceRun(initialRun('r'), { type: 'snapshot', snapshot: snapshot(12, 48) });
    expect(newestFigures(detail, newer).counters.read).toBe(48);
  });

  it('never go back to a state that an old event told', () => {
    const queued = reduceRun(initialRun('r'), {
      type: 'events',
      events: [{ seq: 1, at, fact: { type: 'run.stateChanged', state: { status: 'queued' }, attempt: 0 } }],
    });
    expect(newestFigures(detail, queued).state.status).toBe('running');
  });
});

describe('the nodes of a run', () => {
  const document: FlowDocument = {
    ...emptyFlow('f', 'F'),
    nodes: {
      save: { type: 'save-record', v: 1, slot: 'crm', config: {} },
      read: { type: 'read-records', v: 1, title: 'Read customers', slot: 'erp', config: {} },
      start: { type: 'start-by-hand', v: 1, config: {} },
    },
    edges: ['read.records -> save.records', 'start.start -> read.start'],
    layout: { nodes: { save: [0, 0], read: [10, 0], start: [20, 0] }, groups: {}, notes: {} },
  };
  const described = {
    type: 'save-record',
    role: 'sink',
    title: { en: 'Save record' },
    ports: { in: [], out: [{ id: 'created', title: { en: 'new' } }] },
  } as unknown as NodeDescriptor;

  it('are named as the flow names them, else by their kind, in the order in which records travel', () => {
    const nodes = runNodes(document, { nodes: [described] }, ({ en }) => en);
    expect(nodes.map(({ id, title, role }) => [id, title, role])).toEqual([
      ['start', 'start-by-hand', null],
      ['read', 'Read customers', 'erp'],
      ['save', 'Save record', 'crm'],
    ]);
    expect(nodes.at(-1)?.outputs).toEqual({ created: 'new' });
  });

  it('need attention once they are done with failed records, and are unfinished where the run stopped before them', () => {
    const counters = { in: 5, out: {}, failed: 2, busyMs: 1 };
    const known = { live: undefined, counters, failed: 2, nowMs: 0 };
    expect(nodeStatus({ kind: 'sink' }, { ...known, run: done }).word).toBe('attention');
    expect(nodeStatus({ kind: 'sink' }, { ...known, run: running }).word).toBe('running');
    expect(nodeStatus({ kind: 'failures' }, { ...known, run: running }).word).toBe('failures');
    const stopped = { status: 'stopped', startedAt: at, endedAt: at, by: 'Karim' } as const;
    const live = { phase: 'ended', spans: [], wait: null } as const;
    expect(nodeStatus({ kind: 'transform' }, { live, counters, failed: 0, nowMs: 0, run: stopped }).word).toBe('ended');
    expect(
      nodeStatus({ kind: 'sink' }, { live: undefined, counters: undefined, failed: 0, nowMs: 0, run: done }).word,
    ).toBe('idle');
  });
});

describe('the records of a run', () => {
  const record = { key: '1', name: 'One' };
  const error = { code: 'a.b', message: 'No', remedy: 'Yes' };
  const event = (seq: number, ms: number, fact: Parameters<typeof logTextLine>[0]['fact']) => ({
    kind: 'event' as const,
    event: { seq, at: new Date(Date.parse(at) + ms).toISOString(), fact },
  });

  it('have the worst of their outcomes, failed ones first and then the slowest', () => {
    const records = recordsOf([
      event(1, 0, { type: 'record.updated', nodeId: 'a', ...record, targetKey: 't', fields: [] }),
      event(2, 10, { type: 'record.unchanged', nodeId: 'a', key: '2', name: 'Two' }),
      event(3, 20, { type: 'record.created', nodeId: 'a', key: '3', name: 'Three', targetKey: 't' }),
      event(4, 90, { type: 'record.unchanged', nodeId: 'b', key: '3', name: 'Three' }),
      event(5, 95, { type: 'record.failed', nodeId: 'b', key: '4', name: 'Four', failureId: 'f', error }),
    ]);
    expect(records.map(({ key, outcome, tookMs }) => [key, outcome, tookMs])).toEqual([
      ['4', 'failed', 0],
      ['3', 'created', 70],
      ['2', 'unchanged', 0],
      ['1', 'updated', 0],
    ]);
  });

  it('are saved one a line, whatever a message contains', () => {
    const words = { text: (id: string) => id, sentence: asSaid, format: {}, names: {}, isTrial: false } as never;
    const fact = {
      type: 'record.failed' as const,
      nodeId: 'a',
      ...record,
      failureId: 'f',
      error: { ...error, message: 'a\tb\nc' },
    };
    expect(logTextLine({ seq: 7, at, fact }, [], words)).toBe(`7\t${at}\tfailed\ta\t1\tOne\ta b c`);
  });
});
