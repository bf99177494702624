const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Unit = keyof typeof units;

/** Each takes a count and gives milliseconds. */
export const seconds = (count: number): number => count * units.s;
export const minutes = (count: number): number => count * units.m;
export const hours = (count: number): number => count * units.h;
export const days = (count: number): number => count * units.d;

/** Reads `30s`, `15m`, `1h`, `7d` or `250ms` into milliseconds; anything else is undefined. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12})(ms|s|m|h|d)$/.exec(text);
  if (!match) return undefined;
  const milliseconds = Number(match[1]) * units[match[2] as Unit];
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

/** Writes milliseconds in the largest unit that holds them exactly, so that `parseDuration` reads them back. */
export function formatDuration(milliseconds: number): string {
  const largest = (['d', 'h', 'm', 's'] as const).find((unit) => milliseconds % units[unit] === 0);
  if (milliseconds === 0 || !largest) return milliseconds === 0 ? '0s' : `${milliseconds}ms`;
  return `${milliseconds / units[largest]}${largest}`;
}

/** For people, to the minute or the hour, or in whole days: `30 minutes`, `24 hours`, `30 days`. */
export function durationInWords(milliseconds: number): string {
  const count = Math.round(milliseconds / units.m);
  if (count < 120) return count === 1 ? '1 minute' : `${count} minutes`;
  const hours = Math.round(count / 60);
  return hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
}
