import { test } from 'vitest';
import { creations, expectCreatedOnce } from './creation.ts';
import { MemoryJournal } from './memory-journal.ts';
import { forEachSeed } from './seeds.ts';

const count = Number(process.env['SIMULATION_SEEDS'] ?? 60);
const file = 'packages/runtime/test/creation.test.ts';

for (const [name, creation] of Object.entries(creations)) {
  test(
    `${name} are created once and completely in ${count} seeds of kills, stops, retries, throttling, late and partial execution`,
    { timeout: 600_000 },
    () => forEachSeed({ file, count, name }, (seed) => expectCreatedOnce(seed, new MemoryJournal(), creation)),
  );
}
