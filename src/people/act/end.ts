import type { Tx } from '../../kit/db/index.ts';
import { raiseSecurityVersion } from '../accounts/index.ts';
import { deleteAttemptsByMail, deleteAttemptsOf } from '../attempts/index.ts';
import { endLinks, type LinkPurpose, withdrawEmail } from '../emails/index.ts';
import { revokeGrants } from '../grants/index.ts';
import { deleteKeysOf } from '../keys/index.ts';
import { beginNewCodeCounts, forgetGuessesBeforeRecovery, forgetPasswordGuesses } from '../limits/index.ts';
import { type EndReason, revokeOtherSessions, revokeWeakSessions } from '../sessions/index.ts';
import { accountOf, type By, sessionOf } from './by.ts';
import type { Ends } from './kinds.ts';

/** How many sessions ended, and the account's `security_version` where browsers did. */
export interface Ended {
  readonly sessions: number;
  readonly securityVersion: number | undefined;
}

/** Ends what an act ends, in its transaction, which holds the account. */
export async function endWhatIs(
  { ends, told }: { readonly ends: Ends; readonly told: EndReason },
  tx: Tx,
  by: By,
  now: number,
): Promise<Ended> {
  const accountId = accountOf(by);
  if (ends.attempts === 'others')
    await deleteAttemptsOf(tx, accountId, by.kind === 'attempt' ? by.attempt.id : '');
  if (ends.attempts === 'by-email') await deleteAttemptsByMail(tx, accountId);
  const sessions = await endSessions(ends, tx, by, { why: told, at: now });
  if (sessions > 0 && ends.why !== undefined) {
    by.trail?.note({ code: 'sessions-ended', count: sessions, why: ends.why });
  }
  if (ends.grants) await revokeGrants(tx, accountId, { why: 'account-changed', at: now });
  if (ends.keys) await deleteKeysOf(tx, accountId);
  const endOf = (purpose: LinkPurpose) =>
    by.kind === 'link' && by.purpose === purpose ? 'other-link-used' : 'account-changed';
  if (ends.links?.includes('verify-email')) await withdrawEmail(tx, accountId, now, endOf('verify-email'));
  if (ends.links?.includes('recover'))
    await endLinks(tx, { accountId, purpose: 'recover' }, { now, by: endOf('recover') });
  if (ends.guesses !== undefined) await forget[ends.guesses](tx, accountId);
  const securityVersion = ends.browsers ? await raiseSecurityVersion(tx, accountId) : undefined;
  return { sessions, securityVersion };
}

async function endSessions(
  { sessions }: Ends,
  tx: Tx,
  by: By,
  end: Parameters<typeof revokeWeakSessions>[2],
): Promise<number> {
  if (sessions === undefined) return 0;
  return sessions === 'weak'
    ? revokeWeakSessions(tx, accountOf(by), end)
    : revokeOtherSessions(tx, accountOf(by), sessionOf(by) ?? '', end);
}

const forget: Readonly<Record<NonNullable<Ends['guesses']>, (tx: Tx, accountId: string) => Promise<void>>> = {
  'at-the-password': forgetPasswordGuesses,
  'before-a-recovery': forgetGuessesBeforeRecovery,
  'at-codes': beginNewCodeCounts,
};
