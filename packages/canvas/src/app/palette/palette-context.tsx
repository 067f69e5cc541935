import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PaletteItem } from './search.ts';

interface PaletteState {
  readonly isOpen: boolean;
  /** What screens add while they are shown, by their owner. */
  readonly added: Readonly<Record<string, readonly PaletteItem[]>>;
  /** Ids of the items used last, newest first. */
  readonly recent: readonly string[];
}

/** The state of the command palette: one per page. */
export type PaletteStore = StoreApi<PaletteState>;

/** A closed palette without added items. */
export function createPalette(): PaletteStore {
  return createStore<PaletteState>(() => ({ isOpen: false, added: {}, recent: [] }));
}

const PaletteContext = createContext<PaletteStore | null>(null);

/** Gives the components inside it the command palette. */
export const PaletteProvider = PaletteContext.Provider;

/** The command palette. */
function usePaletteStore(): PaletteStore {
  const store = useContext(PaletteContext);
  if (!store) throw new Error('This component needs a PaletteProvider around it.');
  return store;
}

/** The palette's state and what one does with it. */
export function usePalette(): PaletteState & { open(): void; close(): void; used(id: string): void } {
  const store = usePaletteStore();
  const state = useStore(store);
  return {
    ...state,
    open: () => store.setState({ isOpen: true }),
    close: () => store.setState({ isOpen: false }),
    used: (id) => store.setState({ recent: [id, ...state.recent.filter((other) => other !== id)].slice(0, 20) }),
  };
}

/** Adds items to the palette while the component is on the screen. Give the same array while nothing changed. */
export function usePaletteItems(owner: string, items: readonly PaletteItem[]): void {
  const store = usePaletteStore();
  useEffect(() => {
    store.setState(({ added }) => ({ added: { ...added, [owner]: items } }));
    return () => {
      store.setState(({ added }) => ({
        added: Object.fromEntries(Object.entries(added).filter(([name]) => name !== owner)),
      }));
    };
  }, [store, owner, items]);
}
