import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import {
  askForEmail,
  type EmailState,
  emailState,
  requireEmail,
  requireMail,
} from '../../people/emails/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { requireVerification } from '../prove/index.ts';

/**
 * Asks for an address: it is the account's once the link that is sent there was used, and the old one counts until
 * then. Throws `proof-required`, `email-refused`, `too-many-attempts` or `mail-off`.
 */
export async function changeEmail(
  services: Services,
  { session }: Caller,
  typed: string,
  request: FastifyRequest,
): Promise<EmailState> {
  const { config, db, clock } = services;
  await requireVerification(services, session);
  requireMail(config);
  const email = requireEmail(typed, '/email');
  const account = { id: session.account_id, username: session.username };
  return inTransaction(db, async (tx) => {
    // Before all else: it lines up whatever changes the addresses and links of this account.
    await touchAccount(tx, account.id, clock());
    await requireLiving(tx, session);
    await askForEmail(tx, services, account, email, { client: clientOf(request) });
    return emailState(tx, account.id);
  });
}
