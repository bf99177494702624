import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import type { Say } from '../../kit/words/index.ts';
import { requireWayIn } from '../../login/index.ts';
import { bySession } from '../../login/prove/index.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import { deletePendingEmail, deleteVerifiedEmail, emailState } from '../../people/emails/index.ts';

const lastAddress: Say = ({ accountEmail }) => accountEmail.lastWayIn;

/**
 * Takes the address, confirmed or only asked for, from the account, and tells it so. Throws `proof-required`, and
 * `last-way-in` where nobody could sign in without it.
 */
export function removeEmail(
  services: UseCaseServices,
  caller: Caller,
  request: FastifyRequest,
): Promise<void> {
  const { id } = caller.account;
  return act(services, bySession(services, caller, request), 'email-removed', {
    async change(tx, { now }) {
      const { verified } = await emailState(tx, id);
      await touchAccount(tx, id, now);
      await deleteVerifiedEmail(tx, id);
      await deletePendingEmail(tx, id);
      if (verified) await requireWayIn(tx, services.config, id, { detail: lastAddress });
      return {
        value: undefined,
        events: verified ? [{ type: 'email-removed' }] : [],
        notice: { kind: 'email-removed' },
      };
    },
    finish: () => undefined,
  });
}
