import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { emailState } from '../../people/emails/index.ts';
import { findStanding, heldAttemptId } from '../held-attempt.ts';
import { pageOf } from '../session/continue-login.ts';

/**
 * Where the login goes on that this browser has begun, and then to `wanted`; undefined when it holds none that
 * has proved something.
 */
export async function findUnfinished(
  services: UseCaseServices,
  request: FastifyRequest,
  wanted: string,
): Promise<string | undefined> {
  const standing = await findStanding(services, await heldAttemptId(services, request), request);
  if (!standing) return undefined;
  const { step, accountId } = standing;
  if (step.kind !== 'open') return pageOf(step, wanted);
  // The link was opened in another tab meanwhile: the page that waited for it has the button that is left.
  const { verified } = await emailState(services.db, accountId);
  return verified ? pageOf({ kind: 'must-do', what: 'verify-email' }, wanted) : undefined;
}
