import type { TestApp } from '../app.ts';
import type { Answer, Browser } from '../browser-of.ts';
import type { Settings } from '../config.ts';

/** Somebody who can't get in, why, and what helps: one row of `test/flows/explained.test.ts`. */
export interface Failure {
  /** What went wrong, as a clause. */
  readonly situation: string;
  readonly settings?: Settings;
  /** Leads somebody into it. `reopen` starts another server on the same data, as after a change of its settings. */
  prepare(app: TestApp, reopen: (settings?: Settings) => Promise<TestApp>): Promise<Prepared>;
  /** What `trail` tells the operator of it: each is found in its explanation. */
  readonly operator: readonly (string | RegExp)[];
  /** What the person reads: on the page, or in the answer of the API. */
  readonly person: string | RegExp;
}

export interface Prepared {
  /** What the person got last. */
  readonly answer: Answer;
  /** Whom the operator asks about; left out where only the support code of the answer leads to it. */
  readonly username?: string;
  /** Does what the operator or the person was told, and answers a browser that is signed in by it. */
  remedy(): Promise<Browser>;
}
