import { expect, test } from 'vitest';
import { compileSoundPart } from '../src/index.ts';
import { changed, customerFlow, smallFlow, workspace } from './workspace.ts';

const mistake = { cel: 'account.nam' };
const rowsOf = (node: { config: unknown } | undefined) => (node!.config as { rows: Record<string, unknown> }).rows;

test('a draft without errors is compiled whole', () => {
  const part = compileSoundPart(customerFlow(), workspace());
  expect(part).toMatchObject({ ok: true, leftOut: [], cut: [] });
});

test('a node with an error is left out with what lies behind it; the other branch stays', () => {
  const draft = changed(customerFlow(), ({ nodes }) => {
    rowsOf(nodes['block'])['account.name'] = mistake;
  });
  const part = compileSoundPart(draft, workspace());
  if (!part.ok) throw new Error(part.issue.message);
  expect(part.leftOut).toEqual(['block', 'deactivate']);
  expect(part.cut).toEqual([
    { from: { nodeId: 'active', port: 'unmatched' }, to: { nodeId: 'block', port: 'records' } },
  ]);
  expect(part.plan.nodes.map(({ nodeId }) => nodeId)).toContain('save');
});

test('a node that keeps two systems in step writes as well: a mistake elsewhere does not keep it from being tried', () => {
  const draft = changed(smallFlow({ 'account.name': mistake }), ({ nodes, edges }) => {
    for (const slot of ['erp', 'crm']) nodes[`${slot}-contacts`] = { ...nodes['read']!, slot, entity: 'contact' };
    const config = { other: 'crm', fields: ['email'], match: ['email'] };
    nodes['keep'] = { type: 'keep-in-step', v: 1, slot: 'erp', entity: 'contact', config };
    edges.push('erp-contacts.records -> keep.changesA', 'crm-contacts.records -> keep.changesB');
  });
  const part = compileSoundPart(draft, workspace());
  if (!part.ok) throw new Error(part.issue.message);
  expect(part.plan.nodes.map(({ nodeId }) => nodeId)).toContain('keep');
  expect(part.leftOut).toContain('map');
});

test('where nothing would be written, or the whole flow is concerned, the issue is given instead', () => {
  expect(compileSoundPart(smallFlow({ 'account.name': mistake }), workspace())).toMatchObject({
    ok: false,
    issue: { nodeId: 'map' },
  });
  const draft = changed(smallFlow(), (copy) => {
    copy.parameters = { limit: { type: 'decimal' } };
  });
  expect(compileSoundPart(draft, workspace())).toMatchObject({ ok: false, issue: { code: 'parameter.missing' } });
});
