import { AsyncLocalStorage } from 'node:async_hooks';
import { Defect } from '../errors.ts';

const closed = new AsyncLocalStorage<true>();

/** Does work that may reach no other system: from within it, whatever it calls, no request goes out. */
export function withClosedEgress<Result>(work: () => Promise<Result>): Promise<Result> {
  return closed.run(true, work);
}

/** Throws a Defect within such work. */
export function demandOpenEgress(host: string): void {
  if (closed.getStore()) throw new Defect(`Something that may reach no other system asked ${host}.`);
}
