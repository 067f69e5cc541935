import { FlowError, type Clock } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import type { ConnectionPool } from '../workspace/connection-pool.ts';
import { centsOf, type Cents } from './cents.ts';

/** One target: of a salesperson for an account in a month. `account` is the key in the system that has it. */
export interface SalesTarget {
  readonly connectionId: string;
  readonly account: string;
  readonly salesperson: string;
  readonly month: string;
  readonly cents: Cents;
}

export interface SalesTargets {
  readonly targets: readonly SalesTarget[];
  /** Why they could not be read; null when they could. */
  readonly problem: string | null;
}

/** Targets belong to the CRM and change seldom: they are asked for at most this often. */
const keptMs = 10 * 60_000;
const longestReadMs = 20_000;
const fields = ['account', 'salesperson', 'period', 'amount'];

interface SalesTargetPorts {
  readonly store: Store;
  readonly pool: ConnectionPool;
  readonly clock: Clock;
}

/** The sales targets as the CRM has them, kept for a while. */
export class SalesTargetReader {
  readonly #ports: SalesTargetPorts;
  #kept: { readonly at: number; readonly targets: Promise<SalesTargets> } | null = null;

  constructor(ports: SalesTargetPorts) {
    this.#ports = ports;
  }

  read(): Promise<SalesTargets> {
    const now = this.#ports.clock.monotonicMs();
    if (!this.#kept || now - this.#kept.at > keptMs) this.#kept = { at: now, targets: this.#readAll() };
    return this.#kept.targets;
  }

  async #readAll(): Promise<SalesTargets> {
    const targets: SalesTarget[] = [];
    try {
      for (const { id, role } of await this.#ports.store.connections.list()) {
        if (role !== 'crm') continue;
        const source = (await this.#ports.pool.system(id)).source('salesTarget');
        if (!source) continue;
        const signal = AbortSignal.timeout(longestReadMs);
        const batches = source.read({
          fields,
          scope: { kind: 'all' },
          cursor: null,
          resume: 'watermark',
          batchSize: 500,
          signal,
        });
        for await (const { records } of batches) {
          for (const { change, values } of records) {
            const [account, salesperson, month, amount] = values;
            const cents = centsOf(amount);
            if (change === 'deleted' || typeof account !== 'string' || typeof month !== 'string' || cents === null)
              continue;
            targets.push({ connectionId: id, account, salesperson: String(salesperson ?? ''), month, cents });
          }
        }
      }
      return { targets, problem: null };
    } catch (error) {
      // The figures stand by themselves: they are shown without targets, and the next look tries again.
      this.#kept = null;
      if (error instanceof FlowError) return { targets: [], problem: error.message };
      if (error instanceof DOMException)
        return { targets: [], problem: 'The CRM did not give the sales targets in time.' };
      throw error;
    }
  }
}
