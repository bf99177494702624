/** The height of a plot in pixels of CSS, and where its zero stands. Across, everything is a share of its width. */
export const plot = { height: 196, zero: 172, top: 14 } as const;

/** Below this, nobody would see that there was something. */
const leastHeight = 2;

/** Between two bars that stand on each other. */
const gap = 1;

export interface Bar {
  /** Which series it is of. */
  readonly series: number;
  readonly x: string;
  readonly width: string;
  /** In pixels from the top. */
  readonly y: number;
  readonly height: number;
}

const percent = (share: number): string => `${Math.round(share * 1e5) / 1e3}%`;
const pixels = (length: number): number => Math.round(length * 100) / 100;

/** Where a slot begins and how wide it is, of so many. */
export const slotAt = (slot: number, slots: number) => ({
  x: percent(slot / slots),
  width: percent(1 / slots),
  middle: percent((slot + 0.5) / slots),
});

/** Where a value stands, from the top. */
export const heightAt = (value: number, highest: number): number =>
  pixels(plot.zero - (value / highest) * (plot.zero - plot.top));

/**
 * The bars of a chart, one series on the other from zero up. Takes whole numbers, as many in each series, and the value at
 * the upper end of the axis.
 */
export function barsOf(series: readonly (readonly number[])[], highest: number): Bar[] {
  const slots = series[0]?.length ?? 0;
  const across = (slot: number) => ({
    x: percent((slot + 0.12) / slots),
    width: percent(0.76 / slots),
  });
  return Array.from({ length: slots }, (_, slot) => {
    let floor: number = plot.zero;
    return series.flatMap((values, at): Bar[] => {
      const value = values[slot] ?? 0;
      if (value === 0) return [];
      const whole = Math.max(leastHeight, (value / highest) * (plot.zero - plot.top));
      const height = floor < plot.zero && whole > leastHeight + gap ? whole - gap : whole;
      floor -= whole;
      return [{ series: at, ...across(slot), y: pixels(floor), height: pixels(height) }];
    });
  }).flat();
}
