import { expect, it } from 'vitest';
import { compareFlows } from '../../src/designer/versions/compare.ts';
import { marksOf, overlaid } from '../../src/designer/versions/overlaid.ts';
import { shippedFlow } from './flows.ts';

const flow = shippedFlow();

it('tells rows and settings that differ, and which nodes and edges are new or gone', () => {
  const { failures: _gone, ...kept } = flow.nodes;
  const map = flow.nodes['map']!;
  const { 'account.email': _email, ...rows } = map.config['rows'] as Record<string, unknown>;
  const config = { ...map.config, rows: { ...rows, 'account.name': { cel: 'upper(account.name)' } } };
  const after = {
    ...flow,
    nodes: {
      ...kept,
      map: { ...map, title: 'Map', config },
      more: { type: 'filter-records', v: 1, config: { condition: { all: [] } } },
    },
    edges: flow.edges.filter((edge) => !edge.includes('failures')),
  };
  const found = compareFlows(flow, after);
  expect(found.nodes.map(({ nodeId, kind }) => [nodeId, kind])).toEqual([
    ['map', 'changed'],
    ['more', 'added'],
    ['failures', 'removed'],
  ]);
  expect(found.nodes[0]!.settings.map(({ setting, row }) => [setting, row])).toEqual([
    ['title', null],
    ['rows', 'account.email'],
    ['rows', 'account.name'],
  ]);
  expect(found.nodes[0]!.settings[1]!.after).toBeUndefined();
  const same = found.nodes[0]!.same.filter(({ setting }) => setting === 'rows').map(({ row }) => row);
  expect(same).toEqual(
    Object.keys(rows)
      .filter((row) => row !== 'account.name')
      .toSorted(),
  );
  // Of what is new, and of what is gone, all that it says.
  expect(found.nodes[1]!.settings).toEqual([
    { setting: 'condition', row: null, before: undefined, after: { all: [] } },
  ]);
  expect(found.nodes[2]!.settings.every(({ before, after }) => before !== undefined && after === undefined)).toBe(true);
  expect(found.removedEdges).toEqual(['save.rejected -> failures.failures']);
  expect(found.same).toBe(Object.keys(kept).length - 1);
});

it('finds nothing where only places and the order of keys differ', () => {
  const map = flow.nodes['map']!;
  const rows = Object.fromEntries(Object.entries(map.config['rows'] as object).toReversed());
  const moved = {
    ...flow,
    nodes: { ...flow.nodes, map: { ...map, config: { ...map.config, rows } } },
    layout: { ...flow.layout, nodes: { ...flow.layout.nodes, map: [0, 0] as [number, number] } },
  };
  expect(compareFlows(flow, moved)).toMatchObject({ nodes: [], addedEdges: [], removedEdges: [] });
});

it('draws both versions on top of each other: what is gone keeps its edges and stands beside what took its place', () => {
  const { failures: _gone, ...kept } = flow.nodes;
  const { failures: place, map: _place, ...places } = flow.layout.nodes;
  const after = {
    ...flow,
    nodes: { ...kept, more: { type: 'filter-records', v: 1, config: {} } },
    edges: flow.edges.filter((edge) => !edge.includes('failures')),
    layout: { ...flow.layout, nodes: { ...places, map: [2000, 0] as [number, number], more: place! } },
  };
  const drawn = overlaid(flow, after);
  expect(drawn.edges).toContain('save.rejected -> failures.failures');
  expect(drawn.layout.nodes['more']).toEqual(place);
  expect(drawn.layout.nodes['failures']).not.toEqual(place);

  const marks = marksOf(compareFlows(flow, after), flow, after);
  expect(Object.fromEntries(marks)).toMatchObject({ failures: 'removed', more: 'added', map: 'moved', save: 'same' });
});
