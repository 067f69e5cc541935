import type { DriftState } from '@koppel/model';
import type { DriftFound, DriftOutcome, OpenDrift } from '../src/index.ts';

interface Departure extends DriftFound {
  readonly state: DriftState;
  readonly runId: string;
}

const isOpen = ({ state }: Departure) => state !== 'putBack' && state !== 'settled';

/** Departures from the master in memory, of one flow. */
export class MemoryDrift {
  #all: Departure[] = [];

  open(keys: readonly string[]): Map<string, OpenDrift[]> {
    return Map.groupBy(
      this.#all.filter((one) => isOpen(one) && keys.includes(one.sourceKey)),
      ({ sourceKey }) => sourceKey,
    );
  }

  note(runId: string, found: readonly DriftFound[]): void {
    for (const one of found) {
      const isSame = (other: Departure) => other.sourceKey === one.sourceKey && other.field === one.field;
      this.#all = this.#all.filter((other) => !isOpen(other) || !isSame(other));
      this.#all.push({ ...one, runId, state: 'found' });
    }
  }

  decided(keys: readonly string[]): void {
    this.#all = this.#all.map((one) =>
      one.state === 'held' && keys.includes(one.sourceKey) ? { ...one, state: 'settled' } : one,
    );
  }

  settle(runId: string, outcomes: readonly DriftOutcome[]): void {
    for (const { sourceKey, fields, remain } of outcomes) {
      this.#all = this.#all.map((one) => {
        if (!isOpen(one) || one.sourceKey !== sourceKey || !fields.includes(one.field)) return one;
        const wasFound = one.state === 'found' && one.runId === runId;
        return { ...one, state: remain[one.field] ?? (wasFound ? 'putBack' : 'settled') };
      });
    }
  }

  all(): readonly Departure[] {
    return this.#all;
  }
}
