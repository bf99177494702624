import type { Amr } from '../people/factor-names.ts';
import type { Proof } from '../people/sessions/index.ts';

/** Where a login stands: all that decides what comes next. */
export interface Standing {
  /** By what a login goes on that has proved nothing yet. */
  readonly first: FirstFactor;
  /** What was proved so far, in the words of RFC 8176. */
  readonly amr: readonly Amr[];
  /** One of the proofs was two factors in one, such as a passkey that has verified its user. */
  readonly isMultiFactor: boolean;
  /** The account has a second factor. */
  readonly needsSecond: boolean;
  /** What must be done before the session. */
  readonly must: Readonly<Record<MustDo, boolean>>;
}

/**
 * What may have to be done before the session, in the order in which it is asked for; each has a page and a request of
 * its name.
 */
export const mustDos = ['new-password', 'verify-email', 'add-second-factor'] as const;

export type MustDo = (typeof mustDos)[number];

/** By what a login may begin besides a password: without a name by a passkey, by a name alone by a code. */
export type FirstFactor = 'passkey' | 'email-code';

export type Step =
  | { readonly kind: 'first-factor'; readonly factor: FirstFactor }
  | { readonly kind: 'second-factor' }
  | { readonly kind: 'must-do'; readonly what: MustDo }
  | { readonly kind: 'open'; readonly proof: Proof };

/** The ways that open alone and are no second factor. */
const firstWays: ReadonlySet<Amr> = new Set(['pwd', 'email', 'fed']);

/**
 * The state machine of every login, on one page: first factor → second factor, where the account or the policy asks
 * for it → what must be done first → session. What is not proved is asked for; nothing is skipped.
 */
export function nextStep({ first, amr, isMultiFactor, needsSecond, must }: Standing): Step {
  const hasSecond = isMultiFactor || amr.some((way) => !firstWays.has(way));
  const hasFirst = isMultiFactor || amr.some((way) => firstWays.has(way));
  if (!hasFirst) return { kind: 'first-factor', factor: first };
  if (needsSecond && !hasSecond) return { kind: 'second-factor' };
  // Whoever did not use the password need not choose another.
  const what = mustDos.find((one) => must[one] && (one !== 'new-password' || amr.includes('pwd')));
  if (what) return { kind: 'must-do', what };
  return { kind: 'open', proof: proofFrom(amr, isMultiFactor) };
}

/** What proofs amount to: level 2 for a second factor after a first, or for one that is both (NIST SP 800-63B-4 §2). */
export function proofFrom(amr: readonly Amr[], isMultiFactor: boolean): Proof {
  const isStrong = isMultiFactor || amr.some((way) => !firstWays.has(way));
  const ways: readonly Amr[] = isStrong ? [...amr, 'mfa'] : amr;
  return { amr: [...new Set(ways)], aal: isStrong ? 2 : 1 };
}

/** Whether what is missing is a second factor that must be added. */
export function waitsForFactor(step: Step): boolean {
  return step.kind === 'must-do' && step.what === 'add-second-factor';
}
