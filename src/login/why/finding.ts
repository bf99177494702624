import type { MailKind } from '../../kit/mail/index.ts';
import type { Words } from '../../kit/words/index.ts';
import type { PresentHold } from '../../people/limits/index.ts';
import type { SignInFacts } from './facts.ts';

/** What is the matter with an attempt, and what to do about it, in words. */
export interface Found {
  /** A part of a sentence: `the password is wrong`. */
  readonly because: string;
  readonly advice: readonly string[];
}

/** What is the matter with an attempt. */
export interface Finding {
  readonly said: (words: Words) => Found;
  /** An email of one of these kinds is waited for. Where it is now is said after the advice. */
  readonly awaits?: readonly MailKind[];
  /** The link in it is what is waited for, and nothing else. */
  readonly isOfLink?: true;
  /** The proofs before it do not matter, or there were none. */
  readonly hidesProofs?: true;
  /** Which waits or full counts it tells of already. It is over when none of them holds any more. */
  readonly tells?: (hold: PresentHold) => boolean;
  /** Whether it is still so; left out where nothing in the facts says that. */
  readonly stands?: (facts: SignInFacts) => boolean;
}

/** The sentence of a step as a part of another. */
export const clauseOf = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1, -1)}`;
