/** A time of day, a day of the week, or a date, on which a schedule does not start. */
type Quiet =
  | { readonly kind: 'hours'; readonly from: string; readonly until: string }
  | { readonly kind: 'weekday'; readonly day: number }
  | { readonly kind: 'date'; readonly date: string };

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads one line: `22:00-06:00`, `sat`, `2026-12-25`; null for anything else. */
function parseQuiet(line: string): Quiet | null {
  const text = line.trim().toLowerCase();
  const hours = /^([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]|24):([0-5]\d)$/.exec(text);
  if (hours) {
    const [from, until] = [`${hours[1]}:${hours[2]}`, `${hours[3]}:${hours[4]}`];
    return from === until ? null : { kind: 'hours', from, until };
  }
  const day = weekdays.indexOf(text.slice(0, 3));
  if (day >= 0 && /^[a-z]{3,9}$/.test(text)) return { kind: 'weekday', day };
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDate ? { kind: 'date', date: text } : null;
}

/** The lines that cannot be read. */
export function unreadableQuiet(lines: readonly string[]): string[] {
  return lines.filter((line) => parseQuiet(line) === null);
}

/** Whether a moment lies in a quiet period, in the local time of the zone. */
export function isQuiet(lines: readonly string[], timeZone: string, at: Date): boolean {
  if (lines.length === 0) return false;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}`;
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const day = weekdays.indexOf(part('weekday').slice(0, 3).toLowerCase());
  return lines.some((line) => {
    const quiet = parseQuiet(line);
    switch (quiet?.kind) {
      case 'hours':
        // Over midnight: after the beginning or before the end.
        return quiet.from < quiet.until
          ? time >= quiet.from && time < quiet.until
          : time >= quiet.from || time < quiet.until;
      case 'weekday':
        return day === quiet.day;
      case 'date':
        return date === quiet.date;
      case undefined:
        return false;
    }
  });
}
