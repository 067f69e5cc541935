import type { ClassResult } from './attack.ts';

/** A line for each class: variants, passed, failed, seconds, and the sum below. */
export function tableOf(results: readonly ClassResult[]): string {
  const rows = results.map(({ name, variants, passed, failed, seconds }) => [
    name,
    String(variants),
    String(passed),
    String(failed.length),
    seconds.toFixed(1),
  ]);
  const sum = (pick: (result: ClassResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  const all = [
    ['class', 'variants', 'passed', 'failed', 'seconds'],
    ...rows,
    [
      'all',
      String(sum(({ variants }) => variants)),
      String(sum(({ passed }) => passed)),
      String(sum(({ failed }) => failed.length)),
      sum(({ seconds }) => seconds).toFixed(1),
    ],
  ];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n');
}

/** What failed and why; empty when nothing did. */
export function failuresOf(results: readonly ClassResult[]): string {
  return results
    .flatMap(({ name, failed }) => failed.map(({ variant, breach }) => `\n${name}: ${variant}\n  ${breach}\n`))
    .join('');
}
