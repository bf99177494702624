import type { Tx } from '../../kit/db/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import type { EmailAddress } from '../../people/emails/index.ts';

export interface Registration {
  readonly username: string;
  readonly password: string;
  /** Undefined for an account that begins with an empty document. */
  readonly data: JsonValue | undefined;
  /** For who holds an invitation: its address is confirmed, and nothing is counted. */
  readonly invited?: Invited | undefined;
  /** An address to be asked for; it owns nothing before it is confirmed. */
  readonly email?: string | undefined;
  readonly proofOfWork?: string | undefined;
  /**
   * `usual` for everybody; `workshop` asks nothing of a password, takes a name of one character and
   * cannot ask for a proof of work. Such an account is marked as having a weak password if it has one.
   */
  readonly rules: 'usual' | 'workshop';
}

/** Somebody who holds an open invitation, and so reads the mail of its address. */
export interface Invited {
  readonly email: EmailAddress;
  /** Uses the invitation up, before there is an account. Throws `invitation-invalid` when another was faster. */
  consume(tx: Tx, now: number): Promise<void>;
  /** Gives the new account the address, confirmed. Throws `email-taken`. */
  accept(tx: Tx, accountId: string, now: number): Promise<void>;
}
