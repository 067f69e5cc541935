import { describe, expect, test } from 'vitest';
import { isFinal, runStateSchema, transitionRun, type RunState, type RunStatus } from '../src/index.ts';

const at = '2026-11-23T14:02:00.000Z';
const error = { code: 'a.b', message: 'It went wrong.', remedy: 'Mend it.' };
const states: Record<RunStatus, RunState> = {
  queued: { status: 'queued' },
  running: { status: 'running', startedAt: at },
  waiting: { status: 'waiting', startedAt: at, until: at, reason: error },
  stopping: { status: 'stopping', startedAt: at },
  done: { status: 'done', startedAt: at, endedAt: at },
  stopped: { status: 'stopped', startedAt: at, endedAt: at, by: 'Lotte' },
  failed: { status: 'failed', startedAt: at, endedAt: at, error },
};
/** As the comment above the union says it. */
const allowed: Record<RunStatus, RunStatus[]> = {
  queued: ['running', 'stopped', 'failed'],
  running: ['waiting', 'stopping', 'done', 'failed'],
  waiting: ['running', 'stopping', 'failed'],
  stopping: ['stopped', 'done', 'failed'],
  done: [],
  stopped: [],
  failed: [],
};
const pairs = Object.values(states).flatMap((from) => Object.values(states).map((to) => [from, to] as const));

describe('the life of a run', () => {
  test.each(pairs)('from $status', (from, to) => {
    expect(runStateSchema.parse(from)).toEqual(from);
    if (allowed[from.status].includes(to.status)) expect(transitionRun(from, to)).toBe(to);
    else expect(() => transitionRun(from, to)).toThrow(`from ${from.status} to ${to.status}`);
  });

  test('ends as done, stopped or failed, and nothing leaves these', () => {
    const finals = Object.values(states).filter(isFinal);
    expect(finals.map(({ status }) => status).sort()).toEqual(['done', 'failed', 'stopped']);
  });
});
