import type { Build } from '../other-build.ts';

/** One line of the table: what the server does, the limit beside it, and whether their ratio is good enough. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** The median over the rounds, as are the others. */
  readonly measured: number;
  readonly limit: { readonly name: string; readonly value: number };
  /** What the target speaks of: the median of `measured / limit` in each round, or `measured` itself. */
  readonly value: number;
  /** Null for a figure that is only told. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number } | null;
  readonly reached: boolean;
  /** All that was measured, in the order of the rounds. */
  readonly rounds: readonly { readonly measured: number; readonly limit: number }[];
}

export interface Effort {
  readonly rounds: number;
  /** How long one side of a round is measured. */
  readonly seconds: number;
  /** How often something is asked for before it is measured at all: code that ran seldom isn't compiled yet. */
  readonly warmUpRequests: number;
  /** The same of session checks, which are quick. */
  readonly warmUpChecks: number;
  /** Accounts in the large database of the figures about scale. */
  readonly manyAccounts: number;
  /** Accounts among them that have a history, whose pages an administrator looks at. */
  readonly watched: number;
  /** Another build, which the figures of the main thread stand beside. */
  readonly against?: Build | undefined;
}

/** How many answers aren't counted: later than in the first round, in which the server is new, only the connections are. */
export const warmUpIn = (round: number, requests: number): number =>
  round === 0 ? requests : Math.min(50, requests);

type Description = Pick<Figure, 'name' | 'unit' | 'target'> & {
  readonly limitName: string;
  /** What is held against the target; the ratio unless said. */
  readonly judge?: 'ratio' | 'measured';
};

/** Measures both sides in turn, so that whatever else the machine does meets both of them. */
export async function interleave<Result = number>(
  rounds: number,
  ours: (round: number) => Promise<Result>,
  limit: (round: number) => Promise<Result>,
): Promise<readonly { readonly measured: Result; readonly limit: Result }[]> {
  const results: { measured: Result; limit: Result }[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each side goes first in every other round.
    const before = round % 2 === 1 ? await limit(round) : undefined;
    const measured = await ours(round);
    results.push({ measured, limit: before ?? (await limit(round)) });
  }
  return results;
}

export function figure(
  { name, unit, target, limitName, judge = 'ratio' }: Description,
  rounds: Figure['rounds'],
): Figure {
  const measured = median(rounds.map((round) => round.measured));
  const value = judge === 'ratio' ? median(rounds.map((round) => round.measured / round.limit)) : measured;
  const reached = target === null || ('atLeast' in target ? value >= target.atLeast : value <= target.atMost);
  const limit = { name: limitName, value: median(rounds.map((round) => round.limit)) };
  return { name, unit, measured, limit, value, target, reached, rounds };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
