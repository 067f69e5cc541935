import { median, type Result, type Side } from './benchmark.ts';

/** What `--json` prints of one benchmark. Rates are medians over `runs` passes of each side, in turns. */
export interface Summary {
  readonly name: string;
  readonly recordsPerSecond: number;
  readonly baselineRecordsPerSecond: number;
  readonly ratio: number;
  readonly peakMemoryMb: number;
  readonly runs: number;
}

export function summaryOf({ name, koppel, script }: Result): Summary {
  const [rate, baseline] = [median(koppel.rates), median(script.rates)];
  return {
    name,
    recordsPerSecond: Math.round(rate),
    baselineRecordsPerSecond: Math.round(baseline),
    ratio: Number((rate / baseline).toFixed(3)),
    peakMemoryMb: Math.round(koppel.peakMemoryMb),
    runs: koppel.rates.length,
  };
}

const columns = ['benchmark', 'side', 'records/s', 'ratio', 'peak MB', 'requests', 'CPU s'] as const;

function row(name: string, side: string, { rates, requests, ...usage }: Side, ratio: string): string[] {
  const others = Object.entries(usage.others).map(([process, seconds]) => `, ${process} ${seconds.toFixed(1)}`);
  return [
    name,
    side,
    Math.round(median(rates)).toLocaleString('en-BE'),
    ratio,
    String(Math.round(usage.peakMemoryMb)),
    requests === null ? '–' : requests.toLocaleString('en-BE'),
    `${usage.cpuSeconds.toFixed(1)}${others.join('')}`,
  ];
}

/** One table for people. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.flatMap((result) => [
    row(result.name, 'Koppel', result.koppel, String(summaryOf(result).ratio)),
    row('', 'script', result.script, ''),
  ]);
  const widths = columns.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(columns), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
