import { catalog } from '@koppel/catalog';
import { parseFlow } from '@koppel/model';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rootFolder } from '../src/index.ts';

test('the flow that brings back how orders are is made of the preset of that name', () => {
  const { body, title } = catalog.presets.find(({ id }) => id === 'order-status-back-flow')!;
  const parsed = parseFlow(readFileSync(join(rootFolder, 'flows', 'order-status-back-flow.json'), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.issues[0]!.message);
  const { nodes, edges, layout } = parsed.document;
  const inside = Object.keys(body!.nodes);
  expect(Object.values(layout.groups)).toEqual([{ title: title.en, nodes: inside.toSorted() }]);
  for (const id of inside) expect(nodes[id], id).toEqual(body!.nodes[id]);
  const isInside = (edge: string) => edge.split(' -> ').every((end) => inside.includes(end.split('.')[0]!));
  expect(edges.filter(isInside)).toEqual(body!.edges);
});
