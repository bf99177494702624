import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../factors/index.ts';
import { findPassword, requirePassword, setPassword } from '../factors/password/index.ts';
import type { Tx } from '../kit/db/index.ts';
import { type Caller, clientOf, invalidRequest } from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import type { Say } from '../kit/words/index.ts';
import { invalidCredentials } from '../login/index.ts';
import { bySession, provePassword } from '../login/prove/index.ts';
import { act } from '../people/act/index.ts';
import { replaceToken } from '../people/sessions/index.ts';

export interface ChangedPassword {
  /** The new token of this session; the old one is worth nothing any more. */
  readonly token: string;
  /** What this browser is known by from now on. */
  readonly securityVersion: number | undefined;
}

/**
 * Changes the password, or gives one to an account that has none: every other session ends, this one gets a new token.
 * The current password comes along where there is one; where there is none, the session must have verified its holder.
 * Of parallel changes one wins; the others meet `invalid-credentials`, since the password they prove is gone.
 * Throws `proof-required`, `password-refused`, `invalid-request`, `invalid-credentials` and `too-many-attempts`.
 */
export function changePassword(
  services: UseCaseServices,
  caller: Caller,
  { currentPassword, newPassword }: { currentPassword?: string | undefined; newPassword: string },
  request: FastifyRequest,
): Promise<ChangedPassword> {
  const { config, hasher } = services;
  const { account, via } = caller;
  return act(services, bySession(services, caller, request), 'password-changed', {
    async prepare() {
      await requirePassword(config, newPassword, account.username, '/newPassword');
      const current = { password: currentPassword, pointer: '/currentPassword' };
      const provedHash = await proveCurrent(services, caller, current, request);
      return { provedHash, fresh: { ...(await hasher.hash(newPassword)), weak: 0 } };
    },
    async change(tx, { now, prepared: { provedHash, fresh } }) {
      if (await isOther(tx, account.id, provedHash)) throw changedMeanwhile();
      const token = await replaceToken(tx, via.session);
      if (token === undefined) throw changedMeanwhile();
      await setPassword(tx, account.id, fresh, now);
      return {
        value: token,
        events: [{ type: 'password-changed' }],
        notice: { kind: 'password-changed' },
      };
    },
    finish: (_tx, { value: token, securityVersion }) => ({ token, securityVersion }),
  });
}

/**
 * The hash that the current password fits; undefined where the account has none, so that there is nothing to prove.
 * Throws `invalid-request` where one is missing, `invalid-credentials` and `too-many-attempts`.
 */
export async function proveCurrent(
  services: UseCaseServices,
  { account, via }: Caller,
  { password, pointer }: { readonly password: string | undefined; readonly pointer: string },
  request: FastifyRequest,
): Promise<string | undefined> {
  if (password !== undefined)
    return provePassword(services, via.session, { password, pointer }, { client: clientOf(request) });
  if ((await findPassword(services.db, account.id)) === undefined) return undefined;
  const detail: Say = ({ account }) => account.enterCurrentPassword;
  throw problem(invalidRequest, detail, { errors: [{ pointer, code: 'required', detail }] });
}

/** Whether the account's password is another than the one that was proved. The transaction holds the account. */
export async function isOther(tx: Tx, accountId: string, provedHash: string | undefined): Promise<boolean> {
  return (await findPassword(tx, accountId))?.hash !== provedHash;
}

function changedMeanwhile() {
  return problem(invalidCredentials, ({ account }) => account.passwordChangedMeanwhile);
}
