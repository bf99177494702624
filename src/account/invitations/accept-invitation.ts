import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Caller } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { bySession } from '../../login/prove/index.ts';
import type { Trailing } from '../../login/trails/index.ts';
import { act } from '../../people/act/index.ts';
import { findAccountByVerifiedEmail, maskedAddress } from '../../people/emails/index.ts';
import {
  acceptRoles,
  invitationForAnother,
  requireInvitation,
  useInvitation,
} from '../../people/invitations/index.ts';

interface Accepting extends Trailing {
  readonly caller: Caller;
  readonly request: FastifyRequest;
}

/**
 * Uses an invitation for an account that there is. Holding it is not enough: a mail can be forwarded, so the account must
 * have confirmed its address. Throws `invitation-invalid`, `invitation-for-another`, `not-signed-in` or
 * `too-many-attempts`.
 */
export function acceptInvitation(
  services: UseCaseServices,
  pasted: string,
  { caller, request, client, trail }: Accepting,
): Promise<void> {
  const accountId = caller.account.id;
  trail.account(accountId);
  return act(services, { ...bySession(services, caller, request), trail }, 'invitation-accepted', {
    prepare: () => requireInvitation(services, pasted, { client, trail }),
    async change(tx, { now, prepared: invitation }) {
      const owner = await findAccountByVerifiedEmail(tx, invitation.email_key);
      if (owner?.id !== accountId) {
        trail.note({ code: 'invitation', state: 'other-address' });
        const address = maskedAddress(invitation.email);
        throw problem(invitationForAnother, ({ invitations }) => invitations.forAnother(address));
      }
      await useInvitation(tx, invitation, { now, trail });
      trail.note({ code: 'invitation', state: 'accepted' });
      const isAdmin = await acceptRoles(tx, services, invitation, { accountId, client, at: now });
      return {
        value: undefined,
        ...(isAdmin && { as: 'admin-role-granted' }),
        events: [{ type: 'invitation-accepted' }],
      };
    },
    finish: () => undefined,
  });
}
