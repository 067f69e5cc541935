import type { FlowDocument } from '@koppel/model';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleMemory } from '../publish/publish-checks.ts';

interface SampleState {
  /** The sample run made last, while the flow is open. */
  readonly last: SampleMemory | null;
  /** The draft that is being tried at this moment: until that ends, it is not changed. */
  readonly trying: FlowDocument | null;
}
export type SampleStore = StoreApi<SampleState>;

export function createSampleStore(): SampleStore {
  return createStore<SampleState>(() => ({ last: null, trying: null }));
}
