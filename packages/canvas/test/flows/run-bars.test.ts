import { describe, expect, it } from 'vitest';
import { barHeights } from '../../src/flows/run-bars.tsx';

const bar = (read: number, failed = 0) => ({
  runId: 'r',
  number: 1,
  status: 'done' as const,
  read,
  written: 0,
  failed,
  startedAt: null,
});

describe('the bars of the last runs', () => {
  it('are as high as the records read, by the largest run', () => {
    expect(barHeights([bar(50), bar(100)]).map(({ height }) => height)).toEqual([11, 22]);
  });

  it('show one failed record among thousands', () => {
    expect(barHeights([bar(10_000, 1)])[0]!.failed).toBeGreaterThanOrEqual(4);
  });

  it('show a run that read nothing, and never more failed than there is bar', () => {
    expect(barHeights([bar(0), bar(100), bar(1, 1)])).toEqual([
      { height: 2, failed: 0 },
      { height: 22, failed: 0 },
      { height: 3, failed: 3 },
    ]);
  });
});
