import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import { publicId } from '../../kit/public-id.ts';
import type { OutsideIdentitiesTable } from './table.ts';

/** It names an identity and proves nothing. */
export const newIdentityId = (): string => publicId('idn_');

/** The identity, whoever has it. Issuer and subject are compared byte for byte, as OIDC Core §2 has them. */
export async function findIdentity(
  db: Db,
  { issuer, subject }: Pick<OutsideIdentitiesTable, 'issuer' | 'subject'>,
): Promise<OutsideIdentitiesTable | undefined> {
  return (await bySubject(db, { issuer, subject }))[0];
}

const bySubject = prepared((db, { issuer, subject }: { issuer: string; subject: string }) =>
  db.selectFrom('outside_identities').selectAll().where('issuer', '=', issuer).where('subject', '=', subject),
);

/** The account's identities, the oldest first. */
export function listIdentities(db: Db, accountId: string): Promise<OutsideIdentitiesTable[]> {
  return db
    .selectFrom('outside_identities')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** False when any account has it already; the unique index decides. */
export async function insertIdentity(tx: Tx, identity: OutsideIdentitiesTable): Promise<boolean> {
  const row = await tx
    .insertInto('outside_identities')
    .values(identity)
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that it was used now, by which provider, and what it is called there by now. */
export async function touchIdentity(
  tx: Tx,
  id: string,
  seen: Pick<OutsideIdentitiesTable, 'provider' | 'label' | 'seen_at'>,
): Promise<void> {
  await tx.updateTable('outside_identities').set(seen).where('id', '=', id).execute();
}

/** Takes it off the account; undefined where the account hasn't got it. */
export function deleteIdentity(
  tx: Tx,
  accountId: string,
  id: string,
): Promise<OutsideIdentitiesTable | undefined> {
  return tx
    .deleteFrom('outside_identities')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** Takes off the account what was connected before a time, in Unix milliseconds; answers the providers. */
export async function deleteIdentitiesBefore(tx: Tx, accountId: string, time: number): Promise<string[]> {
  const rows = await tx
    .deleteFrom('outside_identities')
    .where('account_id', '=', accountId)
    .where('created_at', '<', time)
    .returning('provider')
    .execute();
  return rows.map(({ provider }) => provider);
}
