import { sendCodeForSession } from '../../factors/email-code/index.ts';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { tooManyMails } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import type { Trailing } from '../trails/index.ts';
import { verifiesByEmail } from './offers.ts';

/**
 * Emails the holder of a session a code that confirms their identity. It's good for ten minutes and five tries, in this
 * session alone, and replaces the one before. Throws `not-found` where the account confirms its identity otherwise, and
 * `too-many-attempts` when it has had its emails of this hour; then the code before stays good.
 */
export async function sendCode(
  services: UseCaseServices,
  { account, via: { session } }: Caller,
  { client, trail }: Trailing,
): Promise<void> {
  const accountId = account.id;
  trail.account(accountId);
  await inTransaction(services.db, async (tx) => {
    await holdAccount(tx, accountId);
    await requireLiving(tx, session, services.clock());
    if (!(await verifiesByEmail(services, tx, accountId))) throw notByEmail();
    const wanted = { account, sessionId: session.id, client, trailId: trail.id };
    const state = await sendCodeForSession(tx, services, wanted);
    if (state === 'no-address') throw notByEmail();
    trail.note({ code: 'verification-code', state });
    if (state === 'too-many') throw tooManyMails();
    const event = { accountId, sessionId: session.id, client, at: services.clock() };
    await recordEvent(tx, { type: 'verification-code-asked', ...event });
  });
}

/** Whoever reads the mailbox must not get past a password or a second factor. */
export function notByEmail() {
  return problem(notFound, ({ prove }) => prove.notByEmail);
}
