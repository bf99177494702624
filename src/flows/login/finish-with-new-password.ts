import type { FastifyRequest } from 'fastify';
import { requirePassword, setPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { findAccount, holdAccount, raiseSecurityVersion, touchAccount } from '../../people/accounts/index.ts';
import { deleteLinksOf, noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { forgetPasswordGuesses } from '../../people/limits/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';
import { advance } from './advance.ts';
import type { Asker } from './asker.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { attemptOver } from './attempt-over.ts';
import { advanceAttempt, deleteAttemptsOf, wishOf } from './attempts-store.ts';
import { findStanding } from './held-attempt.ts';
import type { CompleteLogin } from './open-session.ts';

/**
 * Goes on with a login that waits for a better password: the new one takes the place of the proved one, all older
 * sessions end, and the session opens. A refused password (`password-refused`) leaves the attempt as it was.
 */
export async function finishWithNewPassword(
  services: Services,
  id: string,
  newPassword: string,
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { config, db, clock, hasher } = services;
  const waiting = await findWaiting(services, id, asker.request, asker.trail);
  if (!waiting) throw attemptOver();
  const { attempt, accountId, account: owner, soFar } = waiting;
  const { trail } = asker;
  trail.account(accountId);
  await requirePassword(config, newPassword, owner.username, '/newPassword', trail);
  const fresh = await hasher.hash(newPassword, trail);
  return inTransaction(db, async (tx) => {
    const now = clock();
    if (!(await holdAccount(tx, accountId, owner.security_version))) throw attemptOver();
    await setPassword(tx, accountId, { ...fresh, weak: 0 }, now);
    trail.note({ code: 'password-set' });
    await touchAccount(tx, accountId, now);
    await raiseSecurityVersion(tx, accountId);
    const account = await findAccount(tx, accountId);
    if (!account) throw attemptOver();
    await deleteAttemptsOf(tx, accountId, id);
    const count = await revokeOtherSessions(tx, accountId, '');
    if (count > 0) trail.note({ code: 'sessions-ended', count, why: 'password-changed' });
    // Whoever asked for one could undo the change.
    await deleteLinksOf(tx, accountId, 'recover');
    await forgetPasswordGuesses(tx, accountId);
    await noticeTo(tx, services, accountId, { kind: 'password-changed', client: asker.client, trail });
    await recordEvent(tx, { type: 'password-changed', accountId, client: asker.client, at: now });
    const advanced = await advanceAttempt(tx, attempt, { amr: attempt.amr }, now);
    if (!advanced) throw attemptOver();
    const proved = { ...soFar, account, weak: false, wish: wishOf(attempt) };
    return advance(tx, services, { ...proved, attempt: id, ...advanced, counted: null }, asker);
  });
}

/** The attempt, when a new password is all that it waits for: whatever else is missing comes first. */
async function findWaiting(services: Services, id: string, request: FastifyRequest, trail?: Asker['trail']) {
  const standing = await findStanding(services, id, request, trail);
  const waits = standing?.step.kind === 'must-do' && standing.step.what === 'new-password';
  return waits ? standing : undefined;
}

/** The name of the account that waits for a new password in this browser, while it does. */
export async function nameOfAttempt(
  services: Services,
  id: string,
  request: FastifyRequest,
): Promise<string | undefined> {
  return (await findWaiting(services, id, request))?.account.username;
}
