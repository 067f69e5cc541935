import { canConnect } from '@koppel/compiler';
import { emptyFlow, formatEdge, parseEdge, type FlowDocument, type FlowEdge } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFlow, readContext } from '../../src/check-worker/check-flow.ts';
import { createJudge } from '../../src/designer/connecting/judge.ts';
import {
  addAt,
  applyFix,
  deleteNodes,
  entityAt,
  idFor,
  slotAt,
  splice,
} from '../../src/designer/connecting/operations.ts';
import { execute, freshDrawing } from '../../src/designer/document/history.ts';
import { nodeOf, paletteSections } from '../../src/designer/palette/entries.ts';
import { edgesOf, portEntities } from '../../src/flow-canvas/ports.ts';
import { makeContext } from '../fixture-server/data-designer.ts';
import { catalog, shippedFlow, types } from './flows.ts';

const context = readContext(makeContext());
const entries = paletteSections(catalog, emptyFlow('f', 'F')).flatMap((section) => section.entries);

/** A flow of random nodes with edges that were drawn one after the other, each where the judge let it be. */
const flows = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(entries.length - 1), fc.constantFrom('account', 'contact', 'order')), {
      minLength: 2,
      maxLength: 7,
    }),
    fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 12 }),
  )
  .map(([chosen, wishes]) => {
    let document: FlowDocument = emptyFlow('f', 'F');
    for (const [at, entity] of chosen) {
      const node = nodeOf(entries[at]!, { entity, slot: 'crm' });
      document = { ...document, nodes: { ...document.nodes, [idFor(document, node.type)]: node } };
    }
    for (const [a, b] of wishes) {
      const judge = createJudge(document, types, checkFlow(document, context).nodes);
      const from = judge.outputs[a % Math.max(1, judge.outputs.length)];
      const to = judge.inputs[b % Math.max(1, judge.inputs.length)];
      if (!from || !to || judge({ from, to }) !== null) continue;
      document = { ...document, edges: [...document.edges, formatEdge({ from, to })].sort() };
    }
    return document;
  });

