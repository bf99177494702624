import type { Say } from '../kit/words/index.ts';

/** What somebody types to answer a step, in words that any frontend can draw a field of. */
export interface AskedField {
  /** Its name in the body of the request. */
  readonly name: string;
  readonly label: Say;
  readonly hint?: Say;
  /** Of the `input`; `text` unless said. */
  readonly type?: 'password' | 'email';
  readonly autocomplete: string;
  readonly inputmode?: 'numeric';
}

/** How a step is asked for. */
export interface StepForm {
  readonly title: Say;
  readonly lead?: Say;
  /** What to say where it is asked for again, though nothing was refused. */
  readonly again?: Say;
  readonly fields: readonly AskedField[];
  readonly submit: Say;
}
