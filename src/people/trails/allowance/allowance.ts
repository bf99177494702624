import { minutes } from '../../../kit/duration.ts';

/** Trails in a minute. */
interface Bounds {
  /** Of one address, account or whatever else they are counted by. */
  readonly ofOne: number;
  readonly ofAll: number;
}

/**
 * Whether one more trail of a request may be kept that costs its sender nothing: no hash, no proof of work, no limit.
 * Without this, a flood of them would push the trails of others out of `trails.most`. Counted in each process by itself
 * and in memory, which `ofAll` bounds too.
 */
export function createAllowance(clock: () => number, { ofOne, ofAll }: Bounds): (by: string) => boolean {
  const counts = new Map<string, number>();
  let began = Number.NEGATIVE_INFINITY;
  let all = 0;
  return (by) => {
    const now = clock();
    // A clock that was set back begins anew as well.
    if (now >= began + minutes(1) || now < began) {
      began = now;
      all = 0;
      counts.clear();
    }
    const count = counts.get(by) ?? 0;
    if (count >= ofOne || all >= ofAll) return false;
    counts.set(by, count + 1);
    all += 1;
    return true;
  };
}
