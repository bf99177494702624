import { countOf } from './scale.ts';

/** One kind of thing that was counted. */
export interface Series {
  readonly name: string;
  /** One number for each hour or day. */
  readonly values: readonly number[];
}

/** As many can be told apart. */
export const mostSeries = 6;

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What stands in each slot, of all series together. */
export const totalsOf = (series: readonly Series[], slots: number): number[] =>
  Array.from({ length: slots }, (_, slot) => sumOf(series.map(({ values }) => values[slot] ?? 0)));

/** The same series with as many counts as there are slots, each a whole number. */
export const cleaned = (series: readonly Series[], slots: number): Series[] =>
  series.map(({ name, values }) => ({
    name,
    values: Array.from({ length: slots }, (_, slot) => countOf(values[slot] ?? 0)),
  }));

/**
 * The series that are drawn, in the order in which they were given: those with nothing in them are left out as long as
 * another has something, and of too many the smallest become one under the name `others`.
 */
export function drawn(series: readonly Series[], others: string): Series[] {
  const filled = series.filter(({ values }) => sumOf(values) > 0);
  if (filled.length === 0) return series.slice(0, 1);
  if (filled.length <= mostSeries) return filled;
  const bySize = filled.toSorted((one, other) => sumOf(other.values) - sumOf(one.values));
  const large = new Set(bySize.slice(0, mostSeries - 1));
  const rest = filled.filter((one) => !large.has(one));
  const slots = filled[0]?.values.length ?? 0;
  return [...filled.filter((one) => large.has(one)), { name: others, values: totalsOf(rest, slots) }];
}
