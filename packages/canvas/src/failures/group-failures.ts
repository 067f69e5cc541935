import type { FailureItem } from '@koppel/protocol';
import type { Grouping } from './search.ts';

/** Failures that share a cause, a flow, an entity or an age, newest first as the list gave them. */
export interface FailureGroup {
  /** The cause, the flow's id, the entity, or the age. */
  readonly key: string;
  readonly items: readonly FailureItem[];
}

const day = 86_400_000;

/** The ages of the grouping by age, youngest first. */
export const ages = ['today', 'week', 'older'] as const;
export type Age = (typeof ages)[number];

/** How old a failure is, by when it was seen last. */
function ageOf(lastAt: string, now: number): Age {
  const ms = now - Date.parse(lastAt);
  if (ms < day) return 'today';
  return ms < 7 * day ? 'week' : 'older';
}

/** The failures in groups: largest first, except by age, where the youngest comes first. */
export function groupFailures(items: readonly FailureItem[], grouping: Grouping, now: number): FailureGroup[] {
  const keyOf = (item: FailureItem): string => {
    if (grouping === 'cause') return item.cause;
    if (grouping === 'flow') return item.flowId;
    if (grouping === 'entity') return item.entity;
    return ageOf(item.lastAt, now);
  };
  const groups = [...Map.groupBy(items, keyOf)].map(([key, inGroup]) => ({ key, items: inGroup }));
  if (grouping === 'age') return ages.flatMap((age) => groups.filter(({ key }) => key === age));
  return groups.toSorted((a, b) => b.items.length - a.items.length);
}

/** How many of a group are shown before "more". */
const shownAtFirst = 4;

/** The items of a group that are on the screen. */
export function shownItems(group: FailureGroup, open: ReadonlySet<string>): readonly FailureItem[] {
  return open.has(group.key) ? group.items : group.items.slice(0, shownAtFirst);
}

/** Which of some ids are checked: none, some or all. */
export function checkState(ids: readonly string[], checked: ReadonlySet<string>): boolean | 'some' {
  const count = ids.filter((id) => checked.has(id)).length;
  if (count === 0) return false;
  return count === ids.length ? true : 'some';
}
