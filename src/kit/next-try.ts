import { hours, minutes } from './duration.ts';

const firstWait = minutes(1);
const longestWait = hours(6);
const patience = hours(24);

/**
 * When a mail or a message to an app is tried again after `tries` that failed, in Unix milliseconds: a minute later, then twice
 * as long each time, at most six hours; for the last time a day after it was queued. Undefined when it is given up.
 */
export function nextTry(tries: number, createdAt: number, now: number): number | undefined {
  const end = createdAt + patience;
  if (now >= end) return undefined;
  const wait = Math.min(firstWait * 2 ** (tries - 1), longestWait);
  return Math.min(now + wait, end);
}
