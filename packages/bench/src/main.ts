// `npm run bench`: every benchmark beside its hand-written counterpart; `npm run bench -- NAME --json`: one of them.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { accountSync10k, accountSync100k } from './account-sync/benchmark.ts';
import type { Benchmark, Result } from './benchmark.ts';
import { canvasSummary, canvasTable, runCanvas } from './canvas/benchmark.ts';
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
// It counts frames and not records, and wants a browser: by name only.
if (positionals.length === 1 && positionals[0] === 'canvas') {
  console.error(`canvas: ${canvasSummary}`);
  const result = await runCanvas((line) => console.error(`  ${line}`));
  if (values.json) console.log(JSON.stringify(result));
  else
    console.log(
      `${canvasTable(result)}\n\nFrames: 95 of 100 took no longer. Medians of ${result.runs} passes; both pages take turns.`,
    );
  process.exit(0);
}
const chosen = positionals.length === 0 ? benchmarks : positionals.map(find);
if (chosen.some((benchmark) => benchmark === undefined)) {
  console.error(`There is no such benchmark. Known: ${[...benchmarks.map(({ name }) => name), 'canvas'].join(', ')}.`);
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
