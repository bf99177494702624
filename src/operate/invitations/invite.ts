import { hash } from 'node:crypto';
import { inTransaction, type Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { registrationClosed } from '../../people/accounts/index.ts';
import { appendAudit } from '../../people/audit/index.ts';
import {
  findAccountByVerifiedEmail,
  requireEmail,
  requireMail,
  sendInvitation,
  tooManyMails,
} from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { putInvitation } from '../../people/invitations/index.ts';
import { countMail } from '../../people/limits/index.ts';
import { findRole, permissionsOf, type RoleRow, roleRefused } from '../../people/roles/index.ts';
import { type Acting, shownClient } from '../accounts/index.ts';

type InviteServices = Pick<Services, 'config' | 'db' | 'clock' | 'secretKey' | 'words' | 'emailDomains'> &
  Partial<Pick<Services, 'log'>>;

export interface WantedInvitation {
  readonly email: string;
  /** For other admins; the mail says nothing of it. */
  readonly note: string | null;
  /** The names of the roles that come with it. */
  readonly roles?: readonly string[];
}

/** An invitation that was sent. */
export interface Sent {
  readonly id: string;
  readonly email: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** How many open invitations of the address it has replaced. */
  readonly replaced: number;
  /** Whether an account has the address, so that its owner is to sign in. */
  readonly hasAccount: boolean;
}

/**
 * Invites an address. An open invitation of the same address is revoked in the same transaction. Throws `mail-off`,
 * `email-refused`, `domain-refused`, `role-refused`, `not-permitted` for a role that they may not grant, `registration-closed` where
 * nobody could accept it, or `too-many-attempts` where the address has had its mails of this hour.
 */
export async function invite(
  services: InviteServices,
  { email: typed, note, roles: names = [] }: WantedInvitation,
  acting: Acting,
): Promise<Sent> {
  const { config, db, clock } = services;
  requireMail(config);
  const email = requireEmail(services, typed, { pointer: '/email' });
  return inTransaction(db, async (tx) => {
    const now = clock();
    const roles = await getRoles(tx, names);
    await acting.mayGrant(tx, roles.length > 0 ? ['roles:grant', ...roles.flatMap(permissionsOf)] : []);
    const hasAccount = (await findAccountByVerifiedEmail(tx, email.key)) !== undefined;
    if (config.registration.mode === 'closed' && !hasAccount) {
      throw problem(registrationClosed, ({ ui }) => ui.signUp.closed);
    }
    const about = `invite:${hash('sha256', email.key, 'base64url')}`;
    if (!(await countMail(tx, services, about))) throw tooManyMails();
    const id = newId();
    const expiresAt = now + config.registration.invitationLifetime;
    const replaced = await putInvitation(tx, {
      id,
      token_hash: await sendInvitation(tx, services, email),
      email: email.address,
      email_key: email.key,
      role_ids: JSON.stringify(roles.map((role) => role.id)),
      invited_by: acting.account,
      note,
      created_at: now,
      expires_at: expiresAt,
    });
    const detail = { invitation: id };
    const client = shownClient(acting);
    await recordEvent(tx, { type: 'invitation-sent', accountId: null, client, at: now, detail });
    const { actor, reason, requestId } = acting;
    await appendAudit(tx, services, {
      ...{ actor, act: 'invitation-sent', target: { kind: 'invitation', id }, reason, requestId },
      detail: { roles: roles.map((role) => role.name).join(' ') },
      ...{ client: acting.client, at: now },
    });
    return { id, email: email.address, expiresAt, replaced, hasAccount };
  });
}

async function getRoles(tx: Tx, names: readonly string[]): Promise<RoleRow[]> {
  const roles: RoleRow[] = [];
  for (const name of new Set(names)) {
    const role = await findRole(tx, name);
    if (!role) throw problem(roleRefused, ({ roles: said }) => said.unknownRole(name));
    roles.push(role);
  }
  return roles;
}
