/** Which rows are chosen, by name: the one that has the focus, where a range began, and all that are selected. */
export interface RowChoice {
  readonly current: string | null;
  readonly anchor: string | null;
  readonly selected: readonly string[];
}

/** One row, or none. */
export function onlyRow(name: string | null): RowChoice {
  return { current: name, anchor: name, selected: name === null ? [] : [name] };
}
