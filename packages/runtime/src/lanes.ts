/**
 * Order per key while batches are handled side by side. A batch that has a key of an earlier batch waits until that one is
 * finished. Enter in the order of the batches: later ones only ever wait for earlier ones, so nothing waits in a circle.
 */
export class Lanes {
  readonly #holders = new Map<string, Promise<void>>();

  /**
   * `free` resolves when no earlier batch holds any of the keys. It rejects with the signal's reason: an earlier batch that is
   * never committed holds its keys for ever. Call `leave` when the batch is finished or given up.
   */
  enter(keys: readonly string[], signal: AbortSignal): { readonly free: Promise<void>; leave(): void } {
    const earlier = new Set<Promise<void>>();
    let finished: () => void = () => {};
    const mine = new Promise<void>((resolve) => {
      finished = resolve;
    });
    for (const key of keys) {
      const holder = this.#holders.get(key);
      if (holder) earlier.add(holder);
      this.#holders.set(key, mine);
    }
    return {
      free: earlier.size === 0 ? Promise.resolve() : orAborted(Promise.all(earlier), signal),
      leave: () => {
        for (const key of keys) if (this.#holders.get(key) === mine) this.#holders.delete(key);
        finished();
      },
    };
  }
}

/**
 * Sole use of natural keys while somebody looks whether a record is there and creates it if not: two records with one
 * company number must not both find nothing.
 */
export class NaturalKeyLocks {
  readonly #held = new Map<string, Promise<void>>();
  /** In the order in which they were made. */
  readonly #made = new Map<string, { readonly targetKey: string; readonly untilMs: number }>();

  /** Notes that a record was made under these keys, which a look may not find before this moment of the monotonic clock. */
  made(keys: readonly string[], targetKey: string, { nowMs, untilMs }: { nowMs: number; untilMs: number }): void {
    for (const [key, earlier] of this.#made) {
      if (earlier.untilMs > nowMs) break;
      this.#made.delete(key);
    }
    for (const key of keys) {
      this.#made.delete(key);
      this.#made.set(key, { targetKey, untilMs });
    }
  }

  /** The target key of what was made under one of these keys a moment ago, so that a look may not find it yet. */
  madeUnder(keys: readonly string[], nowMs: number): string | null {
    const made = keys.flatMap((key) => this.#made.get(key) ?? []);
    return made.find(({ untilMs }) => untilMs > nowMs)?.targetKey ?? null;
  }

  /**
   * Waits until none of the keys is held, then holds them all. All at once, so two callers never wait for each other.
   * Rejects with the signal's reason.
   */
  async acquire(keys: readonly string[], signal: AbortSignal): Promise<() => void> {
    for (;;) {
      const holders = new Set(keys.flatMap((key) => this.#held.get(key) ?? []));
      if (holders.size === 0) break;
      await orAborted(Promise.all(holders), signal);
    }
    let released: () => void = () => {};
    const mine = new Promise<void>((resolve) => {
      released = resolve;
    });
    for (const key of keys) this.#held.set(key, mine);
    return () => {
      for (const key of keys) this.#held.delete(key);
      released();
    };
  }
}

async function orAborted(awaited: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const isAborted = Promise.withResolvers<never>();
  const onAbort = () => isAborted.reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([awaited, isAborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
