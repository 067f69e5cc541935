import { emptyFlow } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { checkFlow, readContext } from '../../src/check-worker/check-flow.ts';
import { addAt, addPreset } from '../../src/designer/connecting/operations.ts';
import { execute, freshDrawing, undo } from '../../src/designer/document/history.ts';
import { findEntries, nodeOf, paletteSections } from '../../src/designer/palette/entries.ts';
import { makeContext } from '../fixture-server/data-designer.ts';
import { catalog, types } from './flows.ts';

const empty = emptyFlow('f', 'F');
const entries = paletteSections(catalog, empty).flatMap((section) => section.entries);
const preset = entries.find(({ id }) => id === 'preset order-status-back-flow')!;
const title = 'Order status back-flow';

describe('a preset of several nodes', () => {
  it.each(['Order status', 'orderstatus', 'statut des commandes', 'tracking', 'geannuleerd', 'annulation'])(
    'is found by words of any language: %s',
    (typed) => expect(findEntries(entries, typed).map(({ id }) => id)).toContain(preset.id),
  );

  it('comes as a group, joined behind the schedule it was dropped at, without a problem, and goes with one undo', () => {
    const schedule = nodeOf(
      entries.find(({ id }) => id === 'start-on-schedule')!,
      { entity: 'order', slot: null },
    );
    const first = addAt(empty, types, schedule, { at: { x: 0, y: 0 }, screen: { x: 0, y: 0 }, after: null, before: null, edgeId: null }); // prettier-ignore
    const drawing = execute(freshDrawing(empty), first.command, 0);
    const after = { nodeId: first.nodeId, port: 'start' };
    const added = addPreset(drawing.document, types, { body: preset.body!, title }, { at: { x: 220, y: 0 }, after });
    const next = execute(drawing, added.command, 1);
    const { nodes, edges, layout } = next.document;
    expect(added.lostSlots).toEqual([]);
    expect(Object.values(layout.groups)).toEqual([{ title, nodes: [...added.ids].sort() }]);
    expect(Object.keys(nodes)).toHaveLength(Object.keys(preset.body!.nodes).length + 1);
    expect(edges).toContain(`${first.nodeId}.start -> read.start`);
    expect(edges).toHaveLength(preset.body!.edges.length + 1);
    const { issues } = checkFlow(next.document, readContext({ ...makeContext(), slots: {} }));
    expect(issues.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
    expect(undo(next).document).toEqual(drawing.document);
  });

  it('takes the slots of the same role, and other ids where its own are taken', () => {
    const other = { ...empty, slots: { finance: { role: 'erp' }, sales: { role: 'crm' } } };
    const target = { at: { x: 0, y: 0 }, after: null };
    const once = execute(
      freshDrawing(other),
      addPreset(other, types, { body: preset.body!, title }, target).command,
      0,
    );
    const twice = execute(once, addPreset(once.document, types, { body: preset.body!, title }, target).command, 0);
    const { nodes, layout } = twice.document;
    expect(Object.keys(nodes)).toHaveLength(2 * Object.keys(preset.body!.nodes).length);
    expect(new Set(Object.values(nodes).flatMap(({ slot }) => slot ?? []))).toEqual(new Set(['finance', 'sales']));
    expect(Object.keys(layout.groups)).toHaveLength(2);
  });
});
