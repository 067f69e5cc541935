import { describe, expect, test } from 'vitest';
import { check, compile, extractSubFlow } from '../src/index.ts';
import { changed, customerFlow, smallFlow, workspace } from './workspace.ts';

const named = (nodeIds: readonly string[]) => ({ nodeIds, id: 'part', title: 'Part' });

function planOf(...args: Parameters<typeof compile>) {
  const compiled = compile(...args);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  return compiled.plan;
}

describe('making a sub-flow', () => {
  const document = customerFlow();
  const triggers = Object.keys(document.nodes).filter((id) => document.nodes[id]!.type.startsWith('start-'));
  const parts: [string, string[]][] = [
    ['one mapping', ['map']],
    ['mapping and mask', ['map', 'mask']],
    ['the whole flow but its starts', Object.keys(document.nodes).filter((id) => !triggers.includes(id))],
  ];

  test.each(parts)('of %s changes nothing of what the flow does', (_what, nodeIds) => {
    const made = extractSubFlow(document, named(nodeIds), workspace());
    if (!made.ok) throw new Error(made.message);
    const context = workspace({ subFlows: [{ version: 1, document: made.subFlow }] });
    expect(check(made.subFlow, context).issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [before, after] = [planOf(document, workspace()), planOf(made.document, context)];
    expect(after.steps.map(({ kind }) => kind)).toEqual(before.steps.map(({ kind }) => kind));
    expect(after.sources.map(({ stream, shape }) => [stream, shape])).toEqual(
      before.sources.map(({ stream, shape }) => [stream, shape]),
    );
    const written = (plan: typeof before) =>
      plan.steps.flatMap((step) =>
        step.kind === 'sink'
          ? [[step.slot, step.entity, step.policy, step.shape.fields.map(({ field }) => field)]]
          : [],
      );
    expect(written(after)).toEqual(written(before));
    expect(Object.keys(made.document.nodes)).toContain('part');
    for (const id of nodeIds) expect(made.document.nodes).not.toHaveProperty(id);
  });

  test('gives an input the fields that only a mapping made, and none where a system gives all', () => {
    const at = (nodeIds: string[]) => {
      const made = extractSubFlow(smallFlow(), named(nodeIds), workspace());
      return made.ok ? made.subFlow.nodes['input'] : made;
    };
    expect(at(['map'])).toMatchObject({ slot: 'erp', entity: 'account', config: { fields: [] } });
    expect(at(['save'])).toMatchObject({ slot: 'erp', entity: 'account', config: { fields: ['name'] } });
  });

  test.each([
    ['nothing', [], /Nothing is selected/],
    ['a start', triggers, /starts runs/],
  ] as const)('of %s is refused, with why', (_what, nodeIds, message) => {
    const made = extractSubFlow(document, named(nodeIds), workspace());
    expect(made).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  test('of nodes that records leave and come back to is refused', () => {
    const flow = smallFlow();
    const made = extractSubFlow(flow, named(['read', 'save']), workspace());
    expect(made).toMatchObject({ ok: false, message: expect.stringMatching(/come back to it at "Save/) });
  });

  test('takes along the slots and parameters it names, and no others', () => {
    const flow = changed(smallFlow({ 'account.name': { cel: 'param.label' } }), (copy) => {
      copy.parameters = { label: { type: 'text', default: 'x' }, other: { type: 'text', default: 'y' } };
      copy.slots['shop'] = { role: 'shop' };
    });
    const made = extractSubFlow(flow, named(['map']), workspace());
    if (!made.ok) throw new Error(made.message);
    expect(Object.keys(made.subFlow.parameters)).toEqual(['label']);
    expect(Object.keys(made.subFlow.slots).toSorted()).toEqual(['crm', 'erp']);
  });
});
