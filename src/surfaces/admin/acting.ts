import type { FastifyRequest } from 'fastify';
import { type Administrator, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import type { Acting } from '../../operate/accounts/index.ts';
import { accountOfAdministrator, requireMayActOn, requireMayGrant } from '../../people/roles/index.ts';

/** Who acts by an administrator's request, and what they may do, for the use cases of `src/operate/`. */
export function actingInPerson(
  { clock }: Pick<Services, 'clock'>,
  caller: Administrator,
  request: FastifyRequest,
  reason: string | null = null,
): Acting {
  return {
    actor:
      caller.by.kind === 'token'
        ? { kind: 'token', id: caller.by.token.id }
        : { kind: 'person', id: accountOfAdministrator(caller) },
    account: accountOfAdministrator(caller),
    client: clientOf(request),
    requestId: request.id,
    reason,
    mayActOn: (tx, accountId) => requireMayActOn(tx, caller, accountId, clock()),
    mayGrant: (tx, permissions) => requireMayGrant(tx, caller, permissions, clock()),
  };
}
