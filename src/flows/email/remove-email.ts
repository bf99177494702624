import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../kit/db/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import {
  deleteLinksOf,
  deletePendingEmail,
  deleteVerifiedEmail,
  emailState,
  noticeTo,
} from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { requireLiving } from '../../people/sessions/index.ts';
import { deleteAttemptsByMail } from '../login/index.ts';
import { requireVerification } from '../prove/index.ts';

/** Takes the address, confirmed or only asked for, from the account, and tells it so. Throws `proof-required`. */
export async function removeEmail(
  services: Services,
  { session }: Caller,
  request: FastifyRequest,
): Promise<void> {
  const { db, clock } = services;
  await requireVerification(services, session);
  const accountId = session.account_id;
  const client = clientOf(request);
  return inTransaction(db, async (tx) => {
    const now = clock();
    // First, as in every step of a login: it is over before, or comes too late.
    await holdAccount(tx, accountId);
    await touchAccount(tx, accountId, now);
    await requireLiving(tx, session);
    const { verified } = await emailState(tx, accountId);
    await noticeTo(tx, services, accountId, { kind: 'email-removed', client });
    await deleteVerifiedEmail(tx, accountId);
    await deletePendingEmail(tx, accountId);
    await deleteLinksOf(tx, accountId);
    await deleteAttemptsByMail(tx, accountId);
    const event = { accountId, sessionId: session.id, client, at: now };
    if (verified) await recordEvent(tx, { type: 'email-removed', ...event });
  });
}
