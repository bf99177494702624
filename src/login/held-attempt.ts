import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../factors/index.ts';
import { findPassword } from '../factors/password/index.ts';
import type { Db } from '../kit/db/index.ts';
import { findAccount } from '../people/accounts/index.ts';
import { findAttempt, type LoginAttemptsTable, soFarOf } from '../people/attempts/index.ts';
import { heldByCookie, heldSecretHashes } from './attempt-secret.ts';
import { findStep } from './find-step.ts';
import type { Requester } from './requester.ts';

/**
 * The attempt that this browser is in the middle of, for the pages; empty when it holds none. Of several that live the
 * one that began last counts: an older one, which somebody has planted in front of it, would else have people type into
 * the login of that somebody. Of one alone nothing is asked here: whoever goes on with it looks it up.
 */
export async function heldAttemptId(services: UseCaseServices, request: FastifyRequest): Promise<string> {
  const held = heldByCookie(services, request);
  let newest: LoginAttemptsTable | undefined;
  if (held.length > 1) {
    for (const { id, secretHash } of held) {
      const living = await findAttempt(services.db, id, [secretHash], services.clock());
      if (living && living.expires_at > (newest?.expires_at ?? 0)) newest = living;
    }
  }
  return newest?.id ?? held[0]?.id ?? '';
}

/** The attempt while it can still be finished, for the browser or program that holds its secret. */
export async function findHeld(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
  trail?: Requester['trail'],
): Promise<LoginAttemptsTable | undefined> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (id.includes('\0')) return undefined;
  return findAttempt(services.db, id, heldSecretHashes(services, request, id), services.clock(), trail);
}

/** Where that attempt stands, and for whom; undefined when it is over, or nothing is proved yet. */
export async function findStanding(
  services: UseCaseServices,
  id: string,
  request: FastifyRequest,
  trail?: Requester['trail'],
) {
  const attempt = await findHeld(services, id, request, trail);
  const standing = attempt && (await standingOf(services.db, services, attempt));
  return standing && { ...standing, attempt };
}

/** Where an attempt stands; undefined when nothing is proved yet. */
export async function standingOf(db: Db, services: UseCaseServices, attempt: LoginAttemptsTable) {
  const { account_id: accountId } = attempt;
  // As long as nothing is proved, not even the time tells whether there is such an account.
  if (accountId === null || attempt.amr === '[]') return undefined;
  const account = await findAccount(db, accountId);
  const stored = await findPassword(db, accountId);
  if (!account) return undefined;
  const soFar = { ...soFarOf(attempt), weak: stored?.weak === 1 };
  const step = await findStep(db, services, soFar);
  return { accountId, account, soFar, step };
}
