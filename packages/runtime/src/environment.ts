import type { Plan } from '@koppel/compiler';
import type { Clock, ConnectionError, System } from '@koppel/sdk';
import type { ApprovedPlan } from './approved-plan.ts';
import type { NaturalKeyLocks } from './lanes.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { RunFence, RunJournal } from './ports.ts';

/** A slot of the flow with the connection it is bound to, open. */
export interface OpenSlot {
  readonly connectionId: string;
  readonly system: System;
}

/** What everything that handles a batch of one run shares. */
export interface RunEnvironment {
  readonly plan: Plan;
  readonly fence: RunFence;
  readonly slots: ReadonlyMap<string, OpenSlot>;
  readonly journal: RunJournal;
  readonly clock: Clock;
  /** The day on which the run was asked for, where the firm is. */
  readonly today: string;
  /** Fires when requests in flight are to be let go. */
  readonly signal: AbortSignal;
  readonly newId: () => string;
  readonly naturalKeys: NaturalKeyLocks;
  readonly recentWrites: RecentWrites;
  /** Nothing else may be written; null: whatever is decided. */
  readonly approved: ApprovedPlan | null;
  /** Target keys that batches in flight have taken, with the source key: `connection entity key` → source key. */
  readonly claims: Map<string, string>;
  /**
   * Waits as the error advises, tells it, and resolves when it is time to try again. Rejects with the error when waiting
   * longer belongs to the run as a whole, and with the stop's reason when the run is being stopped.
   */
  pause(error: ConnectionError, node: number, tryNumber: number): Promise<void>;
}
