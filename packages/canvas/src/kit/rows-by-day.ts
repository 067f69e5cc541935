/** A row of a table: a day, or something of it. */
export type DayRow<Item> =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'item'; readonly key: string; readonly item: Item };

/** The items, newest first, with a head before each day. */
export function rowsByDay<Item>(
  items: readonly Item[],
  of: {
    readonly at: (item: Item) => string;
    readonly key: (item: Item) => string;
    /** The same for all instants of one day, and sorts. */
    readonly dayKey: (at: string) => string;
  },
): DayRow<Item>[] {
  const rows: DayRow<Item>[] = [];
  let day: string | null = null;
  for (const item of items) {
    const at = of.at(item);
    const itsDay = of.dayKey(at);
    // What began before what is listed above it may stand under its neighbours' day: the order of the list decides.
    if (day === null || itsDay < day) {
      day = itsDay;
      rows.push({ kind: 'day', key: `day ${itsDay}`, at });
    }
    rows.push({ kind: 'item', key: of.key(item), item });
  }
  return rows;
}
