/**
 * Finds positions by name. Names cannot be led back to their position by arithmetic, so the first question reads them
 * all once and keeps one number for each: 4 bytes for the hash, 4 for the position, however long the name.
 */
export function nameIndex(count: number, nameAt: (position: number) => string): (folded: string) => readonly number[] {
  let index: { readonly hashes: Uint32Array; readonly positions: Uint32Array } | undefined;

  function build() {
    const all = new Uint32Array(count);
    for (let position = 0; position < count; position++) all[position] = hash(nameAt(position).toLowerCase());
    const positions = Uint32Array.from(all, (_, position) => position).sort((a, b) => all[a]! - all[b]!);
    return { positions, hashes: positions.map((position) => all[position]!) };
  }

  return (folded) => {
    index ??= build();
    const { hashes, positions } = index;
    const wanted = hash(folded);
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (hashes[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let at = low; at < count && hashes[at] === wanted; at++) {
      const position = positions[at]!;
      if (nameAt(position).toLowerCase() === folded) found.push(position);
    }
    return found;
  };
}

function hash(text: string): number {
  let h = 0x811c_9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x0100_0193);
  return h >>> 0;
}
