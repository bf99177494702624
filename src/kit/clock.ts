/** Tells the time in Unix milliseconds. Rules take a time as a parameter; only services hold a clock. */
export type Clock = () => number;

export const systemClock: Clock = Date.now;

/** A time in Unix milliseconds as ISO 8601 in UTC, the way every answer writes it. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}
