import type { Unit } from './words.ts';

/** Writes numbers and times as people of a place do; times are in UTC. */
export interface Format {
  count(value: number): string;
  /** The same in little room: `1.5K`. */
  short(value: number): string;
  /** `14:00`, or `2 Sept`. */
  tick(time: number): string;
  /** `Tue 2 Sept, 14:00`, or `Tue 2 Sept`. */
  slot(time: number): string;
}

const made = new Map<string, Format>();

/** Each takes as long to make as a page. */
export function formatFor(locale: string, unit: Unit): Format {
  const key = `${locale} ${unit}`;
  const known = made.get(key);
  if (known) return known;
  const counts = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: 'compact' });
  const hour = { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const ticks = new Intl.DateTimeFormat(locale, unit === 'hour' ? hour : day);
  const long = { ...day, weekday: 'short' } as const;
  const slots = new Intl.DateTimeFormat(locale, unit === 'hour' ? { ...long, ...hour } : long);
  const format: Format = {
    count: (value) => counts.format(value),
    short: (value) => compact.format(value),
    tick: (time) => ticks.format(time),
    slot: (time) => slots.format(time),
  };
  made.set(key, format);
  return format;
}
