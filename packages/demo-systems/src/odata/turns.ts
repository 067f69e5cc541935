/** Work that stops now and then, so that a long scan does not keep everyone else waiting. */
export type Sliced<T> = Generator<void, T>;

/** Does sliced work at one go, where nothing may come in between: inside a transaction. */
export function finish<T>(work: Sliced<T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

const sliceMs = 15;

/** Does sliced work, giving way to other requests every few milliseconds. */
export async function takeTurns<T>(work: Sliced<T>): Promise<T> {
  let started = performance.now();
  let step = work.next();
  while (!step.done) {
    if (performance.now() - started > sliceMs) {
      await new Promise((resolve) => setImmediate(resolve));
      started = performance.now();
    }
    step = work.next();
  }
  return step.value;
}
