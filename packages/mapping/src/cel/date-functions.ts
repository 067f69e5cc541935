import { dateText, dayInZone, daysInMonth, parseMoment } from '../calendar.ts';
import { readLooseDate } from '../formats.ts';
import { MappingError, quoted } from '../mapping-error.ts';
import { define, type LibraryFunction, type Overload } from './library.ts';
import { CalendarDay, expressionFailed } from './values.ts';

const dayMs = 86_400_000;

const yearOf = (day: CalendarDay) => Number(day.text.slice(0, 4));
const monthOf = (day: CalendarDay) => Number(day.text.slice(5, 7));
const dayOf = (day: CalendarDay) => Number(day.text.slice(8, 10));
const epochDay = (day: CalendarDay) => Date.parse(day.text) / dayMs;

function day(year: number, month: number, dayOfMonth: number): CalendarDay {
  const text = dateText(year, month, dayOfMonth);
  if (text) return new CalendarDay(text);
  throw expressionFailed(
    `There is no date with year ${year}, month ${month} and day ${dayOfMonth}.`,
    'Check the numbers; years go from 1 to 9999.',
  );
}

/** No calendar in use spans more days or months. */
function count(number: bigint, most: number): number {
  if (number <= BigInt(most) && number >= BigInt(-most)) return Number(number);
  throw expressionFailed(`${number} is too much to add to a date.`, 'Dates go from the year 1 to 9999.');
}

function addDays(from: CalendarDay, days: bigint): CalendarDay {
  const date = new Date((epochDay(from) + count(days, 4_000_000)) * dayMs);
  return day(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/** 31 January and one month is the last of February: the day is kept where the month has it. */
function addMonths(from: CalendarDay, months: bigint): CalendarDay {
  const total = yearOf(from) * 12 + monthOf(from) - 1 + count(months, 120_000);
  const year = Math.floor(total / 12);
  const month = (total % 12) + 1;
  return day(year, month, Math.min(dayOf(from), daysInMonth(year, month)));
}

function readMomentText(text: string): Date {
  const moment = parseMoment(text);
  if (moment !== null) return new Date(moment);
  throw new MappingError({
    code: 'mapping.not-a-date',
    message: `${quoted(text)} is not a date and time.`,
    remedy: 'Write it with its offset from UTC, such as 2026-11-23T14:02:00Z.',
    value: text,
  });
}

/** The day of a moment depends on the context's time zone, so each context registers it for itself. */
export function dayOfMomentOverload(timeZone: string): Overload {
  const dayOfMoment = dayInZone(timeZone);
  return {
    signature: 'date(google.protobuf.Timestamp): Date',
    handler: (moment: Date) => new CalendarDay(dayOfMoment(moment.getTime())),
  };
}

/** Dates. There is no "today": the same record always gives the same result. */
export const dateFunctions: readonly LibraryFunction[] = [
  define(
    'dates',
    'date(value)',
    [
      'Reads a text as a date, makes one of year, month and day, or takes the day of a date and time.',
      'Leest een tekst als datum, maakt er een van jaar, maand en dag, of neemt de dag van een datum met tijd.',
      "Lit un texte comme une date, en fait une d'année, mois et jour, ou prend le jour d'une date avec heure.",
    ],
    ['date("23/11/2026")', '2026-11-23'],
    {
      'date(string): Date': (text: string) => new CalendarDay(readLooseDate(text)),
      'date(Date): Date': (value: CalendarDay) => value,
      'date(int, int, int): Date': (year: bigint, month: bigint, dayOfMonth: bigint) =>
        day(Number(year), Number(month), Number(dayOfMonth)),
    },
  ),
  define(
    'dates',
    'dateTime(text)',
    [
      'Reads a text as a date and time.',
      'Leest een tekst als datum met tijd.',
      'Lit un texte comme une date avec heure.',
    ],
    ['dateTime("2026-11-23T15:02:00+01:00")', '2026-11-23T14:02:00Z'],
    { 'dateTime(string): google.protobuf.Timestamp': readMomentText },
  ),
  define(
    'dates',
    'year(date)',
    ['The year of a date.', 'Het jaar van een datum.', "L'année d'une date."],
    ['year(date("2026-11-23"))', '2026'],
    { 'year(Date): int': (value: CalendarDay) => BigInt(yearOf(value)) },
  ),
  define(
    'dates',
    'month(date)',
    ['The month of a date, 1 to 12.', 'De maand van een datum, 1 tot 12.', "Le mois d'une date, de 1 à 12."],
    ['month(date("2026-11-23"))', '11'],
    { 'month(Date): int': (value: CalendarDay) => BigInt(monthOf(value)) },
  ),
  define(
    'dates',
    'day(date)',
    ['The day of the month.', 'De dag van de maand.', 'Le jour du mois.'],
    ['day(date("2026-11-23"))', '23'],
    { 'day(Date): int': (value: CalendarDay) => BigInt(dayOf(value)) },
  ),
  define(
    'dates',
    'weekday(date)',
    [
      'The day of the week, Monday being 1.',
      'De dag van de week, maandag is 1.',
      'Le jour de la semaine, lundi étant 1.',
    ],
    ['weekday(date("2026-11-23"))', '1'],
    { 'weekday(Date): int': (value: CalendarDay) => BigInt(new Date(value.text).getUTCDay() || 7) },
  ),
  define(
    'dates',
    'addDays(date, days)',
    ['A date some days later.', 'Een datum enkele dagen later.', 'Une date quelques jours plus tard.'],
    ['addDays(date("2026-11-23"), 30)', '2026-12-23'],
    { 'addDays(Date, int): Date': addDays },
  ),
  define(
    'dates',
    'addMonths(date, months)',
    [
      'A date some months later; at most the last day of that month.',
      'Een datum enkele maanden later; ten hoogste de laatste dag van die maand.',
      'Une date quelques mois plus tard ; au plus le dernier jour de ce mois.',
    ],
    ['addMonths(date("2026-01-31"), 1)', '2026-02-28'],
    { 'addMonths(Date, int): Date': addMonths },
  ),
  define(
    'dates',
    'endOfMonth(date)',
    [
      'The last day of the month of a date.',
      'De laatste dag van de maand van een datum.',
      "Le dernier jour du mois d'une date.",
    ],
    ['endOfMonth(date("2026-11-23"))', '2026-11-30'],
    {
      'endOfMonth(Date): Date': (value: CalendarDay) =>
        day(yearOf(value), monthOf(value), daysInMonth(yearOf(value), monthOf(value))),
    },
  ),
  define(
    'dates',
    'daysBetween(from, to)',
    [
      'Days from one date to another; negative when it lies before.',
      'Dagen van de ene datum tot de andere; negatief als die ervoor ligt.',
      "Jours d'une date à une autre ; négatif si elle la précède.",
    ],
    ['daysBetween(date("2026-11-23"), date("2026-12-01"))', '8'],
    { 'daysBetween(Date, Date): int': (from: CalendarDay, to: CalendarDay) => BigInt(epochDay(to) - epochDay(from)) },
  ),
];
