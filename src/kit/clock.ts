import { days, hours, minutes, seconds } from './duration.ts';

/** Tells the time in Unix milliseconds. Rules take a time as a parameter; only services hold a clock. */
export type Clock = () => number;

export const systemClock: Clock = Date.now;

/** The dates of days, such as `2026-11-24T`, by their number since 1970; the days that answers speak of are few. */
const dates = new Map<number, string>();

const keptDates = 1000;

/** The last time that `Date` can tell, in Unix milliseconds: 100,000,000 days after 1970 (ECMA-262 §21.4.1.1). */
const lastTime = days(100_000_000);

/** The last millisecond of the year 9999: ISO 8601 writes later ones in another form. */
const lastStored = 253_402_300_799_999;

/** Whether a number may be stored as a time: whole milliseconds, from 1970 to the year 9999. */
export function isTime(time: number): boolean {
  return Number.isInteger(time) && time >= 0 && time <= lastStored;
}

/**
 * A time in Unix milliseconds as ISO 8601 in UTC, the way every answer writes it. Throws `RangeError` for what is no
 * time. It is written out here since a session check names seven times, and `toISOString` takes seven times as long.
 */
export function isoTime(time: number): string {
  // The last day's date may be kept already, and then nothing below would refuse a time after its first millisecond.
  if (time > lastTime) throw new RangeError('Invalid time value');
  const day = Math.floor(time / days(1));
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(time).toISOString().slice(0, -'00:00:00.000Z'.length);
    if (dates.size >= keptDates) dates.clear();
    dates.set(day, date);
  }
  const rest = Math.trunc(time) - days(day);
  const hour = Math.floor(rest / hours(1));
  const minute = Math.floor(rest / minutes(1)) % 60;
  const second = Math.floor(rest / seconds(1)) % 60;
  const millisecond = rest % seconds(1);
  return `${date}${two(hour)}:${two(minute)}:${two(second)}.${millisecond < 100 ? '0' : ''}${two(millisecond)}Z`;
}

function two(count: number): string {
  return count < 10 ? `0${count}` : String(count);
}
