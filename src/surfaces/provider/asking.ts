import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller, Client } from '../../kit/http/index.ts';
import type { PostedForm } from '../../kit/ui/index.ts';
import type { GrantRow } from '../../people/grants/index.ts';
import type { AppCause, StepWith } from '../../people/trails/index.ts';

/** What became of a request that the provider refused, in its own words. */
export interface Refusal {
  /** A code of OAuth, such as `invalid_grant`. */
  readonly error: string;
  readonly description: string;
  /** What the answer doesn't tell. */
  readonly detail: string;
}

/** What is known of a request while the provider answers it. */
export interface Asking {
  readonly caller: Caller | null;
  /** Path and query of a request that somebody's browser sent for an app, to go on with once they have signed in. */
  readonly original?: string;
  /** Where it came from. */
  readonly client: Client;
  /** The app that it is about, once that is found. */
  app?: { readonly id: string; readonly name: string; readonly hasSecret: boolean };
  /** For how long, in milliseconds, a refresh token that the app has used gives its successor again. */
  refreshOverlap?: number;
  /** The refresh token that comes after the one that is used. */
  successor?: string;
  refusal?: Refusal;
  /** What went wrong here, where the request is not to blame. */
  fault?: Error;
  /** Why the app isn't known, where this server says so and not the library. */
  cause?: AppCause;
  /** Whether too many wrong secrets came before it. */
  isTooMany?: true;
  /** Whose account it is about. */
  accountId?: string;
  /** The redirect address that was asked for, and those that the app may have. */
  redirect?: { readonly asked: string; readonly registered: readonly string[] };
  /** The resource that was asked for and isn't registered. */
  resource?: string;
  /** The grant of the device that asks, as it was before the code was used. */
  ofDevice?: GrantRow | undefined;
  /** Who has allowed it, where nobody is asked now. */
  allowedBy?: StepWith<'app-allowed'>['by'];
  /** What the person does first. */
  waitsFor?: StepWith<'app-waits'>['for'];
  /** What the session lacks of the level that the app asked for. */
  lacks?: 'second-factor' | 'add-second-factor';
  /** Whether the app would rather have a level that it isn't told. */
  isToldLess?: boolean;
  /** The answer, where the app wants it as a form. */
  formPost?: PostedForm;
  /** Whether the refusal must be shown on a page, because it can't be given to the app. */
  isShown?: boolean;
}

/** Goes along with everything that the provider does for one request. */
export const asking = new AsyncLocalStorage<Asking>();
