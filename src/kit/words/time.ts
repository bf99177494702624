import { isoTime } from '../clock.ts';

/** A time as it stands in sentences for operators: `2026-11-28 15:04 UTC`. */
export const utc = (time: number): string => `${isoTime(time).slice(0, 16).replace('T', ' ')} UTC`;
