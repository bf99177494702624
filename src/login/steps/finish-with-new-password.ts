import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { hashNewPassword, requirePassword, setPassword } from '../../factors/password/index.ts';
import { findAccount, touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import { advanceAttempt } from '../../people/attempts/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { attemptOver } from '../attempt-over.ts';
import { findStanding } from '../held-attempt.ts';
import type { Requester } from '../requester.ts';
import { continueFrom } from '../session/continue-from.ts';
import type { CompleteLogin } from '../session/open-session.ts';

/**
 * Goes on with a login that waits for a better password: the new one takes the place of the proved one, all older
 * sessions end, and the session opens. A refused password (`password-refused`) leaves the attempt as it was.
 */
export async function finishWithNewPassword(
  services: UseCaseServices,
  id: string,
  newPassword: string,
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const { config } = services;
  const waiting = await findWaiting(services, id, requester.request, requester.trail);
  if (!waiting) throw attemptOver();
  const { attempt, accountId, account: owner } = waiting;
  const { client, trail } = requester;
  trail.account(accountId);
  const { security_version: securityVersion } = owner;
  const by = {
    kind: 'attempt',
    accountId,
    attempt,
    securityVersion,
    client,
    trail,
    over: attemptOver,
  } as const;
  return act(services, by, 'password-changed', {
    async prepare() {
      await requirePassword(config, newPassword, owner.username, '/newPassword', trail);
      return hashNewPassword(services, newPassword, trail);
    },
    async change(tx, { now, prepared: fresh }) {
      await setPassword(tx, accountId, { ...fresh, weak: 0 }, now);
      trail.note({ code: 'password-set' });
      await touchAccount(tx, accountId, now);
      const advanced = await advanceAttempt(tx, attempt, { amr: attempt.amr }, now);
      if (!advanced) throw attemptOver();
      return {
        value: advanced,
        events: [{ type: 'password-changed' }],
        notice: { kind: 'password-changed' },
      };
    },
    async finish(tx, { value: advanced }) {
      const account = await findAccount(tx, accountId);
      if (!account) throw attemptOver();
      const { secret } = advanced;
      return continueFrom(tx, services, { ...waiting, account }, requester, { secret, weak: false });
    },
  });
}

/** The attempt, when a new password is all that it waits for: whatever else is missing comes first. */
async function findWaiting(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
  trail?: Requester['trail'],
) {
  const standing = await findStanding(services, id, request, trail);
  const waits = standing?.step.kind === 'must-do' && standing.step.what === 'new-password';
  return waits ? standing : undefined;
}

/** The name of the account that waits for a new password in this browser, while it does. */
export async function nameOfAttempt(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
): Promise<string | undefined> {
  return (await findWaiting(services, id, request))?.account.username;
}
