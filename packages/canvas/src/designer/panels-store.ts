import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';

const panelsSchema = z.object({
  left: z.enum(['palette', 'outline']).nullable().catch('palette'),
  leftWidth: z.number().min(160).max(420).catch(208),
  isInspectorOpen: z.boolean().catch(true),
  inspectorWidth: z.number().min(260).max(640).catch(324),
  isDockOpen: z.boolean().catch(true),
  dockHeight: z.number().min(240).max(1400).catch(424),
  isProblemsOpen: z.boolean().catch(false),
});

/** How the designer's panels stand, in this browser. Sizes in pixels. */
export type Panels = z.infer<typeof panelsSchema>;

export interface PanelsStore extends StoreApi<Panels> {
  change(part: Partial<Panels>): void;
}

const key = 'koppel.designer.panels';

/** Panels as they were left, or as the design has them. */
export function createPanels(shelf: Pick<Storage, 'getItem' | 'setItem'>): PanelsStore {
  const store = createStore<Panels>(() => read(shelf));
  return {
    ...store,
    change(part) {
      store.setState(part);
      try {
        shelf.setItem(key, JSON.stringify(store.getState()));
      } catch {
        // Storage is full or blocked: the panels stand so for this page.
      }
    },
  };
}

function read(shelf: Pick<Storage, 'getItem'>): Panels {
  let stored: unknown = {};
  try {
    stored = JSON.parse(shelf.getItem(key) ?? '{}');
  } catch {
    // Damaged or blocked: fall through to the defaults.
  }
  return panelsSchema.parse(typeof stored === 'object' && stored !== null ? stored : {});
}
