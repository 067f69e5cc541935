/** An amount text as a number, for lengths of bars only: what is read is always the text. */
export function sizeOf(amount: string | null): number {
  return amount === null ? 0 : Number(amount);
}

/** The share by which `now` differs from `before`; null where there was nothing before. */
export function growthOf(now: string | null, before: string | null): number | null {
  const base = sizeOf(before);
  return base > 0 ? (sizeOf(now) - base) / base : null;
}

/** A round number at or above the greatest, and the steps up to it. */
export function scaleFor(greatest: number): { readonly top: number; readonly steps: readonly number[] } {
  if (greatest <= 0) return { top: 1, steps: [0] };
  const rough = greatest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 1.5, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power;
  const count = Math.ceil(greatest / step);
  return { top: step * count, steps: Array.from({ length: count + 1 }, (_, index) => index * step) };
}
