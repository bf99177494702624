import type { Selectable } from 'kysely';
import { type Db, holdFreeRows, inPieces, prepared } from '../../../kit/db/index.ts';
import type { SigningKeysTable } from '../table.ts';

export type SigningKeyRow = Selectable<SigningKeysTable>;

const all = prepared<object, SigningKeyRow>((db) =>
  db.selectFrom('signing_keys').selectAll().orderBy('signs_from').orderBy('alg').orderBy('kid'),
);

/** All keys, the oldest first. */
export const listSigningKeys = (db: Db): Promise<SigningKeyRow[]> => all(db, {});

export async function insertSigningKey(db: Db, key: SigningKeyRow): Promise<void> {
  await db.insertInto('signing_keys').values(key).execute();
}

/** Has the keys of an algorithm sign until `at` at the latest, and be published until then and `longer`. */
export async function endSigning(
  db: Db,
  alg: SigningKeyRow['alg'],
  { at, longer, but }: { at: number; longer: number; but: string },
): Promise<void> {
  await db
    .updateTable('signing_keys')
    .set({ signs_until: at, published_until: at + longer })
    .where('alg', '=', alg)
    .where('kid', '!=', but)
    .where((eb) => eb.or([eb('signs_until', 'is', null), eb('signs_until', '>', at)]))
    .execute();
}

export async function setSealed(db: Db, kid: string, sealed: string): Promise<void> {
  await db.updateTable('signing_keys').set({ sealed }).where('kid', '=', kid).execute();
}

export async function deleteSigningKey(db: Db, kid: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('signing_keys').where('kid', '=', kid).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes keys that are not published any more. */
export async function deleteOldSigningKeys(db: Db, now: number): Promise<void> {
  const late = db.selectFrom('signing_keys').select('kid').where('published_until', '<=', now);
  await inPieces((most) =>
    db
      .deleteFrom('signing_keys')
      .where('kid', 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}
