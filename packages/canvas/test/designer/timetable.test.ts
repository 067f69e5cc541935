import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cronOf,
  everyDay,
  inRhythm,
  stepsOf,
  timetableOf,
  type Timetable,
} from '../../src/designer/inspector/timetable.ts';

/** The values that a field of a cron line stands for, found by trying each: another reading of cron than the one under test. */
function valuesOf(field: string, least: number, most: number): string {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [first, last = first] = range === '*' ? [least, most] : range.split('-').map(Number);
    for (let value = first!; value <= last!; value += Number(step)) found.add(most === 6 ? value % 7 : value);
  }
  return [...found].toSorted((a, b) => a - b).join();
}

function meaningOf(cron: string): readonly string[] {
  const [minute = '', hour = '', date = '', month = '', day = ''] = cron.split(' ');
  // Beside a date, any list of days counts as one more way to be due.
  const days = day === '*' && date !== '*' ? 'any' : valuesOf(day, 0, 6);
  return [valuesOf(minute, 0, 59), valuesOf(hour, 0, 23), date, month, days];
}

const timetables = fc
  .record({
    rhythm: fc.constantFrom('minutes', 'hours', 'day', 'month'),
    step: fc.nat(),
    from: fc.integer({ min: 0, max: 22 }),
    length: fc.integer({ min: 1, max: 23 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    days: fc.subarray([...everyDay], { minLength: 1 }),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ step, from, length, ...rest }): Timetable => {
    const steps = rest.rhythm === 'minutes' || rest.rhythm === 'hours' ? stepsOf[rest.rhythm] : [1];
    return { ...rest, every: steps[step % steps.length]!, from, to: Math.min(from + length, 23) };
  });

const number = (most: number) => fc.integer({ min: 0, max: most }).map(String);
const range = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const field = (most: number) =>
  fc
    .tuple(
      fc.oneof(fc.constant('*'), number(most), range(most)),
      fc.constantFrom(null, null, 1, 2, 3, 4, 5, 7, 12, 15, 30, 35),
    )
    .map(([of, step]) => (step === null ? of : `${of}/${step}`));
const mostlyAny = (other: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant('*') }, { weight: 1, arbitrary: other });
const weekdays = fc.oneof(
  fc.constant('*'),
  fc.array(fc.oneof(number(7), range(7)), { minLength: 1, maxLength: 4 }).map((days) => days.join()),
);
const lines = fc
  .tuple(field(59), field(23), mostlyAny(field(31)), mostlyAny(fc.constantFrom('1', '1-6')), weekdays)
  .map((fields) => fields.join(' '));

describe('a timetable', () => {
  test('is read again from the cron line that it makes', () => {
    fc.assert(
      fc.property(timetables, (timetable) => {
        const cron = cronOf(timetable);
        const again = timetableOf(cron)!;
        expect([again.rhythm, cronOf(again)]).toEqual([timetable.rhythm, cron]);
      }),
    );
  });

  test('means what the cron line means, where it can be read as one at all', () => {
    let read = 0;
    fc.assert(
      fc.property(lines, (cron) => {
        const timetable = timetableOf(cron);
        if (timetable === null) return;
        read += 1;
        expect(meaningOf(cronOf(timetable))).toEqual(meaningOf(cron));
      }),
      { numRuns: 5_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test.each([
    ['*/15 6-20 * * 1-5', { rhythm: 'minutes', every: 15, from: 6, to: 20, days: [1, 2, 3, 4, 5] }],
    ['0 2 * * *', { rhythm: 'day', hour: 2, minute: 0, days: everyDay }],
    ['30 8-18/2 * * 0,6', { rhythm: 'hours', every: 2, from: 8, to: 18, minute: 30, days: [0, 6] }],
    ['5 4 1 * *', { rhythm: 'month', hour: 4, minute: 5, dayOfMonth: 1 }],
    ['0 12 * * 7', { rhythm: 'day', days: [0] }],
  ])('reads %s', (cron, expected) => {
    expect(timetableOf(cron)).toMatchObject(expected);
  });

  test.each([
    '',
    'every day',
    '*/7 * * * *',
    '0 2 * 1 *',
    '0 2 L * *',
    '0 2 1 * 1',
    '0,30 2 * * *',
    '61 2 * * *',
    '0 2 * * 1#2',
  ])('leaves "%s" to who reads cron', (cron) => {
    expect(timetableOf(cron)).toBeNull();
  });

  test('keeps days and hours in another rhythm, as far as they make sense there', () => {
    const working = timetableOf('*/15 6-20 * * 1-5')!;
    expect(cronOf(inRhythm(working, 'hours'))).toBe('0 6-20 * * 1-5');
    expect(cronOf(inRhythm(working, 'day'))).toBe('0 2 * * 1-5');
    expect(cronOf(inRhythm(timetableOf('*/5 6 * * *'), 'hours'))).toBe('0 * * * *');
    expect(cronOf(inRhythm(null, 'minutes'))).toBe('*/15 * * * *');
  });
});
