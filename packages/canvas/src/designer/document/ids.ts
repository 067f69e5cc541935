/**
 * An id that is not taken: `base` itself, or with the next free number behind it (`map`, `map2`, `map3`). `base` is made to
 * fit what documents allow: letters, digits, - and _, starting with a letter.
 */
export function freshId(taken: { readonly has: (id: string) => boolean }, base: string): string {
  const plain =
    base
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-zA-Z0-9_-]+/g, '-')
      .replace(/^[^a-zA-Z]+|-+$/g, '')
      .slice(0, 56) || 'node';
  const stem = plain.replace(/\d+$/, '') || plain;
  if (!taken.has(plain)) return plain;
  for (let count = 2; ; count += 1) {
    const id = `${stem}${count}`;
    if (!taken.has(id)) return id;
  }
}
