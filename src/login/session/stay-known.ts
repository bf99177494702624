import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { rememberDevice } from '../../people/limits/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';

/**
 * Keeps the browser of a session known to its account after a change of password or factors that it made itself. Such a
 * change makes strangers of all other browsers (`raiseSecurityVersion`). A program keeps no cookies and gets none; a change without a
 * new `securityVersion` has made nobody a stranger.
 */
export function stayKnown(
  services: UseCaseServices,
  reply: FastifyReply,
  { account_id: accountId, transport }: Pick<SessionRow, 'account_id' | 'transport'>,
  securityVersion: number | undefined,
): void {
  if (securityVersion !== undefined && transport === 'cookie')
    rememberDevice(services, reply, { accountId, securityVersion });
}
