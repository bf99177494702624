import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import type { AccountRow } from '../accounts/index.ts';
import { presentWords, putAddress } from '../search/index.ts';
import type { EmailAddress } from './address.ts';
import type { EmailsTable } from './table.ts';

/** The address that the account has confirmed, if it has one. */
export async function findVerifiedAddress(db: Db, accountId: string): Promise<string | undefined> {
  return (await verifiedOf(db, { accountId }))[0]?.address;
}

/** When the account has confirmed its address, in Unix milliseconds; undefined where it has none. */
export async function findProvedAt(db: Db, accountId: string): Promise<number | undefined> {
  const rows = await listEmails(db, accountId);
  return rows.find(({ verified_at }) => verified_at !== null)?.verified_at ?? undefined;
}

const verifiedOf = prepared((db, { accountId }: { accountId: string }) =>
  db
    .selectFrom('emails')
    .select('address')
    .where('account_id', '=', accountId)
    .where('verified_at', 'is not', null),
);

/** Whether the account has confirmed an address, has only asked for one, or has none. */
export async function findProofOfAddress(db: Db, accountId: string): Promise<'proved' | 'asked' | 'none'> {
  const rows = await proofsOf(db, { accountId });
  if (rows.some(({ verified_at }) => verified_at !== null)) return 'proved';
  return rows.length > 0 ? 'asked' : 'none';
}

const proofsOf = prepared((db, { accountId }: { accountId: string }) =>
  db.selectFrom('emails').select('verified_at').where('account_id', '=', accountId),
);

/** The account that has confirmed an address, by its key (`emailKey`). One that is only asked for is nobody's. */
export async function findAccountByVerifiedEmail(db: Db, key: string): Promise<AccountRow | undefined> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  return key.includes('\0') ? undefined : (await ownerOf(db, { key }))[0];
}

const ownerOf = prepared((db, { key }: { key: string }) =>
  db
    .selectFrom('emails as e')
    .innerJoin('accounts as a', 'a.id', 'e.account_id')
    .select([
      'a.id',
      'a.username',
      'a.username_key',
      'a.created_at',
      'a.updated_at',
      'a.last_login_at',
      'a.security_version',
      'a.disabled_at',
      'a.deleted_at',
      'a.app_roles',
      'a.attributes',
    ])
    .where('e.address_key', '=', key)
    .where('e.verified_at', 'is not', null),
);

/** Whom a mail to log in or to recover is for: an account and the address that it has confirmed. */
export interface EmailOwner {
  readonly accountId: string;
  readonly username: string;
  readonly address: string;
}

/** Written to where there is no account, and never sent. */
export const nobody: EmailOwner = { accountId: '', username: 'nobody', address: 'nobody@example.com' };

/**
 * The account of a folded username or of an address's key, if it has a confirmed address. One query, the same in cost
 * whether or not there is one.
 */
export async function findOwner(
  db: Db,
  by: 'username' | 'address',
  key: string,
): Promise<EmailOwner | undefined> {
  if (key.includes('\0')) return undefined;
  return (await (by === 'username' ? ownerByName : ownerByAddress)(db, { key }))[0];
}

const owners = (db: Db) =>
  db
    .selectFrom('emails as e')
    .innerJoin('accounts as a', 'a.id', 'e.account_id')
    .select(['a.id as accountId', 'a.username', 'e.address'])
    .where('e.verified_at', 'is not', null);

const ownerByName = prepared((db, { key }: { key: string }) => owners(db).where('a.username_key', '=', key));
const ownerByAddress = prepared((db, { key }: { key: string }) =>
  owners(db).where('e.address_key', '=', key),
);

const emailsOf = prepared((db, { accountId }: { accountId: string }) =>
  db.selectFrom('emails').selectAll().where('account_id', '=', accountId),
);

export function listEmails(db: Db, accountId: string): Promise<EmailsTable[]> {
  return emailsOf(db, { accountId });
}

/** Notes the address that the account asks for, in the place of the one that it asked for before. */
export async function putPendingEmail(
  tx: Tx,
  accountId: string,
  { address, key }: EmailAddress,
  now: number,
): Promise<void> {
  const asked = { address, address_key: key, created_at: now };
  const { words } = await tx
    .insertInto('emails')
    .values({ id: newId(), account_id: accountId, verified_at: null, ...asked })
    .onConflict((conflict) =>
      conflict.column('account_id').where('verified_at', 'is', null).doUpdateSet(asked),
    )
    .returning(presentWords('emails.account_id').as('words'))
    .executeTakeFirstOrThrow();
  await putAddress(tx, accountId, words, { state: 'pending', address });
}

/**
 * Writes a confirmed address; false when another account has confirmed it. The unique index decides who of several is
 * first, so this comes before whatever else touches rows of other accounts.
 */
export async function insertVerifiedEmail(
  tx: Tx,
  accountId: string,
  { address, key }: EmailAddress,
  now: number,
): Promise<boolean> {
  const row = await tx
    .insertInto('emails')
    .values({
      id: newId(),
      account_id: accountId,
      address,
      address_key: key,
      verified_at: now,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('address_key').where('verified_at', 'is not', null).doNothing())
    .returning(presentWords('emails.account_id').as('words'))
    .executeTakeFirst();
  if (!row) return false;
  await putAddress(tx, accountId, row.words, { state: 'verified', address });
  return true;
}

/**
 * Verifies the address that an account without a verified one asks for, if this is it: who has used a link that was sent
 * there reads its mail. False where it isn't, or another account has verified it.
 */
export async function verifyPendingEmail(
  tx: Tx,
  accountId: string,
  address: string,
  now: number,
): Promise<boolean> {
  const [asked, ...others] = await listEmails(tx, accountId);
  if (!asked || others.length > 0 || asked.verified_at !== null || asked.address !== address) return false;
  await deletePendingEmail(tx, accountId);
  return insertVerifiedEmail(tx, accountId, { address, key: asked.address_key }, now);
}

export async function deleteVerifiedEmail(tx: Tx, accountId: string): Promise<void> {
  const row = await tx
    .deleteFrom('emails')
    .where('account_id', '=', accountId)
    .where('verified_at', 'is not', null)
    .returning(presentWords('emails.account_id').as('words'))
    .executeTakeFirst();
  if (row) await putAddress(tx, accountId, row.words, { state: 'verified', address: null });
}

/** Forgets that the account has asked for an address. */
export async function deletePendingEmail(tx: Tx, accountId: string): Promise<void> {
  const row = await tx
    .deleteFrom('emails')
    .where('account_id', '=', accountId)
    .where('verified_at', 'is', null)
    .returning(presentWords('emails.account_id').as('words'))
    .executeTakeFirst();
  if (row) await putAddress(tx, accountId, row.words, { state: 'pending', address: null });
}
