import { emptyFlow, subFlowNodes, type FlowDocument, type FlowNode } from '@koppel/model';
import { expect, it } from 'vitest';
import { doesWrite } from '../../src/flow-canvas/ports.ts';
import { shippedFlow, types } from './flows.ts';

const withNodes = (id: string, nodes: Readonly<Record<string, FlowNode>>): FlowDocument => ({
  ...emptyFlow(id, id),
  nodes,
});
const using = (subFlow: string): FlowNode => ({ type: subFlowNodes.use, v: 1, config: { subFlow, version: 2 } });
const { save, read } = shippedFlow().nodes;

it('a flow writes where one of its nodes does, or one of a sub-flow that it uses, however deep', () => {
  const inner = { version: 2, document: withNodes('inner', { save: save! }) };
  const middle = { version: 2, document: withNodes('middle', { inner: using('inner') }) };
  expect(doesWrite(withNodes('f', { save: save! }), types, [])).toBe(true);
  expect(doesWrite(withNodes('f', { read: read!, middle: using('middle') }), types, [middle, inner])).toBe(true);
  // Another version than the one that is used says nothing.
  const former = { version: 1, document: inner.document };
  expect(doesWrite(withNodes('f', { read: read!, inner: using('inner') }), types, [former])).toBe(false);
  expect(doesWrite(withNodes('f', { read: read! }), types, [inner])).toBe(false);
});
