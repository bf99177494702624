import type { ComponentChild } from 'preact';
import type { Services } from '../kit/services.ts';
import type { FormProblem } from '../kit/ui/site.ts';
import type { Offer } from './offer.ts';

/** Where a page asks for a factor: in a login, or to verify who somebody is. */
export interface AnswerPlace {
  readonly at: 'login' | 'verification';
  readonly offer: Offer;
  /** Where the form is sent. */
  readonly action: string;
  /** Where a script sends its answer. */
  readonly to: string;
  /** Where it leads on to. */
  readonly next: string;
  /** Why this form came back. */
  readonly problem: FormProblem | undefined;
  /** What was typed into it and not judged. */
  readonly typed?: string | undefined;
  /** The page opens with the cursor in it. */
  readonly first: boolean;
  /** Another way stands before it, which has the page's one primary button. */
  readonly isQuiet: boolean;
  /** There is no other way, so nothing is folded away. */
  readonly isOnly: boolean;
  /** The proof of work that it must bring; undefined for none. */
  readonly challenge?: ComponentChild;
}

/** How a factor is answered on a page. */
export interface Answering {
  /** Whether a form answers it, without a script. */
  readonly hasForm: boolean;
  readonly scripts?: readonly string[];
  draw(services: Pick<Services, 'config'>, place: AnswerPlace): ComponentChild;
}
