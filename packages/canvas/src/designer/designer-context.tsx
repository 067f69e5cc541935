import type { FlowDocument } from '@koppel/model';
import type { CatalogBody, CheckContextBody } from '@koppel/protocol';
import { createContext, useContext, useMemo } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { Checker, CheckState } from '../check-worker/checker.ts';
import type { Command } from './document/command.ts';
import type { Derived } from './derived.ts';
import type { DocumentStore } from './document/document-store.ts';
import type { EditorState, EditorStore } from './editor-store.ts';
import type { Panels, PanelsStore } from './panels-store.ts';
import type { SampleStore } from './sample/sample-store.ts';
import type { TestedStore } from './tests/tested-store.ts';
import type { Autosave } from './saving/autosave.ts';
import type { CanvasMoment } from '../flow-canvas/canvas-context.ts';
import type { Spot } from '../flow-canvas/geometry.ts';

/** Everything around one flow that is being drawn. Made once per opened flow. */
export interface DesignerServices {
  readonly flowId: string;
  readonly document: DocumentStore;
  readonly editor: EditorStore;
  readonly checker: Checker;
  /** What the pointer and the keyboard are doing on the canvas. */
  readonly moment: StoreApi<CanvasMoment>;
  /** Where the pointer was last over the canvas, on the screen. */
  readonly pointer: StoreApi<{ readonly at: Spot | null }>;
  readonly panels: PanelsStore;
  readonly autosave: Autosave;
  /** The sample run made last. */
  readonly sample: SampleStore;
  /** How the tests went that were run last. */
  readonly tested: TestedStore;
  readonly catalog: CatalogBody;
  readonly derived: Derived;
  /** What the check needs besides the document: mastership, value lists, parameters, schemas per slot. */
  readonly context: CheckContextBody;
  /** Connection per slot; null while a slot is not bound. */
  readonly slots: Readonly<Record<string, string | null>>;
  /** Why the flow cannot be changed here, in words; null when it can. */
  readonly readOnlyReason: string | null;
}

const DesignerContext = createContext<DesignerServices | null>(null);

/** Gives the components inside it the flow that is being drawn. */
export const DesignerProvider = DesignerContext.Provider;

/** The stores themselves: for the parts of the designer that subscribe with selectors of their own. */
export function useDesignerServices(): DesignerServices {
  const services = useContext(DesignerContext);
  if (!services) throw new Error('This component needs a DesignerProvider around it.');
  return services;
}

/** Reads part of the document; renders again only when that part is another one. */
export function useFlow<T>(selector: (document: FlowDocument) => T): T {
  return useStore(useDesignerServices().document, (drawing) => selector(drawing.document));
}

/** Reads part of the editor's own state. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useDesignerServices().editor, selector);
}

/** How the panels stand, and the function that changes it. */
export function usePanels(): readonly [Panels, PanelsStore['change']] {
  const { panels } = useDesignerServices();
  return [useStore(panels), panels.change];
}

/** Reads part of what the check found. */
export function useCheck<T>(selector: (state: CheckState) => T): T {
  return useStore(useDesignerServices().checker.store, selector);
}

/** What one does with the flow. */
export interface DesignerActions {
  /** Does a command; can be undone. Does nothing while the flow is read only. */
  execute(command: Command): void;
  undo(): void;
  redo(): void;
  select(ids: readonly string[]): void;
  /** Tells screen readers what just happened. */
  say(text: string): void;
}

/** What one does with the flow, without reading any of it: never a reason to render again. */
export function useActions(): DesignerActions {
  const services = useDesignerServices();
  return useMemo(() => {
    const { document, editor, readOnlyReason } = services;
    return {
      execute(command) {
        if (readOnlyReason === null) document.execute(command);
      },
      undo() {
        if (readOnlyReason === null) document.undo();
      },
      redo() {
        if (readOnlyReason === null) document.redo();
      },
      select: editor.select,
      say: editor.say,
    };
  }, [services]);
}
