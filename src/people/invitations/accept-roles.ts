import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { appendAudit } from '../audit/index.ts';
import { recordEvent } from '../events/index.ts';
import { giveInvitedRoles } from '../roles/index.ts';
import type { InvitationRow } from './store.ts';

/**
 * Gives an account the roles of its invitation that the inviter may still grant, each with its event and audit row. Returns
 * whether one of them is for administrators.
 */
export async function acceptRoles(
  tx: Tx,
  services: Pick<Services, 'secretKey'> & Partial<Pick<Services, 'log'>>,
  invitation: InvitationRow,
  { accountId, client, at }: { readonly accountId: string; readonly client: Client; readonly at: number },
): Promise<boolean> {
  const given = await giveInvitedRoles(tx, invitation, { accountId, at });
  for (const { name } of given) {
    await recordEvent(tx, { type: 'role-granted', accountId, client, at, detail: { role: name } });
    await appendAudit(tx, services, {
      ...{ actor: { kind: 'person', id: accountId }, act: 'role-granted' },
      ...{ target: { kind: 'account', id: accountId }, reason: null, client, requestId: null, at },
      detail: { role: name, invitation: invitation.id },
    });
  }
  return given.some(({ kind }) => kind === 'admin');
}
