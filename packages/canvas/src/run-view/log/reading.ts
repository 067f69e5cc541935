import type { RunLiveState } from '../../live/run-live-state.ts';

/** The lines of a log at one moment. */
export type LogMoment = Pick<RunLiveState, 'log' | 'forgotten'>;

/**
 * How somebody reads the log.
 *
 * following → reading (scrolled up, or chose a line) · paused. Sticks to the newest line.
 * reading → following (went to the end, or switched Follow on) · paused. Lines are added below what is being read.
 * paused → following · reading, as it was before. The lines on the screen are those of the moment of pausing.
 */
export interface Reading {
  readonly isFollowing: boolean;
  /** What is shown while paused; null unless paused. */
  readonly frozen: LogMoment | null;
  /** The place behind the newest line that was seen: later ones are new. Null while the newest line is in sight. */
  readonly seenTo: number | null;
}

/** How a log is read at first: a run that is going is followed, a finished one is read from its beginning. */
export function initialReading(isGoing: boolean): Reading {
  return { isFollowing: isGoing, frozen: null, seenTo: null };
}

/** The place behind the newest line. */
function endOf({ log, forgotten }: LogMoment): number {
  return forgotten + log.length;
}

/** What the reader did. */
export type ReadingAction =
  | { readonly type: 'leftEnd'; readonly moment: LogMoment }
  | { readonly type: 'reachedEnd' }
  | { readonly type: 'follow'; readonly isOn: boolean; readonly moment: LogMoment }
  | { readonly type: 'pause'; readonly moment: LogMoment }
  | { readonly type: 'goOn' };

/** The one place where the way of reading changes. */
export function reduceReading(reading: Reading, action: ReadingAction): Reading {
  switch (action.type) {
    case 'leftEnd':
      if (!reading.isFollowing && reading.seenTo !== null) return reading;
      return { ...reading, isFollowing: false, seenTo: endOf(reading.frozen ?? action.moment) };
    case 'reachedEnd':
      // While paused the end is only that of the frozen lines: newer ones are still new.
      if (reading.frozen) return reading;
      return reading.seenTo === null ? reading : { ...reading, seenTo: null };
    case 'follow':
      if (action.isOn) return { isFollowing: true, frozen: null, seenTo: null };
      return { ...reading, isFollowing: false, seenTo: reading.seenTo ?? endOf(reading.frozen ?? action.moment) };
    case 'pause': {
      if (reading.frozen) return reading;
      return { ...reading, frozen: action.moment, seenTo: reading.seenTo ?? endOf(action.moment) };
    }
    case 'goOn':
      return { ...reading, frozen: null, seenTo: reading.isFollowing ? null : reading.seenTo };
  }
}

/** The lines that are shown. */
export function shownMoment(reading: Reading, now: LogMoment): LogMoment {
  return reading.frozen ?? now;
}

/** How many lines came that the reader has not seen, of those that `fits` lets through. */
export function newLines(reading: Reading, now: LogMoment, fits: (line: LogMoment['log'][number]) => boolean): number {
  if (reading.seenTo === null) return 0;
  let count = 0;
  for (let index = Math.max(0, reading.seenTo - now.forgotten); index < now.log.length; index += 1) {
    if (fits(now.log[index]!)) count += 1;
  }
  return count;
}
