import { describe, expect, it } from 'vitest';
import { pathOf } from '../../src/plan-view/path.ts';

const edges = [
  'schedule.start -> read.start',
  'read.records -> active.records',
  'active.matched -> map.records',
  'active.unmatched -> block.records',
  'map.records -> save.records',
  'block.records -> deactivate.records',
];
const left = (...ports: string[]) => ports.map((at) => ({ nodeId: at.split('.')[0]!, port: at.split('.')[1]! }));

describe('the way of a record through a flow', () => {
  it('leads over the edges that it took to the node it ends at', () => {
    const path = pathOf({ nodeId: 'save' }, left('read.records', 'active.matched', 'map.records'), { edges });
    expect(path.map(({ nodeId, port }) => `${nodeId} ${port}`)).toEqual([
      'read records',
      'active matched',
      'map records',
      'save null',
    ]);
  });

  it('ends where the record went no further', () => {
    const filtered = pathOf({ nodeId: 'active' }, left('read.records', 'active.unmatched'), { edges });
    expect(filtered.map(({ nodeId }) => nodeId)).toEqual(['read', 'active']);
    const failed = pathOf({ nodeId: 'block' }, left('read.records', 'active.unmatched'), { edges });
    expect(failed.map(({ nodeId }) => nodeId)).toEqual(['read', 'active', 'block']);
  });

  it('passes a sub-flow as one node', () => {
    const path = pathOf({ nodeId: 'save' }, [...left('read.records'), { nodeId: 'part/map', port: 'records' }], {
      edges: ['read.records -> part.input', 'part.output -> save.records'],
    });
    expect(path.map(({ nodeId }) => nodeId)).toEqual(['read', 'part', 'save']);
  });

  it('is the node alone where nothing is known of the way', () => {
    expect(pathOf({ nodeId: 'save' }, [], { edges })).toEqual([{ nodeId: 'save', port: null }]);
  });
});
