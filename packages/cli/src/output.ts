/** Where a command writes. Results go to `out`, everything else to `err`, so that --json can be piped. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  readonly isTerminal: boolean;
}

/** The process's own streams. */
export const processOutput: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  isTerminal: process.stderr.isTTY === true,
};

/** Rows as columns of text, right-aligned where all values are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const isNumeric = head.map(
    (_title, column) => rows.length > 0 && rows.every((row) => /^[\d.,]*$/.test(row[column]!)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

/** What happened and what to do, as the command line says it. */
export function complaint(message: string, remedy: string): string {
  return `${message}\n${remedy}`;
}
