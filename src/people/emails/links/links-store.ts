import { sql } from 'kysely';
import { type Db, deleteExpired, prepared, type Tx } from '../../../kit/db/index.ts';
import { releaseMails } from '../../../kit/mail/index.ts';
import type { LinkEnd, LinkPurpose, LinksTable } from '../table.ts';

export type NewLink = Omit<LinksTable, 'used_at' | 'ended_at' | 'ended_by'>;

/** Writes a link beside the good ones that the account has for this purpose. Links to other addresses end. */
export async function putLink(tx: Tx, link: NewLink): Promise<void> {
  const { account_id: accountId, purpose, address, sent_at: now } = link;
  await endLinks(tx, { accountId, purpose, butTo: address }, { now, by: 'newer-link' });
  await tx
    .insertInto('links')
    .values({ ...link, used_at: null, ended_at: null, ended_by: null })
    .execute();
}

/** The link that can be used for longest, of those that were sent to this address. */
export async function findNewestLink(
  db: Db,
  wanted: Pick<LinksTable, 'account_id' | 'purpose' | 'address'>,
  now: number,
): Promise<LinksTable | undefined> {
  return (await newestOf(db, { ...wanted, now }))[0];
}

const newestOf = prepared(
  (
    db,
    {
      account_id,
      purpose,
      address,
      now,
    }: Pick<LinksTable, 'account_id' | 'purpose' | 'address'> & { now: number },
  ) =>
    db
      .selectFrom('links')
      .selectAll()
      .where('account_id', '=', account_id)
      .where('purpose', '=', purpose)
      .where('address', '=', address)
      .where('used_at', 'is', null)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .orderBy('expires_at', 'desc')
      .limit(sql<number>`1`),
);

/** The link while it can still be used, without using it up. */
export function findLink(
  db: Db,
  purpose: LinkPurpose,
  tokenHash: string,
  now: number,
): Promise<LinksTable | undefined> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** The link that was sent with this token, whatever has become of it. */
export function findSentLink(db: Db, tokenHash: string): Promise<LinksTable | undefined> {
  return db.selectFrom('links').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
}

/** Whether a link was sent with this token, whatever has become of it. */
export async function wasLinkSent(db: Db, tokenHash: string): Promise<boolean> {
  return (await findSentLink(db, tokenHash)) !== undefined;
}

/** The newest link for a purpose that an attempt has asked for; without one, of all that the account was sent. */
export function findLastLink(
  db: Db,
  { accountId, purpose, trailId }: { accountId: string; purpose: LinkPurpose; trailId?: string | undefined },
): Promise<LinksTable | undefined> {
  let links = db
    .selectFrom('links')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose);
  if (trailId !== undefined) links = links.where('trail_id', '=', trailId);
  // Of two at one moment the later email has the greater ID.
  return links
    .orderBy('sent_at', 'desc')
    .orderBy('mail_id', 'desc')
    .orderBy('token_hash')
    .limit(1)
    .executeTakeFirst();
}

/** Uses the link up: of parallel tries one gets it. It stays to be told of, without its address. */
export async function consumeLink(
  tx: Tx,
  purpose: LinkPurpose,
  tokenHash: string,
  now: number,
): Promise<LinksTable | undefined> {
  const link = await tx
    .updateTable('links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (!link) return undefined;
  await tx.updateTable('links').set({ address: '' }).where('token_hash', '=', tokenHash).execute();
  await releaseMails(tx, mailsOf([link]));
  return link;
}

interface WhichLinks {
  readonly accountId: string;
  readonly purpose: LinkPurpose;
  /** Those to this address go on. */
  readonly butTo?: string;
}

/** Ends the links of an account for a purpose that nobody has used. They stay to be told of, without their address. */
export async function endLinks(
  tx: Tx,
  { accountId, purpose, butTo }: WhichLinks,
  { now, by }: { readonly now: number; readonly by: LinkEnd },
): Promise<void> {
  let links = tx
    .updateTable('links')
    .set({ ended_at: now, ended_by: by, address: '' })
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null);
  if (butTo !== undefined) links = links.where('address', '!=', butTo);
  await releaseMails(tx, mailsOf(await links.returning('mail_id').execute()));
}

/** Removes the links whose time was over at `time`. */
export function deleteExpiredLinks(db: Db, time: number): Promise<void> {
  return deleteExpired(db, 'links', 'token_hash', time);
}

function mailsOf(links: readonly Pick<LinksTable, 'mail_id'>[]): string[] {
  return links.flatMap(({ mail_id }) => mail_id ?? []);
}
