import { type Db, holdFreeRows, inPieces, prepared, type Tx } from '../../kit/db/index.ts';
import { releaseMails } from '../../kit/mail/index.ts';
import type { LinkPurpose, LinksTable } from './table.ts';

export type NewLink = Omit<LinksTable, 'used_at'>;

/** Writes a link beside the good ones that the account has for this purpose. Links to other addresses end. */
export async function putLink(tx: Tx, link: NewLink): Promise<void> {
  const others = await tx
    .deleteFrom('links')
    .where('account_id', '=', link.account_id)
    .where('purpose', '=', link.purpose)
    .where((row) => row.or([row('address', '!=', link.address), row('used_at', 'is not', null)]))
    .returning('mail_id')
    .execute();
  await releaseMails(tx, mailsOf(others));
  await tx
    .insertInto('links')
    .values({ ...link, used_at: null })
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
      .where('expires_at', '>', now)
      .orderBy('expires_at', 'desc')
      .limit(1),
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
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Whether a link was sent with this token, whatever has become of it. */
export async function wasLinkSent(db: Db, tokenHash: string): Promise<boolean> {
  const row = await db
    .selectFrom('links')
    .select('purpose')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses the link up: of parallel tries one gets it. */
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
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (link) await releaseMails(tx, mailsOf([link]));
  return link;
}

/** Ends every link that was sent to the account, or those for one purpose. */
export async function deleteLinksOf(tx: Tx, accountId: string, purpose?: LinkPurpose): Promise<void> {
  let links = tx.deleteFrom('links').where('account_id', '=', accountId);
  if (purpose !== undefined) links = links.where('purpose', '=', purpose);
  await releaseMails(tx, mailsOf(await links.returning('mail_id').execute()));
}

/** Ends the links for a purpose that nobody used. A used one stays until it expires, so that a second click is known. */
export async function deleteUnusedLinks(tx: Tx, accountId: string, purpose: LinkPurpose): Promise<void> {
  const unused = await tx
    .deleteFrom('links')
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .returning('mail_id')
    .execute();
  await releaseMails(tx, mailsOf(unused));
}

export async function deleteExpiredLinks(db: Db, now: number): Promise<void> {
  const late = db.selectFrom('links').select('token_hash').where('expires_at', '<=', now);
  await inPieces((most) =>
    db
      .deleteFrom('links')
      .where('token_hash', 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}

function mailsOf(links: readonly Pick<LinksTable, 'mail_id'>[]): string[] {
  return links.flatMap(({ mail_id }) => mail_id ?? []);
}
