import type { UseCaseServices } from '../../factors/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { act } from '../../people/act/index.ts';
import { insertIdentity, newIdentityId } from '../../people/outside/index.ts';
import type { Requester } from '../index.ts';
import { bySession } from '../prove/index.ts';
import { requireSender } from './attempt-owner.ts';
import { labelOf } from './label.ts';
import { identityTaken } from './problems.ts';
import type { Proved } from './proved.ts';

/**
 * Gives the account that began it the identity: the one of the attempt, in the session that began it, so nobody can have
 * somebody else link theirs. Throws `identity-taken`, `outside-login-expired` and what a verification throws.
 */
export async function linkIdentity(
  services: UseCaseServices,
  proved: Proved,
  who: Caller | null,
  requester: Requester,
): Promise<void> {
  const { provider, identity, known } = proved;
  const { trail, request } = requester;
  const caller = requireSender(proved, who, trail);
  const { id: accountId } = caller.account;
  if (known?.account_id === accountId) return;
  const look = (state: 'linked' | 'taken') =>
    trail.note({ code: 'identity-looked-up', provider: provider.id, state });
  const taken = () => {
    look('taken');
    return problem(identityTaken, ({ outside }) => outside.identityTaken(provider.label));
  };
  if (known) throw taken();
  await act(services, { ...bySession(services, caller, request), trail }, 'identity-added', {
    async change(tx, { now }) {
      const added = await insertIdentity(tx, {
        id: newIdentityId(),
        issuer: identity.issuer,
        subject: identity.subject,
        account_id: accountId,
        provider: provider.id,
        label: labelOf(identity),
        created_at: now,
        seen_at: now,
      });
      if (!added) throw taken();
      const notice = { kind: 'factor-added', name: services.words.outside.thing(provider.label) } as const;
      return {
        value: undefined,
        events: [{ type: 'identity-added', detail: { provider: provider.id } }],
        notice,
      };
    },
    finish: () => look('linked'),
  });
}
