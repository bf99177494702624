import { days, hours } from '../../kit/duration.ts';

/** What a chart shows: the last 24 hours, hour by hour, or the last 90 days, day by day in UTC. */
export type Span = '24-hours' | '90-days';

/** How many bars there are, the one of now among them, and how many hours each is. */
export const spans: Readonly<Record<Span, { readonly slots: number; readonly hoursEach: 1 | 24 }>> = {
  '24-hours': { slots: 24, hoursEach: 1 },
  '90-days': { slots: 90, hoursEach: 24 },
};

export const hourOf = (time: number): number => Math.floor(time / hours(1));

/** The first slot of a span that ends now, counted from 1970 in units of the span. */
export function firstSlot(span: Span, now: number): number {
  const { slots, hoursEach } = spans[span];
  return Math.floor(hourOf(now) / hoursEach) - slots + 1;
}

/** The first hour that any span shows. */
export const firstHourShown = (now: number): number => firstSlot('90-days', now) * 24;

/** Long after the last time that a process may try to write a batch once more. */
export const writersKeptFor = days(7);
