import type { Db, Tx } from '../../kit/db/index.ts';
import type { LinkPurpose, LinksTable } from './table.ts';

export type NewLink = Omit<LinksTable, 'used_at'>;

/** Writes a link in the place of the one that the account had for this purpose, which is dead from now on. */
export async function putLink(tx: Tx, link: NewLink): Promise<void> {
  const { token_hash, address, expires_at } = link;
  await tx
    .insertInto('links')
    .values({ ...link, used_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'purpose'])
        .doUpdateSet({ token_hash, address, expires_at, used_at: null }),
    )
    .execute();
}

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
export function consumeLink(
  tx: Tx,
  purpose: LinkPurpose,
  tokenHash: string,
  now: number,
): Promise<LinksTable | undefined> {
  return tx
    .updateTable('links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Ends every link that was sent to the account, or those for one purpose. */
export async function deleteLinksOf(tx: Tx, accountId: string, purpose?: LinkPurpose): Promise<void> {
  let links = tx.deleteFrom('links').where('account_id', '=', accountId);
  if (purpose !== undefined) links = links.where('purpose', '=', purpose);
  await links.execute();
}

export async function deleteExpiredLinks(db: Db, now: number): Promise<void> {
  await db.deleteFrom('links').where('expires_at', '<=', now).execute();
}
