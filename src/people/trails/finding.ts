/** What is the matter with an attempt, and what to do about it. */
export interface Finding {
  /** A part of a sentence: `the password is wrong`. */
  readonly because: string;
  readonly advice: readonly string[];
  /** The proofs before it do not matter, or there were none. */
  readonly hidesProofs?: true;
  /** Whose wait or switched-off password it tells of already: that of strangers to the account, or of one browser. */
  readonly tellsLimit?: 'account' | 'codes' | 'device';
}
