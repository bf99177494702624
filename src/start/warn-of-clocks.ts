import { systemClock } from '../kit/clock.ts';
import { clockAhead, clockTolerance } from '../kit/db/index.ts';
import { hours } from '../kit/duration.ts';
import type { Services } from '../kit/services.ts';

/** When each database's clock is looked at next. */
const next = new WeakMap<Services['db'], number>();

/**
 * Warns when the clocks of this machine and of the database's server differ by more than a minute: codes and links are
 * then refused that are right. Looks once an hour.
 */
export async function warnOfClocks(
  { db, log }: Pick<Services, 'db' | 'log'>,
  ahead: typeof clockAhead = clockAhead,
): Promise<void> {
  const now = systemClock();
  if ((next.get(db) ?? 0) > now) return;
  next.set(db, now + hours(1));
  const difference = await ahead(db, systemClock);
  if (Math.abs(difference) <= clockTolerance) return;
  const seconds = Math.round(difference / 1000);
  log.warn(
    { seconds },
    `This server's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} that of the database's server. Turn on time synchronization on both.`,
  );
}
