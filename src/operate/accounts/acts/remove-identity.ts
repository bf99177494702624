import { notFound } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { requireWayIn } from '../../../login/index.ts';
import { identityLastWay } from '../../../login/outside/index.ts';
import { deleteIdentity, providerLabel } from '../../../people/outside/index.ts';
import type { Acting } from '../acting.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';

/**
 * Disconnects an identity at another provider, by its ID. The value is what people call the provider. Undefined when the account
 * doesn't exist. Throws `not-found` for an identity that it hasn't got, and `identity-last-way` where nobody could sign in without it.
 */
export function removeIdentityOf(
  services: ActServices,
  acting: Acting,
  accountId: string,
  identity: string,
): Promise<Acted<string> | undefined> {
  return actOn(services, acting, accountId, {
    kind: 'identity-removed',
    audit: 'identity-removed',
    needsReason: true,
    detail: (provider) => ({ provider }),
    async change(tx) {
      const removed = identity.includes('\0') ? undefined : await deleteIdentity(tx, accountId, identity);
      if (!removed) throw problem(notFound, ({ account }) => account.identities.noSuchIdentity);
      await requireWayIn(tx, services.config, accountId, {
        definition: identityLastWay,
        detail: ({ adminActs }) => adminActs.lastIdentity,
      });
      const label = providerLabel(services, removed);
      return {
        value: label,
        events: [{ type: 'identity-removed', detail: { provider: removed.provider } }],
        notice: { kind: 'factor-removed', name: services.words.outside.thing(label) },
      };
    },
  });
}
