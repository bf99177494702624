/** Who may hash now: as many at once as there are slots, and the others one after the other. */
export interface HashTurns {
  /**
   * Waits for a turn. Resolves to how many hashes waited before this one, 0 as well where it was the first to wait, and
   * to undefined where it did not wait. `full` is no turn: too many wait already.
   */
  take(): Promise<number | undefined | 'full'>;
  /** Ends a turn. */
  giveBack(): void;
  /** Hashes that are computed or wait now. */
  load(): { running: number; waiting: number };
}

/** The turns of one process. */
export function createTurns(slots: number, queueLength: number): HashTurns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    load: () => ({ running, waiting: waiting.length }),
    async take() {
      if (running < slots) {
        running += 1;
        return undefined;
      }
      if (waiting.length >= queueLength) return 'full';
      const ahead = waiting.length;
      await new Promise<void>((start) => waiting.push(start));
      return ahead;
    },
    giveBack() {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    },
  };
}
