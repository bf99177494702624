/** A claim that takes too long to test with every change; `npm run prove -- NAME` proves it at full size. */
export interface Proof {
  /** Also names the file of its result, `docs/reference/proofs/NAME.json`. */
  readonly name: string;
  /** What holds when it passes, as one sentence. */
  readonly claim: string;
  /** What `size` counts, such as `accounts`. */
  readonly unit: string;
  /** `full` is what the claim is about; `smallest` runs in `npm run test:outside`, so that the proof can't rot. */
  readonly sizes: { readonly full: number; readonly smallest: number };
  /** Throws when the claim doesn't hold. Answers what it measured, by names that carry their unit. */
  run(options: ProofOptions): Promise<Numbers>;
  /**
   * What is tried one by one, by name, each with a hash of it: its result says which of them were, so that what is added
   * needn't wait for all of them to run again.
   */
  parts?(only: string): Readonly<Record<string, string>>;
}

export interface ProofOptions {
  readonly size: number;
  /** What the names begin with of what is tried, where that has names. */
  readonly only?: string;
  /** A folder that keeps what takes long to fill, for the next run. */
  readonly keep?: string | undefined;
  say(line: string): void;
}

export type Numbers = Readonly<Record<string, number>>;
