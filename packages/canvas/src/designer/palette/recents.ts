const key = 'koppel.palette.recent';
const most = 12;

/** Ids of the palette's entries used last in this browser, newest first. */
export function recentEntries(shelf: Pick<Storage, 'getItem'>): string[] {
  try {
    const ids: unknown = JSON.parse(shelf.getItem(key) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Remembers that an entry was used. */
export function rememberEntry(shelf: Pick<Storage, 'getItem' | 'setItem'>, id: string): void {
  try {
    shelf.setItem(key, JSON.stringify([id, ...recentEntries(shelf).filter((other) => other !== id)].slice(0, most)));
  } catch {
    // Storage is blocked or full: nothing is lost but the order of a list.
  }
}
