import { stringifyFlow, type FlowDocument } from '@koppel/model';
import { expect, it } from 'vitest';
import { execute, freshDrawing, undo } from '../../src/designer/document/history.ts';
import { collapseGroups, describeGroup } from '../../src/designer/document/layout-commands.ts';
import { drawCards, drawGroups, drawWires } from '../../src/flow-canvas/drawing.ts';
import { foldedEdges, foldingOf } from '../../src/flow-canvas/folding.ts';
import { placesOf } from '../../src/flow-canvas/geometry.ts';
import { edgesOf, portEntities } from '../../src/flow-canvas/ports.ts';
import { stepFrom } from '../../src/flow-canvas/walk.ts';
import { shippedFlow, types } from './flows.ts';

const shipped = shippedFlow();
const open: FlowDocument = {
  ...shipped,
  layout: { ...shipped.layout, groups: { middle: { title: 'Middle', nodes: ['active', 'map'] } } },
};
const flow = execute(freshDrawing(open), collapseGroups(['middle'], true), 0).document;
const edges = edgesOf(flow);
const folding = foldingOf(flow.nodes, flow.layout.groups);
const drawing = {
  document: flow,
  types,
  edges,
  entities: portEntities(flow, types, edges, {}),
  mode: 'edit' as const,
  folding,
};

it('a collapsed group is one card where its nodes begin, and its nodes do not show', () => {
  const cards = drawCards(drawing, new Map()).map(({ id }) => id);
  expect(cards).not.toContain('active');
  expect(cards).toHaveLength(Object.keys(flow.nodes).length - 2);
  const places = placesOf(flow);
  const [card] = drawGroups(drawing, places, new Map());
  expect(card).toMatchObject({
    id: 'group/middle',
    type: 'folded',
    position: { x: places['active']!.x, y: Math.min(places['active']!.y, places['map']!.y) },
    data: { members: ['active', 'map'] },
  });
});

it('its edges attach to the card, and those inside it are gone', () => {
  const wires = drawWires(drawing, new Map());
  const inside = edges.filter(({ from, to }) => folding.has(from.nodeId) && folding.has(to.nodeId));
  expect(inside).not.toEqual([]);
  expect(wires).toHaveLength(edges.length - inside.length);
  for (const { id, from, to } of edges.filter((edge) => !inside.includes(edge))) {
    const wire = wires.find((candidate) => candidate.id === id)!;
    expect(wire.source).toBe(folding.get(from.nodeId) ?? from.nodeId);
    expect(wire.target).toBe(folding.get(to.nodeId) ?? to.nodeId);
  }
});

it('arrow keys stop at the card and go on behind it', () => {
  expect(stepFrom(flow, edges, 'read', 'next', folding)).toBe('group/middle');
  expect(stepFrom(flow, edges, 'group/middle', 'next', folding)).toBe('mask');
  expect(stepFrom(flow, edges, 'mask', 'previous', folding)).toBe('group/middle');
});

it('what is looked into here shows, whatever the document says', () => {
  expect(foldingOf(flow.nodes, flow.layout.groups, new Map([['middle', false]])).size).toBe(0);
  expect(foldedEdges(edges, foldingOf(flow.nodes, open.layout.groups))).toBe(edges);
});

it('collapsing and describing are undone as they were', () => {
  const drawn = freshDrawing(open);
  const after = execute(
    execute(drawn, collapseGroups(['middle'], true), 0),
    describeGroup('middle', { title: ' ', description: 'What is in the middle' }),
    9_000,
  );
  expect(after.document.layout.groups['middle']).toEqual({
    title: 'Middle',
    description: 'What is in the middle',
    isCollapsed: true,
    nodes: ['active', 'map'],
  });
  expect(stringifyFlow(undo(undo(after)).document)).toBe(stringifyFlow(drawn.document));
});
