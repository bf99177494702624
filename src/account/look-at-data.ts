import type { FastifyRequest } from 'fastify';
import { clientOf, type Impersonating, impersonationRefused } from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import type { Services } from '../kit/services.ts';
import { recordReading } from '../people/audit/index.ts';
import { findPermissions } from '../people/roles/index.ts';

/**
 * Lets an administrator who looks at the account read its data, if they might read it in the console as well, and records
 * that they did as the console does. Throws `impersonation-refused`.
 */
export async function recordLookAtData(
  services: Pick<Services, 'db' | 'clock' | 'secretKey' | 'log'>,
  { account, via: { actor } }: Impersonating,
  request: FastifyRequest,
): Promise<void> {
  const { db, clock } = services;
  const permissions = await findPermissions(db, actor.id, clock());
  if (!permissions.has('accounts:data'))
    throw problem(impersonationRefused, ({ account: said }) => said.data.notForLooks);
  await recordReading(services, {
    ...{ actor: { kind: 'person', id: actor.id }, client: clientOf(request), requestId: request.id },
    ...{ act: 'data-read', reason: null, at: clock(), target: { kind: 'account', id: account.id } },
  });
}
