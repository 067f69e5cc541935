import { isFinal, type Run } from '@koppel/model';
import type { Store } from '@koppel/store';

type Listener = (run: Run) => void;

/** Tells of runs that came to their end, after that is durable. */
export class RunEnds {
  readonly #listeners = new Set<Listener>();
  readonly #stop: () => void;

  constructor(store: Store, report: (error: unknown) => void) {
    this.#stop = store.listen({
      onEvents: (runId, _events, { state }) => {
        if (!isFinal(state) || this.#listeners.size === 0) return;
        this.#tell(store, runId).catch(report);
      },
    });
  }

  async #tell(store: Store, runId: string): Promise<void> {
    const stored = await store.runs.get(runId);
    if (stored) for (const listener of this.#listeners) listener(stored.run);
  }

  /** Gives how to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }
}
