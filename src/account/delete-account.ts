import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../factors/index.ts';
import type { Caller } from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import { invalidCredentials } from '../login/index.ts';
import { bySession } from '../login/prove/index.ts';
import { act } from '../people/act/index.ts';
import { requireNotLastAdministrator } from '../people/roles/index.ts';
import { isOther, proveCurrent } from './change-password.ts';
import { eraseAccount } from './erase-account.ts';

/**
 * Deletes the account and everything of it in one transaction. What stays is one line of the audit log
 * that an account of this id was deleted; it holds no name. Throws `proof-required`, `invalid-request`,
 * `invalid-credentials`, `too-many-attempts`, `last-administrator` and `not-signed-in`.
 */
export function deleteOwnAccount(
  services: UseCaseServices,
  caller: Caller,
  password: string | undefined,
  request: FastifyRequest,
): Promise<void> {
  const { id } = caller.account;
  return act(services, bySession(services, caller, request), 'account-deleted', {
    prepare: () => proveCurrent(services, caller, { password, pointer: '/password' }, request),
    async change(tx, { now, prepared: provedHash }) {
      if (await isOther(tx, id, provedHash)) {
        throw problem(invalidCredentials, (words) => words.account.passwordJustChanged);
      }
      await requireNotLastAdministrator(tx, id, now);
      await eraseAccount(tx, id);
      return { value: undefined, events: [{ type: 'account-deleted' }] };
    },
    finish: () => undefined,
  });
}
