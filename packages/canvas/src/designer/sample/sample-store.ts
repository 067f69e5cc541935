import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleMemory } from '../publish/publish-checks.ts';

/** The sample run made last, while the flow is open. */
export type SampleStore = StoreApi<{ readonly last: SampleMemory | null }>;

export function createSampleStore(): SampleStore {
  return createStore<{ last: SampleMemory | null }>(() => ({ last: null }));
}
