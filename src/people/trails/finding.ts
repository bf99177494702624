import type { MailKind } from '../../kit/mail/index.ts';

/** What is the matter with an attempt, and what to do about it. */
export interface Finding {
  /** A part of a sentence: `the password is wrong`. */
  readonly because: string;
  readonly advice: readonly string[];
  /** An email of one of these kinds is waited for. Where it is now is said after the advice. */
  readonly awaits?: readonly MailKind[];
  /** The proofs before it do not matter, or there were none. */
  readonly hidesProofs?: true;
  /** Whose wait or switched-off password it tells of already: that of strangers to the account, or of one browser. */
  readonly tellsLimit?: 'account' | 'codes' | 'device';
}
