import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import { findAttempt, wishOf } from '../../people/attempts/index.ts';
import { askForEmail, type EmailState, emailState, requireEmail } from '../../people/emails/index.ts';
import { advance } from './advance.ts';
import type { Asker } from './asker.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { attemptOver } from './attempt-over.ts';
import { findStanding, standingOf } from './held-attempt.ts';
import { type Step, waitsForFactor } from './next-step.ts';
import type { CompleteLogin } from './open-session.ts';

/**
 * Goes on with a login that waits for a confirmed address: to the session if there is one by now. With `email` a link is
 * sent there first, again or to another address, since whoever mistyped has no other way out; like everywhere, nothing
 * tells whether it is another account's. Opening the link confirms the address and nothing else: it logs nobody in, and
 * what opens the session is the attempt, in the browser or program that has proved all the rest.
 * Throws `not-found` when the attempt is over, `email-refused` or `too-many-attempts`.
 */
export async function goOnWithEmail(
  services: Services,
  { attempt: id, email: typed }: { attempt: string; email: string | undefined },
  asker: Asker,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { db, clock } = services;
  const before = await findStanding(services, id, asker.request, asker.trail);
  if (!before) throw attemptOver();
  const email = typed === undefined ? undefined : requireEmail(typed, '/email');
  const { accountId, attempt } = before;
  asker.trail.account(accountId);
  if (!email && waitsForEmail(before.step)) {
    // A program may ask again and again: that writes nothing.
    asker.trail.note({ code: 'must-do-asked', step: 'verify-email' });
    return { status: 'more', attempt: id, secret: undefined, accountId, step: before.step };
  }
  return inTransaction(db, async (tx) => {
    // First the row that every way in holds: who changes the password or deletes the account waits, or has won.
    const lives = await holdAccount(tx, accountId);
    const living = lives && (await findAttempt(tx, id, [attempt.secret_hash], clock(), asker.trail));
    const now = living && (await standingOf(tx, services, living));
    if (!now) throw attemptOver();
    const { account, soFar } = now;
    if (email && waitsForEmail(now.step)) {
      await touchAccount(tx, accountId, clock());
      await askForEmail(tx, services, account, email, asker);
    }
    const proved = { ...soFar, account, wish: wishOf(attempt), attempt: id, counted: null };
    return advance(tx, services, proved, asker);
  });
}

/** The addresses of the account that waits for a confirmed one in this browser; undefined when none does. */
export async function emailOfAttempt(
  services: Services,
  id: string,
  request: FastifyRequest,
): Promise<EmailState | undefined> {
  const standing = await findStanding(services, id, request);
  if (!standing || !(waitsForEmail(standing.step) || comesAfter(standing.step))) return undefined;
  return emailState(services.db, standing.accountId);
}

function waitsForEmail(step: Step): step is { kind: 'must-do'; what: 'verify-email' } {
  return step.kind === 'must-do' && step.what === 'verify-email';
}

/** The address is confirmed by now: the page's button leads on. */
const comesAfter = (step: Step): boolean => step.kind === 'open' || waitsForFactor(step);
