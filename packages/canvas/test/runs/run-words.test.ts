import { emptyCounters, type Run } from '@koppel/model';
import { describe, expect, it } from 'vitest';
import { asSaid } from '../../src/i18n/sentences/load.ts';
import { readKeys } from '../../src/runs/start-run-dialog.tsx';
import { remarkOn, startedBy } from '../../src/runs/run-row.tsx';

const text = (id: string, values: Readonly<Record<string, unknown>> = {}) =>
  [id, ...Object.values(values).map(String)].join(' ');
const run: Run = {
  id: 'r1',
  number: 1,
  flowId: 'f',
  flowVersion: 1,
  isDryRun: false,
  scope: { kind: 'changes' },
  cause: { kind: 'schedule', name: 'Every hour' },
  state: { status: 'done', startedAt: '2026-11-23T14:00:00.000Z', endedAt: '2026-11-23T14:01:00.000Z' },
  attempt: 1,
  counters: emptyCounters(),
  expected: null,
  createdAt: '2026-11-23T14:00:00.000Z',
};
const item = { run, flowTitle: { en: 'F' }, usualMs: null, isUnusuallyQuiet: false, drift: null };

describe('the words of a run on the list', () => {
  it('say what started it, and which records where that is not simply what changed', () => {
    expect(startedBy(run, text)).toBe('runs.bySchedule');
    expect(startedBy({ ...run, cause: { kind: 'person', name: 'Lotte' }, scope: { kind: 'all' } }, text)).toBe(
      'runs.scopeAll Lotte',
    );
    expect(startedBy({ ...run, scope: { kind: 'keys', keys: ['1', '2'] } }, text)).toBe(
      'runs.scopeKeys runs.bySchedule 2',
    );
  });

  it('say the reason of a failure before anything else', () => {
    const error = { code: 'a.b', message: 'The ERP did not answer', remedy: 'Wait.' };
    const state = { status: 'failed' as const, startedAt: null, endedAt: '2026-11-23T14:01:00.000Z', error };
    expect(remarkOn({ ...item, run: { ...run, state, isDryRun: true }, isUnusuallyQuiet: true }, text, asSaid)).toBe(
      error.message,
    );
  });

  it('say that a trial wrote nothing, that a run was unusually quiet, and that it went on after a crash', () => {
    expect(remarkOn({ ...item, run: { ...run, isDryRun: true } }, text, asSaid)).toBe('runs.remarkDry');
    expect(remarkOn({ ...item, isUnusuallyQuiet: true }, text, asSaid)).toBe('runs.remarkQuiet');
    expect(remarkOn({ ...item, run: { ...run, attempt: 2 } }, text, asSaid)).toBe('runs.remarkAttempt 2');
    expect(remarkOn(item, text, asSaid)).toBe('');
  });

  it('say that it was a drift check, and what it found', () => {
    expect(startedBy({ ...run, scope: { kind: 'drift' } }, text)).toBe('runs.scopeDrift runs.bySchedule');
    expect(remarkOn({ ...item, drift: { putBack: 2, held: 1, left: 0 } }, text, asSaid)).toBe('runs.remarkDrift 2 1 0');
    expect(remarkOn({ ...item, drift: { putBack: 0, held: 0, left: 0 } }, text, asSaid)).toBe('');
  });
});

describe('keys that were typed', () => {
  it('are read by line, comma or semicolon, each once', () => {
    expect(readKeys(' 10816\n10817, 10816;;\n 10 818 \n')).toEqual(['10816', '10817', '10 818']);
    expect(readKeys(' \n ')).toEqual([]);
  });
});
