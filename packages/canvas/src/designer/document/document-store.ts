import type { FlowDocument } from '@koppel/model';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Command } from './command.ts';
import { execute, freshDrawing, redo, undo, type Drawing, type Entry } from './history.ts';

/** The flow that is being drawn, the one truth of the designer, and how to change it. */
export interface DocumentStore extends StoreApi<Drawing> {
  execute(command: Command): void;
  /** What was taken back; null where there was nothing. */
  undo(): Entry | null;
  redo(): Entry | null;
  /** Shows what somebody else drew. Nothing of it can be taken back here. */
  follow(document: FlowDocument): void;
}

/** A store around a document, with the history that was kept for it. */
export function createDocumentStore(
  document: FlowDocument,
  { now, history }: { readonly now: () => number; readonly history?: Pick<Drawing, 'past' | 'future'> | null },
): DocumentStore {
  const store = createStore<Drawing>(() => ({ ...freshDrawing(document), ...history }));
  return {
    ...store,
    execute: (command) => store.setState((drawing) => execute(drawing, command, now())),
    undo() {
      const entry = store.getState().past.at(-1) ?? null;
      store.setState(undo);
      return entry;
    },
    redo() {
      const entry = store.getState().future.at(-1) ?? null;
      store.setState(redo);
      return entry;
    },
    follow: (followed) => store.setState(freshDrawing(followed), true),
  };
}
