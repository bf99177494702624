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
  /** `only` is what the names begin with of what is tried, where that has names. Throws when the claim doesn't hold. Answers what it measured, by names that carry their unit. */
  run(options: { readonly size: number; readonly only?: string; say(line: string): void }): Promise<Numbers>;
}

export type Numbers = Readonly<Record<string, number>>;
