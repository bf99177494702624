import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import { askForEmail, type EmailState, emailState, requireEmail } from '../../people/emails/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { findStanding } from '../held-attempt.ts';
import { type Step, waitsForFactor } from '../next-step.ts';
import type { Requester } from '../requester.ts';
import { continueAsItStands, continueFrom, standingNow } from '../session/continue-from.ts';
import type { CompleteLogin } from '../session/open-session.ts';
import { findUndelivered, type Undelivered } from '../why/undelivered.ts';

/**
 * Goes on with a login that waits for a confirmed address: to the session if there is one by now. With `email` a link is
 * sent there first, again or to another address, since whoever mistyped has no other way out; like everywhere, nothing
 * tells whether it is another account's. Opening the link confirms the address and nothing else: it logs nobody in, and
 * what opens the session is the attempt, in the browser or program that has proved all the rest.
 * Throws `not-found` when the attempt is over, `email-refused`, `domain-refused` or `too-many-attempts`.
 */
export async function continueWithEmail(
  services: UseCaseServices,
  { attempt: id, email: typed }: { attempt: string; email: string | undefined },
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const before = await findStanding(services, id, requester.request, requester.trail);
  if (!before) throw attemptOver();
  const wanted = { pointer: '/email', trail: requester.trail };
  const email = typed === undefined ? undefined : requireEmail(services, typed, wanted);
  const { accountId, account, attempt, step } = before;
  const { client, trail } = requester;
  trail.account(accountId);
  if (!waitsForEmail(step)) return continueAsItStands(services, before, requester);
  if (!email) {
    // A program may ask again and again: that writes nothing.
    trail.note({ code: 'must-do-asked', step: 'verify-email' });
    return { status: 'more', attempt: id, secret: undefined, accountId, step };
  }
  const by = { kind: 'attempt', accountId, attempt, client, trail, over: attemptOver } as const;
  return act(services, by, 'email-asked', {
    async change(tx, { now }) {
      const present = await standingNow(tx, services, attempt);
      if (waitsForEmail(present.step)) {
        await touchAccount(tx, accountId, now);
        await askForEmail(tx, services, account, email, requester);
      }
      return { value: present, events: [] };
    },
    finish: (tx, { value: present }) => continueFrom(tx, services, present, requester),
  });
}

/** The addresses of an account, and what keeps the email to the one that it asks for away. */
export interface WaitingEmail extends EmailState {
  readonly undelivered: Undelivered | undefined;
}

/** The addresses of the account that waits for a confirmed one in this browser; undefined when none does. */
export async function emailOfAttempt(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
): Promise<WaitingEmail | undefined> {
  const standing = await findStanding(services, id, request);
  if (!standing || !(waitsForEmail(standing.step) || comesAfter(standing.step))) return undefined;
  const { db } = services;
  const { accountId } = standing;
  const [state, undelivered] = [await emailState(db, accountId), await findUndelivered(db, accountId)];
  return { ...state, undelivered: state.pending === null ? undefined : undelivered };
}

function waitsForEmail(step: Step): step is { kind: 'must-do'; what: 'verify-email' } {
  return step.kind === 'must-do' && step.what === 'verify-email';
}

/** The address is confirmed by now: the page's button leads on. */
const comesAfter = (step: Step): boolean => step.kind === 'open' || waitsForFactor(step);
