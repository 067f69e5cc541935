import type { RunFact } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/live/run-live-state.ts';
import { countLevels, createLogSearch, levelOf, type LogFilter } from '../../src/run-view/log/lines.ts';

const error = { code: 'x.y', message: 'Delivery terms “DPU” have no CRM value', remedy: 'Add it.' };
let seq = 0;
const line = (fact: RunFact): LogLine => ({
  kind: 'event',
  event: { seq: (seq += 1), at: '2026-11-23T14:00:00.000Z', fact },
});
const record = { key: '10816', name: 'Établissements Hallet SA' };
const lines = {
  unchanged: line({ type: 'record.unchanged', nodeId: 'save', ...record }),
  skipped: line({ type: 'record.skipped', nodeId: 'update', key: '20', name: 'Claes', reason: 'notInTarget' }),
  failed: line({ type: 'record.failed', nodeId: 'map', ...record, failureId: 'f1', error }),
  started: line({ type: 'node.started', nodeId: 'map' }),
  waited: line({
    type: 'node.waited',
    nodeId: 'save',
    until: '2026-11-23T14:00:04.000Z',
    reason: error,
    tryNumber: 2,
    maxTries: 3,
  }),
  lost: { kind: 'lost', fromSeq: 4, toSeq: 9 },
} satisfies Record<string, LogLine>;
const open: LogFilter = { level: 'all', nodeId: null, find: '', key: null };
const sentence = (entry: LogLine) =>
  entry.kind === 'event' && entry.event.fact.type === 'record.failed'
    ? entry.event.fact.error.message
    : 'nothing changed';
const shown = (filter: Partial<LogFilter>) => {
  const passes = createLogSearch(sentence);
  return Object.entries(lines)
    .filter(([, entry]) => passes(entry, { ...open, ...filter }))
    .map(([name]) => name);
};

describe('the lines of a log', () => {
  it('ranks a skipped record above the plain ones and a failed one above all', () => {
    expect(Object.entries(lines).map(([name, entry]) => [name, levelOf(entry)])).toEqual([
      ['unchanged', 'plain'],
      ['skipped', 'attention'],
      ['failed', 'failed'],
      ['started', 'plain'],
      ['waited', 'attention'],
      ['lost', 'attention'],
    ]);
    expect(countLevels(Object.values(lines))).toEqual({ all: 6, attention: 4, failed: 1 });
  });

  it('combines level, node, words and record: all must fit', () => {
    expect(shown({ level: 'attention' })).toEqual(['skipped', 'failed', 'waited', 'lost']);
    expect(shown({ nodeId: 'map' })).toEqual(['failed', 'started', 'lost']);
    expect(shown({ key: '10816' })).toEqual(['unchanged', 'failed', 'lost']);
    expect(shown({ key: '10816', level: 'failed' })).toEqual(['failed', 'lost']);
    expect(shown({ nodeId: 'save', key: '20' })).toEqual(['lost']);
  });

  it('finds words whatever accents and capitals, in key, name and sentence', () => {
    expect(shown({ find: 'etablissements' })).toEqual(['unchanged', 'failed', 'lost']);
    expect(shown({ find: 'HALLET dpu' })).toEqual(['failed', 'lost']);
    expect(shown({ find: '1081' })).toEqual(['unchanged', 'failed', 'lost']);
  });

  it('never hides that lines are missing', () => {
    fc.assert(
      fc.property(
        fc.record({
          level: fc.constantFrom('all' as const, 'attention' as const, 'failed' as const),
          nodeId: fc.option(fc.constantFrom('map', 'save', 'gone')),
          find: fc.string({ maxLength: 6 }),
          key: fc.option(fc.string({ maxLength: 4 })),
        }),
        (filter) => {
          expect(createLogSearch(sentence)(lines.lost, filter)).toBe(true);
        },
      ),
    );
  });
});
