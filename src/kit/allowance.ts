import type { Clock } from './clock.ts';

interface Bounds {
  /** In milliseconds. */
  readonly window: number;
  /** How often one of them may in a window, and all of them together. */
  readonly ofOne: number;
  readonly ofAll: number;
}

/**
 * Whether one more thing of somebody may be kept, such as of an address. For what costs its sender nothing and decides
 * nothing: each process counts by itself and in memory, which `ofAll` bounds too.
 */
export function createAllowance(clock: Clock, { window, ofOne, ofAll }: Bounds): (whose: string) => boolean {
  const counts = new Map<string, number>();
  let began = Number.NEGATIVE_INFINITY;
  let all = 0;
  return (whose) => {
    const now = clock();
    // A clock that was set back begins anew as well.
    if (now >= began + window || now < began) {
      began = now;
      all = 0;
      counts.clear();
    }
    const count = counts.get(whose) ?? 0;
    if (count >= ofOne || all >= ofAll) return false;
    counts.set(whose, count + 1);
    all += 1;
    return true;
  };
}
