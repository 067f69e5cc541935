import type { Benchmark, Side } from '../benchmark.ts';
import { startContestant, type Contestant, type Pass } from '../contestant.ts';

const passes = 7;

/** 100,000 records through ten pure nodes, in memory, beside one plain loop over the same ten operations. */
export const transform: Benchmark = {
  name: 'transform',
  summary: '100,000 records through 10 pure nodes, in memory',
  async run(report) {
    const koppel = startContestant(new URL('./koppel.ts', import.meta.url));
    const script = startContestant(new URL('./script.ts', import.meta.url));
    await Promise.all([koppel.pass(), script.pass()]);
    const rates = { koppel: [] as number[], script: [] as number[] };
    for (let pass = 1; pass <= passes; pass += 1) {
      const ours = await koppel.pass();
      const theirs = await script.pass();
      if (ours.checksum !== theirs.checksum)
        throw new Error(`The two sides made different records: ${ours.checksum}, ${theirs.checksum}.`);
      rates.koppel.push(rateOf(ours));
      rates.script.push(rateOf(theirs));
      report(`transform: pass ${pass} of ${passes}`);
    }
    return {
      name: 'transform',
      koppel: await sideOf(koppel, rates.koppel),
      script: await sideOf(script, rates.script),
    };
  },
};

const rateOf = ({ records, seconds }: Pass) => records / seconds;

async function sideOf(contestant: Contestant, rates: readonly number[]): Promise<Side> {
  return { rates, requests: null, others: {}, ...(await contestant.end()) };
}
