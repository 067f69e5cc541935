/** How a schedule repeats, for who does not read cron. Any other cron line stays as it is written. */
export type Rhythm = 'minutes' | 'hours' | 'day' | 'month';

/** A schedule in the terms of a clock and a calendar. What its rhythm does not use is kept for when another is chosen. */
export interface Timetable {
  readonly rhythm: Rhythm;
  /** Minutes or hours from one start to the next. */
  readonly every: number;
  /** Within these hours of the day, both included: to 20 is until 20:59. */
  readonly from: number;
  readonly to: number;
  /** When it starts, once a day or a month; of every few hours only the minute. */
  readonly hour: number;
  readonly minute: number;
  /** On which days of the week, 0 for Sunday, ascending; never none. */
  readonly days: readonly number[];
  /** 1 to 31; a month that has no such day is left out. */
  readonly dayOfMonth: number;
}

/** What divides an hour and a day, so that the time from one start to the next is always the same. */
export const stepsOf: Readonly<Record<'minutes' | 'hours', readonly number[]>> = {
  minutes: [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30],
  hours: [1, 2, 3, 4, 6, 8, 12],
};
export const everyDay: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

const usual: Timetable = {
  rhythm: 'day',
  every: 15,
  from: 0,
  to: 23,
  hour: 2,
  minute: 0,
  days: everyDay,
  dayOfMonth: 1,
};

/** The same days and hours in another rhythm. */
export function inRhythm(before: Timetable | null, rhythm: Rhythm): Timetable {
  const kept = before ?? usual;
  if (rhythm !== 'minutes' && rhythm !== 'hours') return { ...kept, rhythm };
  const every = before?.rhythm === rhythm ? kept.every : rhythm === 'minutes' ? 15 : 1;
  // Within a single hour there is nothing to count hours in.
  const span = rhythm === 'hours' && kept.from === kept.to ? { from: usual.from, to: usual.to } : {};
  return { ...kept, rhythm, every, ...span };
}

/** As cron writes it: minute, hour, day of the month, month, day of the week. */
export function cronOf({ rhythm, every, from, to, hour, minute, days, dayOfMonth }: Timetable): string {
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const isRow = days.length > 2 && last - first === days.length - 1;
  const on = days.length === 7 ? '*' : isRow ? `${first}-${last}` : days.join();
  const hours = from === 0 && to === 23 ? '*' : from === to ? String(from) : `${from}-${to}`;
  switch (rhythm) {
    case 'minutes':
      return `${every === 1 ? '*' : `*/${every}`} ${hours} * * ${on}`;
    case 'hours':
      return `${minute} ${every === 1 ? hours : `${hours}/${every}`} * * ${on}`;
    case 'day':
      return `${minute} ${hour} * * ${on}`;
    case 'month':
      return `${minute} ${hour} ${dayOfMonth} * *`;
  }
}

/** A cron line in these terms, or null where it says something else. */
export function timetableOf(cron: string): Timetable | null {
  const [minutes = '', hours = '', dayOfMonth = '', month, weekdays = '', ...rest] = cron.trim().split(/\s+/);
  if (rest.length > 0 || month !== '*') return null;
  const days = daysOf(weekdays);
  const span = spanOf(hours);
  const minute = within(minutes, 59);
  const hour = within(hours, 23);
  const date = within(dayOfMonth, 31);
  if (days === null || (dayOfMonth !== '*' && !date)) return null;
  if (date) {
    // With both, cron means the one or the other.
    if (minute === null || hour === null || weekdays !== '*') return null;
    return { ...usual, rhythm: 'month', hour, minute, dayOfMonth: date };
  }
  if (minute !== null && hour !== null) return { ...usual, rhythm: 'day', hour, minute, days };
  if (minute !== null && span && stepsOf.hours.includes(span.every)) {
    return { ...usual, rhythm: 'hours', ...span, minute, days };
  }
  const step = minutes === '*' ? 1 : Number(/^\*\/(\d{1,2})$/.exec(minutes)?.[1] ?? 0);
  if (!stepsOf.minutes.includes(step) || !span || span.every !== 1) return null;
  return { ...usual, rhythm: 'minutes', ...span, every: step, days };
}

function within(text: string, most: number): number | null {
  return /^\d{1,2}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

/** `*`, `6`, `6-20`, each with `/2` behind it where that leaves more than one hour. */
function spanOf(text: string): Pick<Timetable, 'from' | 'to' | 'every'> | null {
  const [, whole, first, last, step = '1'] = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  if (whole !== undefined) return { from: 0, to: 23, every: Number(step) };
  const from = within(first ?? '', 23);
  const to = last === undefined ? from : within(last, 23);
  if (from === null || to === null || from > to || (last === undefined && step !== '1')) return null;
  return { from, to, every: Number(step) };
}

function daysOf(text: string): readonly number[] | null {
  if (text === '*') return everyDay;
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [, first, last = first] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? [];
    if (first === undefined || Number(first) > Number(last)) return null;
    for (let day = Number(first); day <= Number(last); day += 1) days.add(day % 7);
  }
  return [...days].toSorted((a, b) => a - b);
}
