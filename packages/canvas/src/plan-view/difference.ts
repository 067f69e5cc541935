/** A piece of a text: in both texts, or in only one of them. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Longer texts are compared as a whole: their difference in characters would be noise, and slow. */
const longest = 400;
/** With less in common than this share, marks on single characters hide more than they show. */
const littleInCommon = 0.3;

/**
 * How a text became another, character by character: the pieces of the former and of the latter. Both lists put together
 * give the whole text each.
 */
export function difference(before: string, after: string): { readonly before: Piece[]; readonly after: Piece[] } {
  const [old, fresh] = [[...before], [...after]];
  if (old.length > longest || fresh.length > longest) return whole(before, after);
  const same = common(old, fresh);
  if (same.length < Math.max(old.length, fresh.length) * littleInCommon) return whole(before, after);
  return {
    before: pieces(old, new Set(same.map(([at]) => at)), 'removed'),
    after: pieces(fresh, new Set(same.map(([, at]) => at)), 'added'),
  };
}

/**
 * Three values beside each other: what each side has that the first has not, and what of the first is gone from either side.
 * Where there is no first, the two sides are held against each other.
 */
export function threeWay(
  base: string | null,
  ours: string | null,
  theirs: string | null,
): { readonly base: Piece[]; readonly ours: Piece[]; readonly theirs: Piece[] } {
  if (base === null) {
    const to = (from: string | null, text: string | null) => (text === null ? [] : difference(from ?? '', text).after);
    return { base: [], ours: to(theirs, ours), theirs: to(ours, theirs) };
  }
  const sides = [ours, theirs].map((side) => difference(base, side ?? ''));
  const isGone = sides.map(({ before }) => before.flatMap(({ kind, text }) => [...text].map(() => kind === 'removed')));
  const characters = [...base];
  const kept = new Set(characters.flatMap((_, at) => (isGone.some((gone) => gone[at]) ? [] : [at])));
  return {
    base: pieces(characters, kept, 'removed'),
    ours: ours === null ? [] : sides[0]!.after,
    theirs: theirs === null ? [] : sides[1]!.after,
  };
}

function whole(before: string, after: string): { before: Piece[]; after: Piece[] } {
  return {
    before: before === '' ? [] : [{ kind: 'removed', text: before }],
    after: after === '' ? [] : [{ kind: 'added', text: after }],
  };
}

/** The places of a longest common subsequence, in order. */
function common(old: readonly string[], fresh: readonly string[]): [number, number][] {
  const width = fresh.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        old[i] === fresh[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const places: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) places.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return places;
}

function pieces(characters: readonly string[], same: ReadonlySet<number>, other: 'removed' | 'added'): Piece[] {
  const found: { kind: Piece['kind']; text: string }[] = [];
  characters.forEach((character, index) => {
    const kind = same.has(index) ? 'same' : other;
    const last = found.at(-1);
    if (last?.kind === kind) last.text += character;
    else found.push({ kind, text: character });
  });
  return found;
}
