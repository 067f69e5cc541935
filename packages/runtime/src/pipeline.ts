/** Wakes those who wait for a condition when something it depends on may have changed. */
class Change {
  #next = Promise.withResolvers<void>();

  happened(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.#next.promise;
  }
}

export interface PipelineOptions<Item, Result> {
  readonly items: AsyncIterable<Item>;
  /** Items handled at the same time; the source is not asked for more. */
  readonly limit: number;
  readonly handle: (item: Item) => Promise<Result>;
  readonly commit: (result: Result) => Promise<void>;
  /** Called once, with the first error: whatever is in flight is to be let go. */
  readonly giveUp: (error: unknown) => void;
}

/**
 * Handles items side by side and commits their results in the order of the items, each as soon as it can be. After the
 * first error, wherever it comes from, nothing behind it is committed; rejects with it when nothing is in flight any more.
 */
export async function handleInOrder<Item, Result>(options: PipelineOptions<Item, Result>): Promise<void> {
  const inFlight: Promise<Result>[] = [];
  const change = new Change();
  const state: { isRead: boolean; failure: { readonly error: unknown } | null } = { isRead: false, failure: null };
  const fail = (error: unknown) => {
    if (!state.failure) {
      state.failure = { error };
      options.giveUp(error);
    }
    change.happened();
  };
  const read = async () => {
    try {
      for await (const item of options.items) {
        const work = options.handle(item);
        work.catch(fail);
        inFlight.push(work);
        change.happened();
        await change.until(() => inFlight.length < options.limit || state.failure !== null);
        if (state.failure) break;
      }
    } catch (error) {
      fail(error);
    }
    state.isRead = true;
    change.happened();
  };
  const reading = read();
  for (;;) {
    await change.until(() => inFlight.length > 0 || state.isRead || state.failure !== null);
    const [head] = inFlight;
    if (state.failure || !head) break;
    try {
      await options.commit(await head);
    } catch (error) {
      fail(error);
      break;
    }
    inFlight.shift();
    change.happened();
  }
  await reading;
  await Promise.allSettled(inFlight);
  if (state.failure) throw state.failure.error;
}
