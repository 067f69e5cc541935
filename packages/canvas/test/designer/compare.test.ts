import { expect, it } from 'vitest';
import { compareFlows } from '../../src/designer/versions/compare.ts';
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
      more: { type: 'filter-records', v: 1, config: {} },
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
