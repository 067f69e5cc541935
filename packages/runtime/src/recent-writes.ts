const windowMs = 10 * 60_000;
/** The fourth time the same value goes into the same field within the window, somebody else keeps undoing it. */
const mostRepeats = 3;
const mostPlaces = 50_000;

/**
 * Remembers what *Keep in step* wrote lately, so that it stops where another program keeps writing the opposite. Kept in
 * memory only: after a restart the count begins anew, and a contest is noticed a few writes later.
 */
export class RecentWrites {
  readonly #written = new Map<string, { readonly at: number; readonly value: string }[]>();

  /** Whether writing this value would be one repetition too many. */
  isContested(place: string, value: string, nowMs: number): boolean {
    return this.#recent(place, nowMs).filter((write) => write.value === value).length >= mostRepeats;
  }

  note(place: string, value: string, nowMs: number): void {
    const recent = [...this.#recent(place, nowMs), { at: nowMs, value }];
    this.#written.delete(place);
    this.#written.set(place, recent);
    if (this.#written.size <= mostPlaces) return;
    const [oldest] = this.#written.keys();
    this.#written.delete(oldest!);
  }

  #recent(place: string, nowMs: number) {
    return (this.#written.get(place) ?? []).filter(({ at }) => nowMs - at < windowMs);
  }
}
