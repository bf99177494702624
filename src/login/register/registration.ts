import type { Tx } from '../../kit/db/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import type { EmailAddress } from '../../people/emails/index.ts';
import type { Amr } from '../../people/factor-names.ts';

export interface Registration {
  readonly username: string;
  /** Undefined for whoever signs in with an identity at a provider. */
  readonly password: string | undefined;
  readonly identity?: BroughtIdentity | undefined;
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

/** Somebody who came back from a provider with an identity that no account has. */
export interface BroughtIdentity {
  readonly amr: readonly Amr[];
  readonly isMultiFactor: boolean;
  /** Whether this address is theirs by the word of a provider whose word the operator takes for it. */
  confirms(email: EmailAddress): boolean;
  /** Uses up what came back and gives the new account the identity. Throws `outside-login-expired` or `identity-taken`. */
  accept(tx: Tx, accountId: string, now: number): Promise<void>;
}

/** Somebody who holds an open invitation, and so reads the mail of its address. */
export interface Invited {
  readonly email: EmailAddress;
  /** Uses the invitation up, before there is an account. Throws `invitation-invalid` when another was faster. */
  consume(tx: Tx, now: number): Promise<void>;
  /** Gives the new account the address, confirmed. Throws `email-taken`. */
  accept(tx: Tx, accountId: string, now: number): Promise<void>;
}
