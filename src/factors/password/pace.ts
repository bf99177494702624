/** How long hashes take on this machine, in milliseconds, by their parameters. */
export interface Pace {
  /** Tells how long a hash took, so that the estimates follow the load. */
  note(parameters: string, spent: number): void;
  /** How long the dearest of them takes now. What was never measured here is measured first. */
  dearest(parameters: readonly string[]): Promise<number>;
}

/** How many of the last runs the estimates follow, and how many of one kind are enough to go by. */
const remembered = 40;
const enough = 5;

/** Shorter runs say more about the timer than about the load. */
const telling = 5;

/**
 * Padding that is too long is the same for everybody; too short, it tells the dear from the cheap. So it aims at what
 * three of four runs stay below, and a little more.
 */
const share = 0.75;
const margin = 1.05;

/** A hash that takes longer is not imitated: whoever waits for an answer would give up. */
const longest = 10_000;

/** `measure` computes one hash and answers how long it took. */
export function createPace(measure: (parameters: string) => Promise<number>): Pace {
  const measuring = new Map<string, Promise<number>>();
  const measured = new Map<string, number>();
  const runs: { parameters: string; spent: number; ratio: number }[] = [];

  const best = (parameters: string): Promise<number> => {
    const known = measuring.get(parameters);
    if (known) return known;
    const pending = bestOf(3, () => measure(parameters)).then((time) => {
      measured.set(parameters, time);
      return time;
    });
    measuring.set(parameters, pending);
    pending.catch(() => measuring.delete(parameters));
    return pending;
  };

  return {
    note(parameters, spent) {
      const time = measured.get(parameters);
      if (time === undefined || time < telling) return;
      runs.push({ parameters, spent, ratio: spent / time });
      if (runs.length > remembered) runs.shift();
    },
    async dearest(parameters) {
      const kinds = [...new Set(parameters)];
      const times = await Promise.all(kinds.map(best));
      const load = quantile(runs.slice(-15).map(({ ratio }) => ratio)) ?? 1;
      // A long run suffers more from a busy machine than short ones say.
      const seen = kinds.map((kind) => runs.filter((run) => run.parameters === kind).map((run) => run.spent));
      const known = seen.flatMap((spent) => (spent.length < enough ? [] : [quantile(spent) ?? 0]));
      return Math.min(longest, Math.max(Math.max(...times) * Math.max(1, load), ...known) * margin);
    },
  };
}

/** The shortest of some runs, or of one that takes so long that what disturbs it hardly counts. */
async function bestOf(tries: number, run: () => Promise<number>): Promise<number> {
  let best = await run();
  for (let turn = 1; turn < tries && best < 1000; turn++) best = Math.min(best, await run());
  return best;
}

/** What a share of the numbers stays below; undefined for none. */
function quantile(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length * share)];
}
