import type { Config } from '../../../config/index.ts';
import { createAllowance } from '../../../kit/allowance.ts';
import type { Clock } from '../../../kit/clock.ts';
import { minutes } from '../../../kit/duration.ts';
import { addressKey, isLoopbackAddress } from '../../../kit/http/index.ts';
import type { StepCode } from '../steps.ts';
import type { TrailPart } from '../trail.ts';

/**
 * Of one address and of all together, in each process: more than people behind one address mistype, and days to fill
 * `trails.most`.
 */
const bounds = { window: minutes(1), ofOne: 60, ofAll: 300 };

/** Steps of what has a limit of its own, or has cost this server's time a guess. */
const limited: ReadonlySet<StepCode> = new Set([
  'limit-counted',
  'password-verified',
  'password-hashed',
  'pepper-differs',
  'factor-answered',
  'refused-early',
]);

/**
 * Whether anybody can send such a request as often as they like: one that was refused by the name of an attempt or during a wait,
 * or one of an app, which waits for somebody.
 */
export function isFree({ outcome, steps }: Pick<TrailPart, 'outcome' | 'steps'>): boolean {
  if (steps.some(({ code }) => code === 'app-waits')) return true;
  return outcome === 'refused' && steps.every(({ code }) => !limited.has(code));
}

/** Whether the part of one more such request from this address may be kept; in development, all of this machine are. */
export function createFreeAllowance(
  { mode }: Pick<Config, 'mode'>,
  clock: Clock,
): (address: string) => boolean {
  const mayKeep = createAllowance(clock, bounds);
  return (address) => (mode === 'development' && isLoopbackAddress(address)) || mayKeep(addressKey(address));
}
