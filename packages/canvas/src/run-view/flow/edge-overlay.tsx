import { isFinal, parseEdge } from '@koppel/model';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { EdgeView } from '../../flow-canvas/canvas-context.ts';
import { EdgeCount, MovingWire } from '../../flow-canvas/overlay.tsx';
import { useFormat, useLocalized, useText } from '../../i18n/locale.tsx';
import { useFigures, useRunView } from '../run-context.tsx';
import { passedOf } from './node-status.ts';

/** How many records passed an edge; of a branch with its name. */
export function EdgeOverlay({ edge }: { readonly edge: EdgeView }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const figures = useFigures();
  const { from } = parseEdge(edge.id);
  const passed = passedOf(figures.nodes[from.nodeId], from.port, edge.kind);
  // A branch that nothing took yet is quiet; so is the way of failures while there are none.
  if (passed === null || (passed === 0 && edge.kind === 'failures')) return null;
  const count = format.compact(passed);
  return (
    <EdgeCount isFailure={edge.kind === 'failures'}>
      <span title={format.number(passed)}>
        {edge.kind === 'failures'
          ? text('edge.failed', { n: count })
          : edge.label
            ? text('edge.branch', { n: count, branch: localized(edge.label).toLowerCase() })
            : count}
      </span>
    </EdgeCount>
  );
}

/** Dashes on the edges that records pass at this moment. */
export function EdgeMotion({ edge }: { readonly edge: EdgeView }): ReactElement | null {
  const { live } = useRunView();
  const { state } = useFigures();
  const { from, to } = parseEdge(edge.id);
  const isMoving = useStore(
    live,
    ({ nodes }) => nodes[from.nodeId]?.phase === 'running' && nodes[to.nodeId]?.phase === 'running',
  );
  if (!isMoving || isFinal(state) || edge.kind !== 'records') return null;
  return <MovingWire path={edge.path} />;
}
