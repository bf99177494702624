import type { FastifyRequest } from 'fastify';
import { deleteTotp } from '../../../factors/totp/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { bySession } from '../../../login/prove/index.ts';
import { act } from '../../../people/act/index.ts';
import { leaveWithout } from '../second-factors.ts';

/** What was removed, and after one in force what the browser that removed it is known by from now on. */
export interface RemovedTotp {
  readonly was: 'begun' | 'in-force';
  readonly securityVersion: number | undefined;
}

/**
 * Removes the authenticator app, or one that is being set up; undefined when there is neither. With the last second
 * factor go the recovery codes. Throws `proof-required` and `second-factor-required`.
 */
export function removeTotp(
  services: Services,
  caller: Caller,
  request: FastifyRequest,
): Promise<RemovedTotp | undefined> {
  const { id } = caller.account;
  return act(services, bySession(services, caller, request), 'totp-removed', {
    async change(tx) {
      const removed = await deleteTotp(tx, id);
      if (!removed) return { unchanged: undefined };
      if (!removed.wasConfirmed) return { value: 'begun' as const, as: 'totp-set-up-dropped', events: [] };
      await leaveWithout(tx, services, id);
      return {
        value: 'in-force' as const,
        events: [{ type: 'totp-removed' }],
        notice: { kind: 'factor-removed', name: 'the authenticator app' },
      };
    },
    finish: (_tx, { value: was, securityVersion }) => ({ was, securityVersion }),
  });
}
