import type { FlowDocument } from '@koppel/model';
import type { FlowTestResult } from '@koppel/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

interface TestedState {
  /** How the tests went that were run last while the flow is open, by their ids. */
  readonly results: ReadonlyMap<string, FlowTestResult>;
  /** The draft that the results are about; another one may do otherwise. Null before any test was run. */
  readonly document: FlowDocument | null;
}
/** What was found of the tests, by whomever they were run: by hand or before publishing. */
export interface TestedStore extends StoreApi<TestedState> {
  /** Takes results of a draft; those of another draft go. */
  found(document: FlowDocument, results: readonly FlowTestResult[]): void;
  /** What was found of a test no longer counts. */
  forget(id: string): void;
}

export function createTestedStore(): TestedStore {
  const store = createStore<TestedState>(() => ({ results: new Map(), document: null }));
  return {
    ...store,
    found: (document, results) =>
      store.setState((before) => {
        const kept = before.document === document ? before.results : [];
        return { document, results: new Map([...kept, ...results.map((result) => [result.id, result] as const)]) };
      }),
    forget: (id) =>
      store.setState(({ results }) => ({ results: new Map([...results].filter(([other]) => other !== id)) })),
  };
}
