import type { Say } from '../../kit/words/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import type { GuessSubject } from './counters.ts';

/** A guess that is to be counted. */
export interface Guess {
  readonly subject: GuessSubject;
  readonly address: string;
  readonly proofOfWork: string | undefined;
  /** The ticket of a wait in its place, which the pages alone give. */
  readonly waited?: string | undefined;
  /** Whether a proof of work may be asked; where it cannot be given only waits hold. */
  readonly mayChallenge: boolean;
  /** What helps where codes are turned off, which is asked for then alone. */
  readonly openWays?: () => Promise<OpenWays>;
  readonly trail?: Pick<TrailRecorder, 'note'>;
}

/** The ways that are open to whoever may guess at no more codes. */
export interface OpenWays {
  /** Each as what to do: `use your passkey`. */
  readonly helps: readonly Say[];
  /** Members of the answer, such as `next`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** How a trail calls whose count it is. */
export function trailedBy({ of, knownAs }: GuessSubject): 'account' | 'device' | 'attempt' {
  if (of === 'key') return 'attempt';
  return knownAs === null ? 'account' : 'device';
}
