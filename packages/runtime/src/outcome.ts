/** What became of a record, from least to most telling: of a record that went several ways the highest counts. */
export const outcome = {
  filtered: 0,
  skipped: 1,
  unchanged: 2,
  updated: 3,
  created: 4,
  waiting: 5,
  failed: 6,
} as const;
export type Outcome = (typeof outcome)[keyof typeof outcome];

/** The names of the outcomes, by number: also the names of the run's counters. */
export const outcomeNames = ['filtered', 'skipped', 'unchanged', 'updated', 'created', 'waiting', 'failed'] as const;
