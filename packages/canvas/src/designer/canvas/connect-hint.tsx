import { useConnection } from '@xyflow/react';
import type { ReactElement } from 'react';
import type { Judge } from '../connecting/judge.ts';
import { RefusedPopover } from '../connecting/refused.tsx';

/** While an edge is held over a port that refuses it: why. */
export function ConnectHint({ judge }: { readonly judge: Judge | null }): ReactElement | null {
  const held = useConnection((connection) => {
    if (!connection.inProgress || connection.isValid !== false || !connection.toHandle?.id) return null;
    const { fromHandle, toHandle } = connection;
    if (fromHandle.nodeId === toHandle.nodeId && fromHandle.id === toHandle.id) return null;
    return `${fromHandle.nodeId} ${fromHandle.id} ${fromHandle.type} ${toHandle.nodeId} ${toHandle.id}`;
  });
  if (!held || !judge) return null;
  const [fromNode, fromPort, type, toNode, toPort] = held.split(' ') as [string, string, string, string, string];
  const here = { nodeId: fromNode, port: fromPort };
  const there = { nodeId: toNode, port: toPort };
  const edge = type === 'source' ? { from: here, to: there } : { from: there, to: here };
  const refusal = judge(edge);
  if (!refusal) return null;
  const port = document.querySelector(`[data-nodeid="${toNode}"][data-handleid="${toPort}"]`)?.getBoundingClientRect();
  return <RefusedPopover refusal={refusal} edge={edge} screen={{ x: port?.right ?? 0, y: port?.top ?? 0 }} />;
}
