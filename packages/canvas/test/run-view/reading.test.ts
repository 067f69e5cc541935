import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/live/run-live-state.ts';
import {
  initialReading,
  newLines,
  reduceReading,
  shownMoment,
  type LogMoment,
} from '../../src/run-view/log/reading.ts';

const line = (seq: number, nodeId = 'save'): LogLine => ({
  kind: 'event',
  event: {
    seq,
    at: '2026-11-23T14:00:00.000Z',
    fact: { type: 'record.unchanged', nodeId, key: String(seq), name: 'Record' },
  },
});
/** A log up to a line, of which the first ones were forgotten. */
const upTo = (last: number, forgotten = 0): LogMoment => ({
  forgotten,
  log: Array.from({ length: last - forgotten }, (_, index) => line(forgotten + index + 1)),
});
const all = () => true;

describe('reading a log', () => {
  it('follows a run that is going and reads a finished one from its beginning', () => {
    expect(initialReading(true).isFollowing).toBe(true);
    expect(initialReading(false).isFollowing).toBe(false);
  });

  it('stops following when one scrolls up, and counts what comes since', () => {
    const reading = reduceReading(initialReading(true), { type: 'leftEnd', moment: upTo(100) });
    expect(reading.isFollowing).toBe(false);
    expect(newLines(reading, upTo(100), all)).toBe(0);
    expect(newLines(reading, upTo(228), all)).toBe(128);
  });

  it('keeps counting from the first time one left the end, not from each scroll', () => {
    const left = reduceReading(initialReading(true), { type: 'leftEnd', moment: upTo(100) });
    const again = reduceReading(left, { type: 'leftEnd', moment: upTo(150) });
    expect(newLines(again, upTo(160), all)).toBe(60);
  });

  it('counts only new lines that the filters let through', () => {
    const reading = reduceReading(initialReading(true), { type: 'leftEnd', moment: upTo(10) });
    const now: LogMoment = { forgotten: 0, log: [...upTo(10).log, line(11, 'read'), line(12), line(13, 'read')] };
    const isRead = (entry: LogLine) =>
      entry.kind === 'event' && 'nodeId' in entry.event.fact && entry.event.fact.nodeId === 'read';
    expect(newLines(reading, now, isRead)).toBe(2);
  });

  it('counts right when the buffer forgot lines meanwhile, even unseen ones', () => {
    const reading = reduceReading(initialReading(true), { type: 'leftEnd', moment: upTo(100) });
    expect(newLines(reading, upTo(300, 90), all)).toBe(200);
    expect(newLines(reading, upTo(500, 400), all)).toBe(100);
  });

  it('has nothing new once the end is in sight again', () => {
    const left = reduceReading(initialReading(true), { type: 'leftEnd', moment: upTo(100) });
    const back = reduceReading(left, { type: 'reachedEnd' });
    expect(newLines(back, upTo(200), all)).toBe(0);
    expect(back.isFollowing).toBe(false);
  });

  it('shows the lines of the moment of pausing, and goes on where it was', () => {
    const paused = reduceReading(initialReading(true), { type: 'pause', moment: upTo(100) });
    expect(shownMoment(paused, upTo(180)).log).toHaveLength(100);
    expect(newLines(paused, upTo(180), all)).toBe(80);
    const on = reduceReading(paused, { type: 'goOn' });
    expect(shownMoment(on, upTo(180)).log).toHaveLength(180);
    expect(on).toEqual({ isFollowing: true, frozen: null, seenTo: null });
  });

  it('does not take the end of the frozen lines for the end of the log', () => {
    const paused = reduceReading(initialReading(true), { type: 'pause', moment: upTo(100) });
    expect(newLines(reduceReading(paused, { type: 'reachedEnd' }), upTo(130), all)).toBe(30);
  });

  it('ends a pause when Follow is switched on', () => {
    const paused = reduceReading(initialReading(true), { type: 'pause', moment: upTo(100) });
    const following = reduceReading(paused, { type: 'follow', isOn: true, moment: upTo(140) });
    expect(following).toEqual({ isFollowing: true, frozen: null, seenTo: null });
  });
});
