import { test } from 'vitest';
import { expectCreatedOnce } from './creation.ts';
import { MemoryJournal } from './memory-journal.ts';

const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 60);

test(
  `no account becomes two customers in ${seeds} seeds of kills, stops, retries, throttling and late execution`,
  { timeout: 600_000 },
  async () => {
    for (let seed = 1; seed <= seeds; seed += 1) await expectCreatedOnce(seed, new MemoryJournal());
  },
);
