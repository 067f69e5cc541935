import type { Language } from '@koppel/model';
import type { TextValues } from '../i18n/compile.ts';
import type { MessageId } from '../i18n/texts.ts';
import type { Region } from '../theme/preferences.ts';
import { createNumberFormat, type NumberFormat } from './number.ts';

export interface FormatOptions {
  /** Of the words: names of days and months, units. */
  readonly language: Language;
  /** Of the numbers. */
  readonly region: Region;
  /** The workspace's; undefined is the browser's. */
  readonly timeZone?: string | undefined;
  readonly text: (id: MessageId, values?: TextValues) => string;
}

/** An instant: ISO 8601, or milliseconds since 1970. */
export type Instant = string | number;

/** How Koppel writes numbers, durations and times for one reader. Pure: what "now" is, the caller says. */
export interface Format extends NumberFormat {
  /** 640 ms · 1,9 s · 18 s · 1 min 41 · 2 h 05 · 3 d 4 h */
  duration(ms: number): string;
  /** As `duration`, without parts of a second: for tables and running clocks. */
  wholeDuration(ms: number): string;
  /** How long ago: now · 2 min · 11 h · 3 d; older than a week the day itself. */
  age(at: Instant, now: number): string;
  /** 14:02 */
  time(at: Instant): string;
  /** 14:02:39 */
  timeSeconds(at: Instant): string;
  /** 14:02:39,114 */
  timeMs(at: Instant): string;
  /** 23 Nov 2026 */
  date(at: Instant): string;
  /** 23 Nov 2026, for a date without a time such as `2026-11-23`: the same in every time zone. */
  calendarDate(date: string): string;
  /** 23 Nov 2026 14:02 */
  dateTime(at: Instant): string;
  /** The time today, else the day (with the year when it is another one). */
  moment(at: Instant, now: number): string;
  /** Today, Monday 23 November */
  dayHeading(at: Instant, now: number): string;
  /** A day of the week, 0 for Sunday: Mon, and Monday. */
  weekdayName(day: number): { readonly short: string; readonly long: string };
  /** A key that is the same for all instants of one day, and sorts. */
  dayKey(at: Instant): string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats for one reader. Costly to make (Intl): once per reader, not per value. */
export function createFormat({ language, region, timeZone, text }: FormatOptions): Format {
  const numbers = createNumberFormat(region);
  const words = `${language}-BE`;
  const intl = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(words, { ...options, ...(timeZone ? { timeZone } : {}) });
  const clock = intl({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clockSeconds = intl({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const fullDate = intl({ day: 'numeric', month: 'short', year: 'numeric' });
  const plainDate = new Intl.DateTimeFormat(words, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const shortDate = intl({ day: 'numeric', month: 'short' });
  const weekday = intl({ weekday: 'long', day: 'numeric', month: 'long' });
  const weekdayNames = (['short', 'long'] as const).map(
    (length) => new Intl.DateTimeFormat(words, { weekday: length, timeZone: 'UTC' }),
  );
  const sortable = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  });
  const dayKey = (at: Instant) => sortable.format(new Date(at));
  const time = (at: Instant) => clock.format(new Date(at));
  const date = (at: Instant) => fullDate.format(new Date(at));
  const twoDigits = (value: number) => String(value).padStart(2, '0');

  function wholeDuration(ms: number): string {
    const seconds = Math.max(0, Math.round(ms / second));
    if (seconds < 60) return text('format.seconds', { n: seconds });
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return text('format.minutes', { m: minutes, s: twoDigits(seconds % 60) });
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return text('format.hours', { h: hours, m: twoDigits(minutes % 60) });
    return text('format.days', { d: Math.floor(hours / 24), h: hours % 24 });
  }

  function moment(at: Instant, now: number): string {
    if (dayKey(at) === dayKey(now)) return time(at);
    const isThisYear = dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4);
    return (isThisYear ? shortDate : fullDate).format(new Date(at));
  }

  return {
    ...numbers,
    duration(ms) {
      if (ms < second) return text('format.milliseconds', { n: Math.max(0, Math.round(ms)) });
      if (ms < 9.95 * second) return text('format.seconds', { n: numbers.decimal(ms / second) });
      return wholeDuration(ms);
    },
    wholeDuration,
    age(at, now) {
      const ms = now - new Date(at).getTime();
      if (ms < minute) return text('format.now');
      if (ms < hour) return text('format.ageMinutes', { n: Math.floor(ms / minute) });
      if (ms < day) return text('format.ageHours', { n: Math.floor(ms / hour) });
      if (ms < 7 * day) return text('format.ageDays', { n: Math.floor(ms / day) });
      return moment(at, now);
    },
    time,
    timeSeconds: (at) => clockSeconds.format(new Date(at)),
    timeMs: (at) =>
      `${clockSeconds.format(new Date(at))},${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`,
    date,
    calendarDate: (date) => (/^\d{4}-\d{2}-\d{2}$/.test(date) ? plainDate.format(new Date(date)) : date),
    dateTime: (at) => `${date(at)} ${time(at)}`,
    moment,
    dayHeading(at, now) {
      // English puts a comma behind the day of the week; a heading reads better without.
      const name = weekday.format(new Date(at)).replace(',', '');
      if (dayKey(at) === dayKey(now)) return text('format.today', { day: name });
      if (dayKey(at) === dayKey(now - day)) return text('format.yesterday', { day: name });
      return name;
    },
    weekdayName(day) {
      // A Sunday, and the days behind it.
      const [short = '', long = ''] = weekdayNames.map((names) => names.format(Date.UTC(2023, 0, 1 + day)));
      return { short: short.replace('.', ''), long };
    },
    dayKey,
  };
}
