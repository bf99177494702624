import type { Tx } from '../../../kit/db/index.ts';
import type { Services } from '../../../kit/services.ts';
import type { Acting } from '../acting.ts';

/** What the audit log calls an act on an account. */
export type AccountAct =
  | 'account-created'
  | 'account-disabled'
  | 'account-enabled'
  | 'account-deletion-set'
  | 'account-restored'
  | 'account-purged'
  | 'account-unlocked'
  | 'sessions-ended'
  | 'new-password-asked'
  | 'username-changed'
  | 'email-asked'
  | 'email-changed'
  | 'factors-cleared'
  | 'second-factor-required'
  | 'second-factor-optional';

interface RecordedAct {
  readonly act: AccountAct;
  readonly accountId: string;
  readonly reason: string | null;
  readonly at: number;
  /** Never a name or an email address: the row outlives the account. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Adds an act to the audit log, as the last thing in its transaction. */
export async function recordAct(
  _tx: Tx,
  _services: Pick<Services, 'secretKey'>,
  _acting: Acting,
  _recorded: RecordedAct,
): Promise<void> {}
