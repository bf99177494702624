import { inTransaction } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { emailKey } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { revokeInvitations } from '../../people/invitations/index.ts';
import type { Acting } from './acting.ts';

/** Revokes an open invitation, by its id or address; answers the address, or undefined where none is open. */
export function revokeInvitation(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  idOrEmail: string,
  { client }: Acting,
): Promise<string | undefined> {
  const which = idOrEmail.includes('@') ? { emailKey: emailKey(idOrEmail) } : { id: idOrEmail };
  return inTransaction(db, async (tx) => {
    const now = clock();
    const [revoked] = await revokeInvitations(tx, which, now);
    if (!revoked) return undefined;
    const detail = { invitation: revoked.id };
    await recordEvent(tx, { type: 'invitation-revoked', accountId: null, client, at: now, detail });
    return revoked.email;
  });
}
