/** The slug of the workspace that an address is in; null outside of workspaces. */
export function workspaceIn(path: string): string | null {
  const [, slug] = /^\/w\/([a-z0-9-]+)(?:\/|$)/.exec(path) ?? [];
  return slug ?? null;
}

/** Where the screens of a workspace begin. */
export function workspaceBase(slug: string): string {
  return `/w/${slug}`;
}

const lastKey = 'koppel.workspace';

/** Remembers which workspace this browser was in. */
export function rememberWorkspace(slug: string, storage: Pick<Storage, 'setItem'>): void {
  storage.setItem(lastKey, slug);
}

/** The workspace to open where the address names none: the one used last, else the first. Null for who has none. */
export function usualWorkspace(slugs: readonly string[], storage: Pick<Storage, 'getItem'>): string | null {
  const last = storage.getItem(lastKey);
  return last !== null && slugs.includes(last) ? last : (slugs[0] ?? null);
}
