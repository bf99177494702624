/** A count that can be drawn: whatever else a number may be is 0. */
export const countOf = (value: number): number =>
  value > 0 ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER) : 0;

/**
 * Where the lines of an axis are: whole numbers in even steps of 1, 2 or 5 times a power of ten, three to six of them. The
 * first is 0, and the last at least `most`.
 */
export function ticksUpTo(most: number): number[] {
  const least = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
  const steps = Math.max(2, Math.ceil(most / step));
  return Array.from({ length: steps + 1 }, (_, at) => at * step);
}
