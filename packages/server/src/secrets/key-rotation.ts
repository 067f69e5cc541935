import type { Keys } from '@koppel/protocol';
import type { KeyRing, SealRepository } from '@koppel/store';

/** Sealed texts that one commit renews: everybody else waits for it. */
const textsAtATime = 20;

/** A database with sealed texts in it. */
export interface SealedDatabase {
  readonly name: string;
  readonly seals: SealRepository;
}

export interface KeyRotationPorts {
  readonly keys: KeyRing;
  /** All of them: what is left out keeps needing the old key. */
  readonly databases: () => readonly SealedDatabase[];
  /** Those that cannot be opened now: nobody knows what their texts are sealed with. */
  readonly unreadable?: () => readonly string[];
  /** Called after each step that is on the disk. */
  readonly onStep?: (step: 'key' | 'texts') => void;
}

/**
 * Changes the master key while Koppel runs. The new key is on the disk before anything is sealed with it, and the old one stays
 * until nothing needs it: wherever it breaks off everything opens, and the next rotation goes on from there.
 */
export class KeyRotation {
  readonly #ports: KeyRotationPorts;
  #underWay: Promise<{ readonly madeKey: string | null; readonly renewed: number }> | null = null;

  constructor(ports: KeyRotationPorts) {
    this.#ports = ports;
  }

  async status(): Promise<Keys> {
    const { keys } = this.#ports;
    const seals = await this.#inUse();
    const missing = [...seals.keys()].filter((id) => keys.key(id) === undefined);
    return {
      source: keys.source,
      place: keys.place,
      keys: [...keys.ids, ...missing].map((id) => ({
        id,
        isNewest: id === keys.newest.id,
        isHere: keys.key(id) !== undefined,
        seals: seals.get(id) ?? 0,
      })),
    };
  }

  /**
   * Makes a new key and seals everything with it. Makes none where something is still under an older one: then it finishes what
   * was begun, or takes the key that somebody put in front. Throws a StoreError when no key can be made.
   */
  rotate(): Promise<{ readonly madeKey: string | null; readonly renewed: number }> {
    this.#underWay ??= this.#rotate().finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  /** Takes an old key away. `inUse`: something would not open any more. `unreadable`: perhaps something would not. */
  async remove(id: string): Promise<'removed' | 'missing' | 'inUse' | 'unreadable' | 'newest'> {
    const { keys } = this.#ports;
    if (keys.key(id) === undefined) return 'missing';
    if (id === keys.newest.id) return 'newest';
    if (this.#ports.unreadable?.().length) return 'unreadable';
    if (this.#underWay || (await this.#inUse()).has(id)) return 'inUse';
    keys.remove(id);
    return 'removed';
  }

  async #rotate() {
    const { keys, databases, onStep = () => {} } = this.#ports;
    keys.reload();
    const isBegun = [...(await this.#inUse()).keys()].some((id) => id !== keys.newest.id && keys.key(id) !== undefined);
    const madeKey = isBegun ? null : keys.add().id;
    onStep('key');
    let renewed = 0;
    for (const { seals } of databases()) {
      for (let now = await seals.renew(textsAtATime); now > 0; now = await seals.renew(textsAtATime)) {
        renewed += now;
        onStep('texts');
      }
    }
    return { madeKey, renewed };
  }

  async #inUse(): Promise<Map<string, number>> {
    const all = new Map<string, number>();
    for (const { seals } of this.#ports.databases())
      for (const [id, count] of await seals.inUse()) all.set(id, (all.get(id) ?? 0) + count);
    return all;
  }
}
