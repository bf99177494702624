import { createAllowance } from '../../kit/allowance.ts';
import type { Clock } from '../../kit/clock.ts';
import { minutes } from '../../kit/duration.ts';

/**
 * Whether one more trail of a request that was refused before anything was tried may be kept. Such a request costs its
 * sender nothing: no hash, no proof of work, no limit. Without this, a flood of them would push the trails of others out
 * of `trails.most`: so each process keeps about 86,000 a day at most,
 * of the million that are kept.
 */
export const createEarlyAllowance = (clock: Clock) =>
  createAllowance(clock, { window: minutes(1), ofOne: 10, ofAll: 60 });
