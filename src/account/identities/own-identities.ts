import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { type Caller, notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { requireWayIn } from '../../login/index.ts';
import { beginOutside, identityLastWay, type OutsideServices } from '../../login/outside/index.ts';
import { bySession, requireVerification } from '../../login/prove/index.ts';
import type { Trailing } from '../../login/trails/index.ts';
import { act } from '../../people/act/index.ts';
import { deleteIdentity, type Provider, providerLabel } from '../../people/outside/index.ts';

interface Wanted {
  readonly provider: Provider;
  /** The key that the browser holds. */
  readonly browser: string;
  readonly next: string;
}

/** Sends the caller to a provider to connect an identity. Throws `proof-required` and `outside-login-failed`. */
export async function beginToLink(
  services: UseCaseServices & OutsideServices,
  { account, via: { session } }: Caller,
  { provider, browser, next }: Wanted,
  trailing: Trailing,
): Promise<URL> {
  await requireVerification(services, session);
  const whose = { account_id: account.id, session_id: session.id };
  return beginOutside(
    services,
    provider,
    { purpose: 'link', ...whose, browser, next, remember: false },
    trailing,
  );
}

/**
 * Takes an identity off the caller's account. Throws `proof-required`, `not-found` and, where nobody could sign in any more,
 * `identity-last-way`.
 */
export async function removeIdentity(
  services: UseCaseServices,
  caller: Caller,
  id: string,
  request: FastifyRequest,
): Promise<void> {
  const accountId = caller.account.id;
  await act(services, bySession(services, caller, request), 'identity-removed', {
    async change(tx) {
      const removed = id.includes('\0') ? undefined : await deleteIdentity(tx, accountId, id);
      if (!removed) throw problem(notFound, ({ account }) => account.identities.noSuchIdentity);
      await requireWayIn(tx, services.config, accountId, { definition: identityLastWay });
      const name = services.words.outside.thing(providerLabel(services, removed));
      return {
        value: undefined,
        events: [{ type: 'identity-removed', detail: { provider: removed.provider } }],
        notice: { kind: 'factor-removed', name },
      };
    },
    finish: () => undefined,
  });
}
