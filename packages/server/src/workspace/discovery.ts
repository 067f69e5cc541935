import type { EntitySchema } from '@koppel/model';
import type { ConnectionRepository } from '@koppel/store';
import type { Clock } from '@koppel/sdk';
import type { ConnectionPool } from './connection-pool.ts';

/** What is known of a connection's entities and fields, and since when. */
export interface DiscoveredSchemas {
  readonly discoveredAt: Date;
  readonly entities: readonly EntitySchema[];
}

/** A run looks again at what is older than this, so that it does not write into fields that are gone. */
const freshForMs = 3_600_000;
const longestLookMs = 45_000;

/** Knows which entities and fields each connection has: discovered from the system, kept in the store. */
export class Discovery {
  readonly #connections: ConnectionRepository;
  readonly #pool: ConnectionPool;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #known = new Map<string, DiscoveredSchemas>();
  readonly #looking = new Map<string, Promise<DiscoveredSchemas>>();
  readonly #stop = new AbortController();

  /** `onChange` is called when a system has other fields than at the look before. */
  constructor(ports: { connections: ConnectionRepository; pool: ConnectionPool; clock: Clock; onChange: () => void }) {
    this.#connections = ports.connections;
    this.#pool = ports.pool;
    this.#clock = ports.clock;
    this.#onChange = ports.onChange;
  }

  /** As last discovered; null when nobody looked yet. */
  async known(connectionId: string): Promise<DiscoveredSchemas | null> {
    const kept = this.#known.get(connectionId);
    if (kept) return kept;
    const stored = await this.#connections.schemas(connectionId);
    if (stored) this.#known.set(connectionId, stored);
    return stored;
  }

  /** Asks the system now. Whoever asks while somebody asks gets the same answer. Rejects with a FlowError. */
  look(connectionId: string): Promise<DiscoveredSchemas> {
    const running = this.#looking.get(connectionId);
    if (running) return running;
    const look = this.#look(connectionId).finally(() => this.#looking.delete(connectionId));
    this.#looking.set(connectionId, look);
    return look;
  }

  /** As known, unless that is too old to write by. */
  async fresh(connectionId: string): Promise<DiscoveredSchemas> {
    const known = await this.known(connectionId);
    if (known && this.#clock.now().getTime() - known.discoveredAt.getTime() < freshForMs) return known;
    return this.look(connectionId);
  }

  /** The connection changed or went: what was known of it may be of another system. */
  forget(connectionId: string): void {
    this.#known.delete(connectionId);
  }

  /** Lets go of looks that are under way, and waits for them. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('Koppel stops.'));
    await Promise.allSettled(this.#looking.values());
  }

  async #look(connectionId: string): Promise<DiscoveredSchemas> {
    this.#stop.signal.throwIfAborted();
    const system = await this.#pool.system(connectionId);
    const entities = await system.describe(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(longestLookMs)]));
    const before = await this.#connections.schemas(connectionId);
    const schemas = await this.#connections.saveSchemas(connectionId, entities);
    this.#known.set(connectionId, schemas);
    if (before && hashesOf(before) !== hashesOf(schemas)) this.#onChange();
    return schemas;
  }
}

/** Entities as the store lists them, by name: two looks that found the same give the same text. */
function hashesOf({ entities }: DiscoveredSchemas): string {
  return entities
    .map(({ entity, hash }) => `${entity} ${hash}`)
    .toSorted()
    .join('\n');
}
