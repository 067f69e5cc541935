import { useStoreApi, type ReactFlowState } from '@xyflow/react';
import { useState } from 'react';
import type { CanvasNode, WireEdge } from './drawing.ts';

type Measure = ReactFlowState['updateNodeInternals'];

const sparing = new WeakSet<Measure>();

/**
 * React Flow measures each element that comes into sight, draws it a second time for that, and asks every edge whether it has
 * to move. Cards say their size and where their ports are before they are drawn: they are spared it. Notes, which are as high
 * as their text, are measured.
 */
export function useKnownSizes(): void {
  const store = useStoreApi<CanvasNode, WireEdge>();
  // Before React Flow's own elements are drawn for the first time: they remember the function.
  useState(() => {
    const state = store.getState();
    const measure = state.updateNodeInternals;
    if (sparing.has(measure)) return;
    state.updateNodeInternals = (updates, params) => {
      const { nodeLookup, fitViewQueued } = store.getState();
      const unknown = [...updates].filter(([id]) => nodeLookup.get(id)?.internals.userNode.handles === undefined);
      // The first measurement is what React Flow fits the whole flow into the view upon.
      const due = unknown.length === 0 && fitViewQueued ? [...updates].slice(0, 1) : unknown;
      if (due.length > 0) measure(new Map(due), params);
    };
    sparing.add(state.updateNodeInternals);
  });
}
