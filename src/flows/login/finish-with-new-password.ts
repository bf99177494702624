import type { FastifyRequest } from 'fastify';
import { findPassword, replacePassword, requirePassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { findAccount, touchAccount } from '../../people/accounts/index.ts';
import { deleteLinksOf, noticeTo } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { clearLimitsOf } from '../../people/limits/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { advance } from './advance.ts';
import type { Asker } from './asker.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { attemptOver } from './attempt-over.ts';
import { heldSecretHash } from './attempt-secret.ts';
import { advanceAttempt, findAttempt, soFarOf } from './attempts-store.ts';
import type { LoginAttemptsTable } from './attempts-table.ts';
import type { CompleteLogin } from './open-session.ts';
import { findStep } from './standing.ts';

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
  const attempt = await findWaiting(services, id, asker.request, asker.trail);
  if (!attempt) throw attemptOver();
  const { account_id: accountId } = attempt;
  const owner = await findAccount(db, accountId);
  if (!owner) throw attemptOver();
  const { trail } = asker;
  trail.account(accountId);
  await requirePassword(config, newPassword, owner.username, '/newPassword', trail);
  const fresh = await hasher.hash(newPassword, trail);
  return inTransaction(db, async (tx) => {
    const now = clock();
    const stored = await findPassword(tx, accountId);
    if (!stored || stored.version !== attempt.password_version) throw attemptOver();
    const version = await replacePassword(tx, accountId, stored.hash, { ...fresh, weak: 0 }, now);
    const account = await findAccount(tx, accountId);
    if (version === undefined || !account) throw attemptOver();
    trail.note({ code: 'password-set' });
    await touchAccount(tx, accountId, now);
    const count = await revokeOtherSessions(tx, accountId, '');
    if (count > 0) trail.note({ code: 'sessions-ended', count, why: 'password-changed' });
    // Whoever asked for one could undo the change.
    await deleteLinksOf(tx, accountId, 'recover');
    await clearLimitsOf(tx, accountId);
    await noticeTo(tx, services, accountId, { kind: 'password-changed', client: asker.client, trail });
    await recordEvent(tx, { type: 'password-changed', accountId, client: asker.client, at: now });
    // What follows in this attempt follows from the new password.
    const { amr, is_multi_factor } = attempt;
    const proof = { account_id: accountId, password_version: version, amr, is_multi_factor };
    if (!(await advanceAttempt(tx, attempt, proof, now))) throw attemptOver();
    const wish = { transport: attempt.transport, remember: attempt.remember === 1 };
    const proved = { ...soFarOf(attempt), account, passwordVersion: version, weak: false };
    return advance(tx, services, { ...proved, wish, attempt: id, counted: null }, asker);
  });
}

/** The attempt, when a new password is all that it waits for: whatever else is missing comes first. */
async function findWaiting(
  services: Services,
  id: string,
  request: FastifyRequest,
  trail?: Asker['trail'],
): Promise<(LoginAttemptsTable & { account_id: string }) | undefined> {
  const { db, clock } = services;
  if (id.includes('\0')) return undefined;
  const attempt = await findAttempt(db, id, heldSecretHash(services, request, id), clock(), trail);
  if (!attempt) return undefined;
  const { account_id: accountId } = attempt;
  // As long as nothing is proved, not even the time tells whether there is such an account.
  if (accountId === null || attempt.amr === '[]') return undefined;
  if (!(await findPassword(db, accountId))?.weak) return undefined;
  const step = await findStep(db, services, { ...soFarOf(attempt), weak: true });
  return step.kind === 'must-do' && step.what === 'new-password'
    ? { ...attempt, account_id: accountId }
    : undefined;
}

/** The name of the account that waits for a new password in this browser, while it does. */
export async function nameOfAttempt(
  services: Services,
  id: string,
  request: FastifyRequest,
): Promise<string | undefined> {
  const waiting = await findWaiting(services, id, request);
  return waiting && (await findAccount(services.db, waiting.account_id))?.username;
}
