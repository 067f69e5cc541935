/** One stretch of time in which each customer of a range of ranks does something once. */
export interface Round {
  /** Ranks from `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly length: number;
}

/**
 * Events in the order of time, one for each customer of each round. Which customer and when follows from the position, and
 * the positions of a customer from the customer, all by arithmetic: so a million customers have a history that takes
 * no room.
 */
export interface Rounds {
  readonly count: number;
  at(position: number): { readonly customer: number; readonly round: number; readonly time: number };
  timeAt(position: number): number;
  /** The first position that is not before `time`. */
  lowerBound(time: number): number;
  /** The positions of a customer, in order. */
  of(customer: number): readonly number[];
}

/** The rounds of `customers` customers. They must follow each other in time, without gaps, and be of equal length. */
export function rounds(customers: number, list: readonly Round[]): Rounds {
  const ranks = affine(customers);
  let count = 0;
  const made = list.map(({ from, to, start, length }) => {
    const first = count;
    const size = to - from;
    count += size;
    const order = affine(size);
    /** When the event in a place of the round happens, seen from its start. */
    const delay = (place: number) => Math.floor(((place + 0.5) * length) / size);
    return { from, to, start, first, size, order, delay };
  });
  const [first] = list;
  const roundOf = (position: number) => made.findLastIndex((round) => round.first <= position && round.size > 0);
  const timeAt = (position: number) => {
    const round = made[roundOf(position)]!;
    return round.start + round.delay(position - round.first);
  };
  return {
    count,
    timeAt,
    at(position) {
      const index = roundOf(position);
      const round = made[index]!;
      const place = position - round.first;
      const rank = round.from + round.order.forward(place);
      return { customer: ranks.backward(rank), round: index, time: round.start + round.delay(place) };
    },
    lowerBound(time) {
      if (first === undefined || time <= first.start) return 0;
      const index = Math.floor((time - first.start) / first.length);
      const round = made[index];
      if (round === undefined) return count;
      const since = time - round.start;
      let place = Math.max(0, Math.min(round.size, Math.ceil((since * round.size) / first.length - 0.5)));
      while (place > 0 && round.delay(place - 1) >= since) place--;
      while (place < round.size && round.delay(place) < since) place++;
      return round.first + place;
    },
    of(customer) {
      const rank = ranks.forward(customer);
      return made
        .filter(({ from, to }) => rank >= from && rank < to)
        .map(({ from, first: start, order }) => start + order.backward(rank - from));
    },
  };
}

/** Scatters the numbers below `size` without collisions, both ways. */
function affine(size: number) {
  if (size < 1) return { forward: () => 0, backward: () => 0 };
  let factor = Math.max(1, Math.round(size * 0.618));
  while (divisor(factor, size) !== 1) factor++;
  const inverse = inverseOf(factor, size);
  const shift = Math.floor(size / 3);
  return {
    forward: (place: number) => (place * factor + shift) % size,
    backward: (image: number) => (((image - shift + size) % size) * inverse) % size,
  };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** The number that undoes a multiplication modulo `size`, by Euclid. */
function inverseOf(factor: number, size: number): number {
  let [a, b, x, y] = [factor % size, size, 1, 0];
  while (a > 1 && b > 0) {
    const times = Math.floor(a / b);
    [a, b] = [b, a % b];
    [x, y] = [y, x - times * y];
  }
  return ((x % size) + size) % size;
}
