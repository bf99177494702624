import { isoTime } from '../clock.ts';
import { once } from '../once.ts';

/** A time as it stands in sentences for operators: `2026-11-28 15:04 UTC`. */
export const utc = (time: number): string => `${isoTime(time).slice(0, 16).replace('T', ' ')} UTC`;

const long = once(
  () => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
);

/** The same in sentences for everybody else: `on 28 November 2026 at 15:04 UTC`. */
export const onDate = (time: number): string => `on ${long().format(time)} UTC`;
