import type { FlowDocument } from '@koppel/model';
import { expect, test } from 'vitest';
import { stripOf } from '../../src/templates/flow-strip.ts';

const flow = (edges: readonly string[], layout: Record<string, [number, number]> = {}) =>
  ({
    nodes: Object.fromEntries(['start', 'read', 'save', 'tell', 'failed'].map((id) => [id, {}])),
    edges,
    layout: { nodes: layout },
  }) as unknown as FlowDocument;
const placed = (document: FlowDocument) =>
  Object.fromEntries(stripOf(document).nodes.map(({ id, column, row }) => [id, [column, row]]));

test('each node stands one column after the furthest that leads to it; those beside it in the order of the canvas', () => {
  const edges = [
    'start.start -> read.start',
    'read.records -> save.records',
    'save.saved -> tell.records',
    'save.rejected -> failed.records',
  ];
  expect(placed(flow(edges, { failed: [0, 10], tell: [0, 90] }))).toEqual({
    start: [0, 0],
    read: [1, 0],
    save: [2, 0],
    failed: [3, 0],
    tell: [3, 1],
  });
});

test('a circle has a place too', () => {
  const { nodes, columns } = stripOf(flow(['read.records -> save.records', 'save.saved -> read.records']));
  expect(nodes.map(({ id }) => id).toSorted()).toEqual(['failed', 'read', 'save', 'start', 'tell']);
  expect(columns).toBe(Math.max(...nodes.map(({ column }) => column)) + 1);
});
