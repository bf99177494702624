/**
 * The milliseconds that some work takes, as the least of several rounds: what else the machine does only ever adds to one,
 * and work that is slow by itself is slow in all of them.
 */
export function leastTime(work: () => void, rounds = 9): number {
  const times = Array.from({ length: rounds }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return Math.min(...times);
}
