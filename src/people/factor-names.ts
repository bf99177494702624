import type { Say } from '../kit/words/index.ts';

/**
 * The ways to prove who you are. Each name is also the last part of `POST /api/login/{attempt}/{factor}` and the key of the
 * factor's own words. What a factor is and does stands in its own folder under `src/factors/`.
 */
export const factorNames = ['password', 'passkey', 'totp', 'recovery-code', 'email-code'] as const;

export type FactorName = (typeof factorNames)[number];

/** What the words of every factor have, for sentences about it. `Words` is such a record, or it doesn't compile. */
export type FactorWords = Readonly<
  Record<
    FactorName,
    {
      /** What is entered or used, as in "the passkey is incorrect". */
      readonly called: string;
      /** What somebody has who has the factor, as in "a passkey was added". */
      readonly thing: string;
      /** What whoever gave an incorrect answer reads, with what helps. */
      readonly incorrect: string;
      /** What an operator is told to check after an incorrect answer, in a sentence. */
      readonly whenIncorrect: string;
      /** The same after answers that were refused for other reasons, by the reason; "Try again." for the rest. */
      readonly whenRefused: Readonly<Record<string, readonly string[]>>;
    }
  >
>;

/** Says that an answer of the factor is incorrect. */
export const sayIncorrect =
  (factor: FactorName): Say =>
  (words) =>
    words[factor].incorrect;

/** How something was proved, in the words of RFC 8176; `email` and `fed`, another provider's word, are not in it. */
export type Amr = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'kba' | 'email' | 'fed' | 'mfa';
