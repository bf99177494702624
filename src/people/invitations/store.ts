import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import { type KeysetPage, type Place, pageOf } from '../../kit/keyset.ts';
import type { InvitationsTable } from './table.ts';

export type InvitationRow = InvitationsTable;

/** How often writing one is tried while others invite the same address. */
const mostRounds = 20;

/**
 * Writes an invitation in place of the open one for its address. A unique index allows one open invitation an address: of
 * two at once, the later revokes the earlier. Returns how many it replaced.
 */
export async function putInvitation(
  tx: Tx,
  invitation: Omit<InvitationRow, 'used_at' | 'revoked_at'>,
): Promise<number> {
  let replaced = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const open = { emailKey: invitation.email_key };
    replaced += (await revokeInvitations(tx, open, invitation.created_at)).length;
    const row = await tx
      .insertInto('invitations')
      .values({ ...invitation, used_at: null, revoked_at: null })
      .onConflict((conflict) =>
        conflict.column('email_key').where('used_at', 'is', null).where('revoked_at', 'is', null).doNothing(),
      )
      .returning('id')
      .executeTakeFirst();
    if (row) return replaced;
  }
  throw new Error('Others invite the same address all the time.');
}

/** The invitation with this token, whatever has become of it. */
export function findInvitation(db: Db, tokenHash: string): Promise<InvitationRow | undefined> {
  return db.selectFrom('invitations').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
}

/** The invitation while it can still be used, without using it up. */
export async function findOpenInvitation(
  db: Db,
  tokenHash: string,
  now: number,
): Promise<InvitationRow | undefined> {
  const invitation = await findInvitation(db, tokenHash);
  return invitation && stateOf(invitation, now) === 'open' ? invitation : undefined;
}

/** Uses the invitation up: of parallel requests, one gets it. Its row stays for the list, without the address. */
export async function consumeInvitation(
  tx: Tx,
  tokenHash: string,
  now: number,
): Promise<InvitationRow | undefined> {
  const invitation = await tx
    .updateTable('invitations')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (!invitation) return undefined;
  await tx
    .updateTable('invitations')
    .set({ email: '', email_key: '' })
    .where('token_hash', '=', tokenHash)
    .execute();
  return invitation;
}

/** Revokes the open invitations with this ID or address; returns those that were open. */
export function revokeInvitations(
  tx: Tx,
  which: { readonly id: string } | { readonly emailKey: string },
  now: number,
): Promise<Pick<InvitationRow, 'id' | 'email'>[]> {
  const open = tx
    .updateTable('invitations')
    .set({ revoked_at: now })
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null);
  const chosen =
    'id' in which ? open.where('id', '=', which.id) : open.where('email_key', '=', which.emailKey);
  return chosen.returning(['id', 'email']).execute();
}

/** Which invitations to list. */
interface InvitationsQuery extends Place<string> {
  /** Only those that can still be accepted at this time. */
  readonly openAt?: number | undefined;
}

/** A page of invitations, the newest first. */
export async function pageOfInvitations(
  db: Db,
  query: InvitationsQuery,
): Promise<KeysetPage<InvitationRow, string>> {
  const { before, after, limit, openAt } = query;
  let all = db
    .selectFrom('invitations')
    .selectAll()
    .orderBy('id', after === undefined ? 'desc' : 'asc')
    .limit(limit + 1);
  if (before !== undefined) all = all.where('id', '<', before);
  if (after !== undefined) all = all.where('id', '>', after);
  if (openAt !== undefined)
    all = all.where('used_at', 'is', null).where('revoked_at', 'is', null).where('expires_at', '>', openAt);
  return pageOf(await all.execute(), query, ({ id }) => id);
}

/** The invitation with this ID, whatever has become of it. */
export async function findInvitationById(db: Db, id: string): Promise<InvitationRow | undefined> {
  if (id.includes('\0')) return undefined;
  return db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Deletes the invitations that had expired by `time`. */
export function deleteExpiredInvitations(db: Db, time: number): Promise<void> {
  return deleteExpired(db, 'invitations', 'id', time);
}

/** What became of an invitation. What came first counts: one that was used never shows as expired. */
export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

export function stateOf(
  { used_at, revoked_at, expires_at }: Pick<InvitationRow, 'used_at' | 'revoked_at' | 'expires_at'>,
  now: number,
): InvitationState {
  if (used_at !== null) return 'used';
  if (revoked_at !== null) return 'revoked';
  return expires_at <= now ? 'expired' : 'open';
}
