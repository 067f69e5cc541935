import type { RunFact, RunSnapshot } from '@koppel/model';
import type { RunListener } from '@koppel/runtime';

/** What one commit tells of a run: its facts, numbered from `lastSeq` + 1 on. */
export interface RunNote {
  readonly runId: string;
  readonly lastSeq: number;
  readonly at: Date;
  readonly facts: readonly RunFact[];
}

/**
 * Tells listeners what happened in runs. Notes come in when they are durable; what was committed together is told together,
 * once per run, with the events in order and one snapshot that includes them all.
 */
export class RunNews {
  readonly #snapshotOf: (runId: string) => RunSnapshot | null;
  readonly #listeners = new Set<RunListener>();
  #notes = new Map<string, RunNote[]>();

  constructor(snapshotOf: (runId: string) => RunSnapshot | null) {
    this.#snapshotOf = snapshotOf;
  }

  listen(listener: RunListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** To be called only with what is durable. */
  readonly add = (note: RunNote): void => {
    if (this.#listeners.size === 0) return;
    if (this.#notes.size === 0) queueMicrotask(() => this.flush());
    const notes = this.#notes.get(note.runId);
    if (notes) notes.push(note);
    else this.#notes.set(note.runId, [note]);
  };

  /** Tells what has not been told yet. */
  flush(): void {
    const told = this.#notes;
    this.#notes = new Map();
    for (const [runId, notes] of told) {
      withoutHarm(() => {
        const snapshot = this.#snapshotOf(runId);
        if (snapshot) this.#tell(runId, notes, snapshot);
      });
    }
  }

  #tell(runId: string, notes: readonly RunNote[], snapshot: RunSnapshot): void {
    const events = notes.flatMap(({ lastSeq, at, facts }) => {
      const time = at.toISOString();
      return facts.map((fact, index) => ({ seq: lastSeq + index + 1, at: time, fact }));
    });
    for (const listener of this.#listeners) withoutHarm(() => listener.onEvents(runId, events, snapshot));
  }
}

/** Whoever watches must not stop what is being watched; the mistake still has to be seen. */
function withoutHarm(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
