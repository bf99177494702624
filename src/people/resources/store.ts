import type { Selectable } from 'kysely';
import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import { isPlain } from '../../kit/plain-text.ts';
import type { AppResourcesTable } from './table.ts';

export type ResourceRow = Selectable<AppResourcesTable>;

const byUrl = prepared<{ url: string }, ResourceRow>((db, { url }) =>
  db.selectFrom('app_resources').selectAll().where('url', '=', url),
);

/** By its address, letter by letter: RFC 8707 compares it so. */
export async function findResource(db: Db, url: string): Promise<ResourceRow | undefined> {
  if (!isPlain(url)) return undefined;
  return (await byUrl(db, { url }))[0];
}

export function listResources(db: Db): Promise<ResourceRow[]> {
  return db.selectFrom('app_resources').selectAll().orderBy('url').execute();
}

/** What each scope of a resource means to people. */
export const scopesOfResource = ({ scopes }: Pick<ResourceRow, 'scopes'>): Readonly<Record<string, string>> =>
  JSON.parse(scopes) as Record<string, string>;

/** Writes a resource. One that is there already keeps only when it was added. */
export async function upsertResource(tx: Tx, row: ResourceRow): Promise<void> {
  const { created_at: _kept, ...change } = row;
  await tx
    .insertInto('app_resources')
    .values(row)
    .onConflict((conflict) => conflict.column('url').doUpdateSet(change))
    .execute();
}

export async function deleteResource(tx: Tx, url: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('app_resources').where('url', '=', url).executeTakeFirst();
  return numDeletedRows > 0n;
}
