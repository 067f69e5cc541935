import { HttpProblem } from '../http/problems.ts';
import type { Cents } from './cents.ts';

/** Twelve months. Months are texts such as `2026-11`. */
export interface Period {
  /** Oldest first. */
  readonly months: readonly string[];
  readonly end: string;
  /** Whether the last month is the present one, which is not over. */
  readonly isCurrent: boolean;
  /** How much of the present month is over: above 0, at most 1. */
  readonly shareOver: number;
  /** The ends there are to choose from, newest first. */
  readonly ends: readonly string[];
}

/** The flow keeps 36 months: of an earlier period there would be no year before. */
const endsKept = 13;

/** The period that ends with the month of a day, or with an earlier one. Throws a problem for one that is too long ago, or to come. */
export function periodOf(today: string, end?: string): Period {
  const ends = monthsUpTo(today.slice(0, 7), endsKept).toReversed();
  const chosen = end ?? ends[0]!;
  if (!ends.includes(chosen)) {
    throw new HttpProblem(400, {
      code: 'revenue.period-unknown',
      message: `There are no twelve months up to ${chosen} to show beside the year before.`,
      remedy: `Choose an end from ${ends.at(-1)!} to ${ends[0]!}.`,
    });
  }
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return {
    months: monthsUpTo(chosen, 12),
    end: chosen,
    isCurrent: chosen === ends[0],
    shareOver: day / days,
    ends,
  };
}

/** The revenue of a customer in whole months of a period that is over, and in those of the year before. */
export function revenueIn(
  { months }: { readonly months: ReadonlyMap<string, Cents> },
  period: Period,
): { revenue12m: Cents; revenuePrevious12m: Cents } {
  const sum = (shown: readonly string[]) => shown.reduce((total, month) => total + (months.get(month) ?? 0), 0);
  return { revenue12m: sum(period.months), revenuePrevious12m: sum(period.months.map(yearBefore)) };
}

export const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** A month and those before it, oldest first. */
function monthsUpTo(last: string, count: number): string[] {
  const [year, month] = last.split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 7),
  );
}
