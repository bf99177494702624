import type { Caller, Client } from '../../kit/http/index.ts';
import type { Problem } from '../../kit/problem.ts';
import type { LoginAttemptsTable } from '../attempts/index.ts';
import type { LinkPurpose } from '../emails/index.ts';
import type { TrailRecorder } from '../trails/index.ts';

/**
 * What whoever acts must have shown. Of a session: `alive` that it was not ended; `verified` besides who its holder is,
 * within ten minutes and at the account's own strength; `password` the same, but that a request which brings the current
 * password along (`prepare` judges it) has shown that much. Of an attempt or a link: `itself`, since holding it is the
 * proof. Of an operator nothing: who holds the database holds everything.
 */
export type Wanted = 'alive' | 'verified' | 'password' | 'itself' | 'nothing';

interface Actor {
  /** From where, for the event and the email. */
  readonly client: Client;
  /** What takes down the request, where it has a trail. */
  readonly trail?: Pick<TrailRecorder, 'note' | 'id'>;
}

/** Somebody signed in. */
export interface BySession extends Actor {
  readonly kind: 'session';
  readonly caller: Caller;
  /** Throws unless the session has shown as much. The flow of verifications decides it, which is above this room. */
  require(wanted: Extract<Wanted, 'verified' | 'password'>): Promise<void>;
}

/** Somebody in the middle of a login. */
export interface ByAttempt extends Actor {
  readonly kind: 'attempt';
  readonly accountId: string;
  /** The attempt as it was read, with the secret that its holder has shown. */
  readonly attempt: Pick<LoginAttemptsTable, 'id' | 'secret_hash'>;
  /** Where what was prepared counts for this version of the account's password and factors alone. */
  readonly securityVersion?: number;
  /** What is thrown when the attempt is over by now. */
  over(): Problem;
}

/** Somebody who holds a link, which `change` uses up. */
export interface ByLink extends Actor {
  readonly kind: 'link';
  readonly accountId: string;
  readonly purpose: LinkPurpose;
  /** What is thrown when the account is gone by now. */
  over(): Problem;
}

/** The operator, at the command line. */
export interface ByOperator extends Actor {
  readonly kind: 'operator';
  readonly accountId: string;
}

/** Who acts, and by what. */
export type By = BySession | ByAttempt | ByLink | ByOperator;

export function accountOf(by: By): string {
  return by.kind === 'session' ? by.caller.account.id : by.accountId;
}

/** The session that acts, for the event; null where none does. */
export function sessionOf(by: By): string | null {
  return by.kind === 'session' ? by.caller.via.session.id : null;
}
