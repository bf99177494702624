import { setTimeout } from 'node:timers/promises';

/** How long a slot is, in milliseconds: longer than what any of the cases takes on a machine that is not overrun. */
export const answerSlot = 100;

/**
 * Does the work and comes back at the end of a slot of so many milliseconds: work that takes a little longer in one
 * case than in another takes as long to whoever waits for it (timing attack, ASVS V6.3.8).
 */
export async function inSlots<Result>(slot: number, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    await setTimeout(slot - ((performance.now() - start) % slot));
  }
}
