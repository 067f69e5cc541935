import type { FinalConnectionState, OnConnectEnd, OnConnectStart } from '@xyflow/react';
import type { CanvasEditing } from './flow-canvas.tsx';
import type { Spot } from './geometry.ts';

/** An end of an edge that is being drawn. */
export interface ConnectFrom {
  readonly nodeId: string;
  readonly portId: string;
  readonly side: 'in' | 'out';
  /** The edge whose other end is being taken to another port; absent for a new one. */
  readonly rewires?: string;
}

/** Where a drawn edge ended. */
export interface ConnectEnd {
  readonly from: ConnectFrom;
  readonly to: { readonly nodeId: string; readonly portId: string } | null;
  /** The node under the pointer, where it was not on a port. */
  readonly overNode: string | null;
  readonly isValid: boolean;
  /** On the canvas and on the screen. */
  readonly at: Spot;
  readonly screen: Spot;
}

function sideOf(type: 'source' | 'target' | null): 'in' | 'out' {
  return type === 'target' ? 'in' : 'out';
}

/**
 * React Flow's words for drawing an edge, in ours. The same for dragging, for clicking one port and then another, and for taking
 * an end of an edge elsewhere, where `rewired` names that edge.
 */
export function connectHandlers(
  editing: CanvasEditing | null,
  toCanvas: (screen: Spot) => Spot,
  rewired: () => string | null,
): { readonly onStart: OnConnectStart; readonly onEnd: OnConnectEnd } {
  const of = () => {
    const rewires = rewired();
    return rewires === null ? {} : { rewires };
  };
  return {
    onStart(_event, { nodeId, handleId, handleType }) {
      if (nodeId && handleId) {
        editing?.onConnectStart({ nodeId, portId: handleId, side: sideOf(handleType), ...of() });
      }
    },
    onEnd(event, state: FinalConnectionState) {
      const { fromHandle, toHandle, isValid } = state;
      if (!fromHandle?.id) return;
      const screen = pointOf(event);
      const under = document.elementFromPoint(screen.x, screen.y)?.closest<HTMLElement>('.react-flow__node-card');
      editing?.onConnectEnd({
        from: { nodeId: fromHandle.nodeId, portId: fromHandle.id, side: sideOf(fromHandle.type), ...of() },
        to: toHandle?.id ? { nodeId: toHandle.nodeId, portId: toHandle.id } : null,
        overNode: under?.dataset['id'] ?? null,
        isValid: isValid === true,
        at: toCanvas(screen),
        screen,
      });
    },
  };
}

function pointOf(event: MouseEvent | TouchEvent): Spot {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const touch = event.changedTouches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}