describe('judging an edge while it is drawn', () => {
  it('says that two outputs, or two inputs, do not go together', () => {
    const judge = createJudge(shippedFlow(), types, {});
    const matched = { nodeId: 'active', port: 'matched' };
    const unmatched = { nodeId: 'active', port: 'unmatched' };
    expect(judge({ from: matched, to: unmatched })).toMatchObject({ reason: 'sameSide', fixes: [] });
    expect(
      judge({ from: { nodeId: 'failures', port: 'failures' }, to: { nodeId: 'map', port: 'records' } }),
    ).toMatchObject({ reason: 'sameSide' });
    expect(judge({ from: matched, to: { nodeId: 'gone', port: 'records' } })).toMatchObject({ reason: 'noPort' });
  });

  it('agrees with the compiler on every pair of ports', () => {
    fc.assert(
      fc.property(flows, (document) => {
        const facts = checkFlow(document, context).nodes;
        const judge = createJudge(document, types, facts);
        for (const from of judge.outputs) {
          for (const to of judge.inputs) {
            const edge: FlowEdge = { from, to };
            const answer = canConnect(document, edge, context);
            const refusal = judge(edge);
            // Where the check cannot tell yet what an output carries, the document may: then an edge is refused earlier.
            if (refusal?.reason === 'entity' && !facts[from.nodeId]?.outputs[from.port]) continue;
            // What goes wrong further on, at another node than the one connected, only the check can know.
            if (answer.ok || answer.code !== 'edge.entity-differs') {
              expect(refusal === null, `${formatEdge(edge)}: ${answer.ok ? 'holds' : answer.code}`).toBe(answer.ok);
            } else if (refusal) {
              expect(refusal.reason).toBe('entity');
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says why and offers what helps', () => {
    const document = shippedFlow();
    const judge = createJudge(document, types, checkFlow(document, context).nodes);
    const edge = (text: string) => judge(parseEdge(text));
    expect(edge('read.records -> map.records')).toMatchObject({
      reason: 'occupied',
      fixes: [{ kind: 'replace', edgeId: 'active.matched -> map.records' }, {}].slice(0, 1),
    });
    expect(edge('schedule.start -> save.records')).toMatchObject({
      reason: 'kind',
      from: 'signal',
      to: 'account',
      fixes: [{ kind: 'insert', nodeType: 'read-records' }],
    });
    expect(edge('mask.records -> active.records')).toMatchObject({ reason: 'loop' });
    expect(edge('map.rejected -> failures.failures')).toBeNull();
    expect(edge('map.records -> mask.records')).toMatchObject({ reason: 'double', fixes: [] });
  });

  it('offers a copy in the place of a loop, and carrying that out holds', () => {
    const document = shippedFlow();
    const edge = parseEdge('mask.records -> active.records');
    const refusal = createJudge(document, types, checkFlow(document, context).nodes)(edge)!;
    expect(refusal.fixes[0]).toEqual({ kind: 'copy', nodeId: 'active' });
    const command = applyFix(document, types, edge, refusal.fixes[0]!, () => expect.fail('nothing new is made'));
    const after = execute(freshDrawing(document), command, 0).document;
    const [id] = Object.keys(after.nodes).filter((node) => !document.nodes[node]);
    expect(after.nodes[id!]).toEqual(document.nodes['active']);
    expect(after.edges).toContain(`mask.records -> ${id}.records`);
    expect(checkFlow(after, context).issues.filter(({ code }) => code.startsWith('edge.'))).toEqual([]);
  });

  it('offers the mapping between entities that differ, and carrying that out holds', () => {
    const document: FlowDocument = {
      ...emptyFlow('f', 'F'),
      nodes: {
        read: { type: 'read-records', v: 1, slot: 'erp', entity: 'product', config: {} },
        save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: [] } },
      },
    };
    const edge: FlowEdge = { from: { nodeId: 'read', port: 'records' }, to: { nodeId: 'save', port: 'records' } };
    const refusal = createJudge(document, types, checkFlow(document, context).nodes)(edge);
    expect(refusal).toMatchObject({ reason: 'entity', from: 'product', to: 'account' });
    const [fix] = refusal!.fixes;
    expect(fix).toEqual({ kind: 'insert', nodeType: 'map-fields' });
    const command = applyFix(document, types, edge, fix!, ({ type, version }) => ({ type, v: version, config: {} }));
    const after = execute(freshDrawing(document), command, 0).document;
    expect(after.edges).toEqual(['map.records -> save.records', 'read.records -> map.records']);
    expect(checkFlow(after, context).issues.filter(({ code }) => code.startsWith('edge.'))).toEqual([]);
  });

  it('counts the ports that fit an output, and those that feed an input', () => {
    const document = shippedFlow();
    const judge = createJudge(document, types, checkFlow(document, context).nodes);
    expect(judge.fitting({ nodeId: 'map', port: 'rejected' })).toEqual(new Set(['failures.failures']));
    expect(judge.feeding({ nodeId: 'failures', port: 'failures' }).has('map.rejected')).toBe(true);
  });
});

describe('adding and removing nodes', () => {
  const entry = (id: string) => entries.find((candidate) => candidate.id === id)!;
  const nowhere = { at: { x: 0, y: 600 }, screen: { x: 0, y: 0 }, after: null, before: null, edgeId: null };

  it('splices a node into an edge and moves only what is in the way', () => {
    const document = shippedFlow();
    const node = nodeOf(entry('translate-values'), { entity: 'account', slot: null });
    const { nodeId, command } = addAt(document, types, node, { ...nowhere, edgeId: 'map.records -> mask.records' });
    const after = execute(freshDrawing(document), command, 0).document;
    expect(after.edges).toContain(`map.records -> ${nodeId}.records`);
    expect(after.edges).toContain(`${nodeId}.records -> mask.records`);
    expect(after.edges).not.toContain('map.records -> mask.records');
    expect(after.layout.nodes['read']).toEqual(document.layout.nodes['read']);
    const [x] = after.layout.nodes['mask']!;
    expect(x - after.layout.nodes[nodeId]![0]).toBeGreaterThanOrEqual(220);
    expect(checkFlow(after, context).issues.filter(({ code }) => code.startsWith('edge.'))).toEqual([]);
  });

  it('adds behind an output, without covering another node', () => {
    const document = shippedFlow();
    const node = nodeOf(entry('filter-records'), { entity: 'account', slot: null });
    const after = { nodeId: 'save', port: 'updated' };
    const { nodeId, command } = addAt(document, types, node, { ...nowhere, at: { x: 1380, y: 20 }, after });
    const next = execute(freshDrawing(document), command, 0).document;
    expect(next.edges).toContain(`save.updated -> ${nodeId}.records`);
    const [x, y] = next.layout.nodes[nodeId]!;
    for (const [id, [ox, oy]] of Object.entries(document.layout.nodes)) {
      expect(Math.abs(ox - x) >= 160 || Math.abs(oy - y) >= 66, id).toBe(true);
    }
  });

  it('gives each new node of the palette settings that its spec accepts', () => {
    for (const each of entries) {
      const node = nodeOf(each, { entity: 'account', slot: null });
      const spec = context.catalog.nodes.get(node.type)!;
      expect(spec.config.safeParse(node.config).success, each.id).toBe(true);
    }
  });

  it('gives a node without a system of its own the one that the flow writes to, else does not read', () => {
    expect(slotAt(shippedFlow(), types)).toBe('crm');
    const reading: FlowDocument = {
      ...emptyFlow('f', 'F'),
      nodes: { read: { type: 'read-records', v: 1, slot: 'crm', entity: 'account', config: {} } },
    };
    expect(slotAt(reading, types)).toBe('erp');
    expect(slotAt({ ...reading, slots: {}, nodes: {} }, types)).toBeNull();
  });

  it('takes the entity from the place', () => {
    const document = shippedFlow();
    const entities = portEntities(document, types, edgesOf(document), {});
    expect(entityAt(document, entities, { ...nowhere, after: { nodeId: 'map', port: 'records' } })).toBe('account');
    expect(entityAt(emptyFlow('f', 'F'), {}, nowhere)).toBe('account');
  });

  it('does not splice what cannot stand in the edge', () => {
    const failures = types.get('keep-failures')!;
    expect(splice(shippedFlow(), types, failures, 'map.records -> mask.records')).toBeNull();
  });

  it('joins the neighbours of a deleted node', () => {
    const document = shippedFlow();
    const entities = portEntities(document, types, edgesOf(document), {});
    const after = execute(freshDrawing(document), deleteNodes(document, types, entities, ['mask']), 0).document;
    expect(after.edges).toContain('map.records -> save.records');
  });
});
