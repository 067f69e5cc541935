// `npm run bench`: every benchmark beside its hand-written counterpart; `npm run bench -- NAME --json`: one of them.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { accountSync10k, accountSync100k } from './account-sync/benchmark.ts';
import type { Benchmark, Result } from './benchmark.ts';
import { summaryOf, tableOf } from './report.ts';
import { transform } from './transform/benchmark.ts';

const benchmarks: readonly Benchmark[] = [transform, accountSync10k, accountSync100k];
const resultsFile = 'bench-results.json';

/** A name without a size stands for the largest. */
function find(name: string): Benchmark | undefined {
  return benchmarks.findLast((benchmark) => benchmark.name === name || benchmark.name.startsWith(`${name}:`));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const chosen = positionals.length === 0 ? benchmarks : positionals.map(find);
if (chosen.some((benchmark) => benchmark === undefined)) {
  console.error(`There is no such benchmark. Known: ${benchmarks.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const results: Result[] = [];
for (const benchmark of chosen as readonly Benchmark[]) {
  console.error(`${benchmark.name}: ${benchmark.summary}`);
  results.push(await benchmark.run((line) => console.error(`  ${line}`)));
}
const summaries = results.map(summaryOf);
writeFileSync(
  resultsFile,
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, results: summaries, details: results }, null, 2)}\n`,
);
if (values.json) console.log(JSON.stringify(summaries.length === 1 ? summaries[0] : summaries));
else console.log(`${tableOf(results)}\n\nWritten to ${resultsFile}. Rates are medians; both sides take turns.`);
