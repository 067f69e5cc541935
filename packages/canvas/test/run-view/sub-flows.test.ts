import type { FlowDocument, NodeCounters } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { handlesRecords, runNodes } from '../../src/run-view/run-nodes.ts';
import { withUses } from '../../src/run-view/sub-flow-counters.ts';

type Nodes = Readonly<Record<string, readonly [type: string, config?: Record<string, unknown>]>>;

const document = (id: string, nodes: Nodes, edges: readonly string[]): FlowDocument => ({
  koppel: 'flow',
  version: 1,
  id,
  title: { en: id },
  slots: {},
  parameters: {},
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([name, [type, config = {}]]) => [name, { type, v: 1, config, title: name }]),
  ),
  edges: [...edges],
  layout: { nodes: {}, groups: {}, notes: {} },
});
const count = (into: number, out: Record<string, number>, failed = 0): NodeCounters => ({
  in: into,
  out,
  failed,
  busyMs: 2,
});

const inner = document(
  'inner',
  {
    input: ['receive-records'],
    split: ['filter-records'],
    map: ['map-fields'],
    good: ['return-records'],
    rest: ['return-records'],
  },
  [
    'input.records -> split.records',
    'split.matched -> map.records',
    'split.unmatched -> rest.records',
    'map.records -> good.records',
  ],
);
const middle = document(
  'middle',
  { input: ['receive-records'], deep: ['use-sub-flow', { subFlow: 'inner', version: 1 }], output: ['return-records'] },
  ['deep.good -> output.records', 'input.records -> deep.input'],
);
const reading = document('reading', { read: ['read-records'], output: ['return-records'] }, [
  'read.records -> output.records',
]);
const subFlows = [inner, middle, reading].map((one) => ({ version: 1, document: one })) as never;
const flow = document(
  'flow',
  {
    use: ['use-sub-flow', { subFlow: 'middle', version: 1 }],
    source: ['use-sub-flow', { subFlow: 'reading', version: 1 }],
  },
  [],
);

describe('a node that uses a sub-flow', () => {
  const steps = {
    'use/deep/split': count(10, { matched: 7, unmatched: 3 }),
    'use/deep/map': count(7, { records: 6 }, 1),
  };

  it('counts what went in, what left by each output and what failed, however deep the steps are', () => {
    const counters = withUses(steps, flow, subFlows);
    expect(counters['use/deep']).toEqual({ in: 10, out: { good: 6, rest: 3 }, failed: 1, busyMs: 4 });
    expect(counters['use']).toEqual({ in: 10, out: { output: 6 }, failed: 1, busyMs: 4 });
    expect(counters['use/deep/map']).toBe(steps['use/deep/map']);
    expect(counters['source']).toBeUndefined();
  });

  it('counts what a read inside gave as what went in', () => {
    const counters = withUses({ 'source/read': count(0, { records: 5 }) }, flow, subFlows);
    expect(counters['source']).toMatchObject({ in: 5, out: { output: 5 } });
  });

  it('is followed by the steps inside, by the names that runs give them', () => {
    const nodes = runNodes(flow, undefined, ({ en }) => en, subFlows);
    expect(nodes.map(({ id }) => id).toSorted()).toEqual([
      'source',
      'source/read',
      'use',
      'use/deep',
      'use/deep/map',
      'use/deep/split',
    ]);
    expect(nodes.find(({ id }) => id === 'use/deep/map')!.title).toBe('use › deep › map');
    expect(handlesRecords({ ...nodes[0]!, kind: 'subFlow' })).toBe(false);
  });
});
