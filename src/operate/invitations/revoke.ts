import { inTransaction } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { appendAudit } from '../../people/audit/index.ts';
import { emailKey } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { revokeInvitations } from '../../people/invitations/index.ts';
import { type Acting, shownClient } from '../accounts/index.ts';

/** Revokes an open invitation, by its id or address; answers the address, or undefined where none is open. */
export function revokeInvitation(
  services: Pick<Services, 'db' | 'clock' | 'secretKey'> & Partial<Pick<Services, 'log'>>,
  idOrEmail: string,
  acting: Acting,
): Promise<string | undefined> {
  const which = idOrEmail.includes('@') ? { emailKey: emailKey(idOrEmail) } : { id: idOrEmail };
  return inTransaction(services.db, async (tx) => {
    const now = services.clock();
    await acting.mayGrant(tx, []);
    const [revoked] = await revokeInvitations(tx, which, now);
    if (!revoked) return undefined;
    const detail = { invitation: revoked.id };
    const client = shownClient(acting);
    await recordEvent(tx, { type: 'invitation-revoked', accountId: null, client, at: now, detail });
    const { actor, reason, requestId } = acting;
    const target = { kind: 'invitation', id: revoked.id } as const;
    const entry = { actor, act: 'invitation-revoked', target, reason, requestId } as const;
    await appendAudit(tx, services, { ...entry, client: acting.client, at: now });
    return revoked.email;
  });
}
