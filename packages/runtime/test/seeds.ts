/**
 * Tries what a test says for many seeds, or for the one that SEED names. The error of a seed that fails begins with the
 * command that plays it again, alone.
 */
export async function forEachSeed(
  test: { readonly file: string; readonly count: number; readonly name?: string },
  tried: (seed: number) => Promise<void>,
): Promise<void> {
  const only = process.env['SEED'];
  const seeds = only === undefined ? Array.from({ length: test.count }, (_, index) => index + 1) : [Number(only)];
  for (const seed of seeds) {
    try {
      await tried(seed);
    } catch (error) {
      const named = test.name === undefined ? '' : ` -t '${test.name}'`;
      const command = `SEED=${seed} npx vitest run --project unit ${test.file}${named}`;
      throw new Error(`${command}\n${(error as Error).message}`, { cause: error });
    }
  }
}
