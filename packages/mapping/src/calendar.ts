const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayFirstPattern = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const compactPattern = /^(\d{4})(\d{2})(\d{2})$/;
const momentPattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** No way of writing a day or moment is longer; longer texts are refused unread. */
const longestText = 60;

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeapYear ? 29 : (daysOfMonth[month - 1] ?? 0);
}

/** `2026-11-23`, or `null` for a day that no calendar has, such as 30 February, or a year outside 1 to 9999. */
export function dateText(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

const pad = (number: number, length: number) => String(number).padStart(length, '0');

/** Reads `2026-11-23` strictly; `null` for anything else. */
export function parseDate(text: string): string | null {
  const match = datePattern.exec(text);
  return match && dateText(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Reads a day as people and files write it: `2026-11-23`, `23/11/2026`, `23.11.2026`, `23-11-2026`, `20261123`. */
export function parseLooseDate(text: string): string | null {
  if (text.length > longestText) return null;
  const trimmed = text.trim();
  const dayFirst = dayFirstPattern.exec(trimmed);
  if (dayFirst) return dateText(Number(dayFirst[3]), Number(dayFirst[2]), Number(dayFirst[1]));
  const compact = compactPattern.exec(trimmed);
  if (compact) return dateText(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  return parseDate(trimmed);
}

/**
 * Reads a moment in ISO 8601 that says its offset and gives it in UTC, to the second or, where it has them, to the
 * millisecond: `2026-11-23T14:02:00Z`. `null` for anything else, also for a moment without offset: nobody could say
 * when that was.
 */
export function parseMoment(text: string): string | null {
  if (text.length > longestText) return null;
  const trimmed = text.trim();
  if (!momentPattern.test(trimmed) || parseDate(trimmed.slice(0, 10)) === null) return null;
  // The engine reads `+01:00` but not `+0100`, and wants a T.
  const milliseconds = Date.parse(
    trimmed
      .replace(' ', 'T')
      .replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
      .toUpperCase(),
  );
  return Number.isNaN(milliseconds) ? null : momentText(new Date(milliseconds));
}

/** The canonical text of a moment; `null` outside the years 1 to 9999. */
export function momentText(moment: Date): string | null {
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999) return null;
  const text = moment.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** Gives the calendar day of a moment (milliseconds since 1970) in a time zone, with its summer time. */
export type DayOfMoment = (milliseconds: number) => string;

const daysInZones = new Map<string, DayOfMoment>();

/** Throws a RangeError for a zone that does not exist. Made once for each: a format of the engine is dear. */
export function dayInZone(timeZone: string): DayOfMoment {
  const day = daysInZones.get(timeZone) ?? makeDayInZone(timeZone);
  daysInZones.set(timeZone, day);
  return day;
}

function makeDayInZone(timeZone: string): DayOfMoment {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (milliseconds) => {
    let year = '';
    let month = '';
    let day = '';
    for (const { type, value } of format.formatToParts(milliseconds)) {
      if (type === 'year') year = value;
      else if (type === 'month') month = value;
      else if (type === 'day') day = value;
    }
    return `${year.padStart(4, '0')}-${month}-${day}`;
  };
}
