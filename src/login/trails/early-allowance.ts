import { minutes } from '../../kit/duration.ts';

/** Trails of one address in a minute, and of all together. */
const ofOneAddress = 10;
const ofAll = 60;

/**
 * Whether one more trail of a request that was refused before anything was tried may be kept. Such a request costs its
 * sender nothing: no hash, no proof of work, no limit. Without this, a flood of them would push the trails of others out
 * of `trails.most`. Counted in each process by itself and in memory, which `ofAll` bounds too: about 86,000 trails a day
 * at most, of the million that are kept.
 */
export function createAllowance(clock: () => number): (address: string) => boolean {
  const counts = new Map<string, number>();
  let began = Number.NEGATIVE_INFINITY;
  let all = 0;
  return (address) => {
    const now = clock();
    // A clock that was set back begins anew as well.
    if (now >= began + minutes(1) || now < began) {
      began = now;
      all = 0;
      counts.clear();
    }
    const count = counts.get(address) ?? 0;
    if (count >= ofOneAddress || all >= ofAll) return false;
    counts.set(address, count + 1);
    all += 1;
    return true;
  };
}
