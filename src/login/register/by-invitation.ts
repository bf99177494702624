import type { UseCaseServices } from '../../factors/index.ts';
import { problem } from '../../kit/problem.ts';
import { emailTaken, findAccountByVerifiedEmail, insertVerifiedEmail } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import {
  acceptRoles,
  type InvitationRow,
  requireInvitation,
  useInvitation,
} from '../../people/invitations/index.ts';
import type { CompleteLogin, Requester, SessionOptions, UnfinishedLogin } from '../index.ts';
import { register } from './register.ts';
import type { Invited, Registration } from './registration.ts';

type Trailing = Pick<Requester, 'client' | 'trail'>;

type Wanted = Omit<Registration, 'rules' | 'email' | 'proofOfWork' | 'invited'> & SessionOptions;

/**
 * Registers an account with the address that the invitation was sent to, which is confirmed by that, and logs it in.
 * Nothing is counted but codes that nobody was sent: an invitation is good for one account. Throws `invitation-invalid`,
 * `email-taken`, and what `createAccount` throws.
 */
export async function registerByInvitation(
  services: UseCaseServices,
  { token, ...wanted }: Wanted & { readonly token: string },
  requester: Requester,
): Promise<CompleteLogin | UnfinishedLogin> {
  const invitation = await requireInvitation(services, token, requester);
  if (await findAccountByVerifiedEmail(services.db, invitation.email_key)) throw hasAccount(requester);
  const invited = invitedBy(services, invitation, requester);
  return register(services, { ...wanted, rules: 'usual', invited }, requester);
}

function invitedBy(services: UseCaseServices, invitation: InvitationRow, requester: Trailing): Invited {
  const { client, trail } = requester;
  const email = { address: invitation.email, key: invitation.email_key };
  return {
    email,
    consume: (tx, now) => useInvitation(tx, invitation, { now, trail }),
    async accept(tx, accountId, now) {
      if (!(await insertVerifiedEmail(tx, accountId, email, now))) throw hasAccount({ trail });
      trail.note({ code: 'invitation', state: 'accepted' });
      const event = { accountId, client, at: now };
      await recordEvent(tx, { type: 'invitation-accepted', ...event });
      await recordEvent(tx, { type: 'email-verified', ...event });
      await acceptRoles(tx, services, invitation, { accountId, client, at: now });
    },
  };
}

/** Whoever holds the invitation reads the mail of this address, so they may know. */
function hasAccount({ trail }: Pick<Trailing, 'trail'>) {
  trail.note({ code: 'invitation', state: 'has-account' });
  return problem(emailTaken, ({ invitations }) => invitations.hasAccount);
}
