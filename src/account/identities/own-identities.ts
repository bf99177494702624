import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { isoTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { type Caller, notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { requireWayIn } from '../../login/index.ts';
import { beginOutside, identityLastWay, type OutsideServices } from '../../login/outside/index.ts';
import { bySession, requireVerification } from '../../login/prove/index.ts';
import type { Trailing } from '../../login/trails/index.ts';
import { act } from '../../people/act/index.ts';
import {
  deleteIdentity,
  findProvider,
  listIdentities,
  type OutsideIdentitiesTable,
  type Provider,
} from '../../people/outside/index.ts';

/** An identity as its owner sees it. Times are ISO 8601 in UTC. */
export interface IdentityView {
  readonly id: string;
  /** The `id` of its provider, and what people call it; the same where the configuration no longer has the provider. */
  readonly provider: string;
  readonly label: string;
  /** What its owner is known by there, such as an address. */
  readonly name: string | null;
  readonly addedAt: string;
  readonly usedAt: string;
}

export async function listOwnIdentities(
  services: Pick<Services, 'config'>,
  db: Db,
  accountId: string,
): Promise<IdentityView[]> {
  return (await listIdentities(db, accountId)).map((identity) => ({
    id: identity.id,
    provider: identity.provider,
    label: labelOf(services, identity),
    name: identity.label,
    addedAt: isoTime(identity.created_at),
    usedAt: isoTime(identity.seen_at),
  }));
}

const labelOf = (services: Pick<Services, 'config'>, { provider }: OutsideIdentitiesTable): string =>
  findProvider(services, provider)?.label ?? provider;

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
      const name = services.words.outside.thing(labelOf(services, removed));
      return {
        value: undefined,
        events: [{ type: 'identity-removed', detail: { provider: removed.provider } }],
        notice: { kind: 'factor-removed', name },
      };
    },
    finish: () => undefined,
  });
}
