import { sql } from 'kysely';
import { type Db, holdFreeRows, inPieces, prepared, type Tx } from '../../kit/db/index.ts';
import type { AppGrantsTable, GrantEnd } from './table.ts';

export type GrantRow = AppGrantsTable;

/** What was allowed: scopes of the account by themselves, and those of each resource by its address. */
export interface GrantedScopes {
  /** Separated by spaces. */
  readonly openid?: string;
  readonly resources?: Readonly<Record<string, string>>;
}

export async function insertGrant(db: Db, grant: GrantRow): Promise<void> {
  await db.insertInto('app_grants').values(grant).execute();
}

/** A grant that was neither revoked nor has run out. Whether its session lives, its codes and tokens ask. */
const living = prepared<{ id: string; now: number }, GrantRow>((db, { id, now }) =>
  db
    .selectFrom('app_grants')
    .selectAll()
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now),
);

export async function findGrant(db: Db, id: string, now: number): Promise<GrantRow | undefined> {
  return (await living(db, { id, now }))[0];
}

/** What an account has allowed an app and not withdrawn, the newest first; of all sessions, also of those that are over. */
const ofApp = prepared<{ accountId: string; appId: string; now: number }, GrantRow>(
  (db, { accountId, appId, now }) =>
    db
      .selectFrom('app_grants')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('app_id', '=', appId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(sql<number>`50`),
);

export function findGrantsOf(
  db: Db,
  accountId: string,
  appId: string,
  now: number,
): Promise<readonly GrantRow[]> {
  return ofApp(db, { accountId, appId, now });
}

/** A grant, and what its app is called. */
export type NamedGrant = GrantRow & { app_name: string };

/** What an account has allowed all apps and not withdrawn, the newest first; of all sessions, also of those that are over. */
export function listGrants(db: Db, accountId: string, now: number): Promise<NamedGrant[]> {
  return db
    .selectFrom('app_grants as g')
    .innerJoin('apps as a', 'a.id', 'g.app_id')
    .selectAll('g')
    .select('a.name as app_name')
    .where('g.account_id', '=', accountId)
    .where('g.revoked_at', 'is', null)
    .where('g.expires_at', '>', now)
    .orderBy('g.created_at', 'desc')
    .orderBy('g.id', 'desc')
    .execute();
}

const anyOf = prepared<{ accountId: string; now: number }, { id: string }>((db, { accountId, now }) =>
  db
    .selectFrom('app_grants')
    .select('id')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .limit(sql<number>`1`),
);

/** Whether an account has allowed any app anything. */
export async function hasGrants(db: Db, accountId: string, now: number): Promise<boolean> {
  return (await anyOf(db, { accountId, now })).length > 0;
}

export interface AppUse {
  readonly app_id: string;
  /** How many accounts allow it now. */
  readonly people: number;
  /** When somebody last signed in to it, of the grants that are still known. */
  readonly used_at: number;
}

/** What each app is used for, or one of them. An app that nobody has ever allowed isn't among them. */
export function countUses(db: Db, now: number, appId?: string): Promise<readonly AppUse[]> {
  return db
    .selectFrom('app_grants')
    .select((eb) => [
      'app_id',
      eb.fn.max('used_at').as('used_at'),
      eb.fn
        .count<number>(
          eb
            .case()
            .when(eb.and([eb('revoked_at', 'is', null), eb('expires_at', '>', now)]))
            .then(eb.ref('account_id'))
            .end(),
        )
        .distinct()
        .as('people'),
    ])
    .$if(appId !== undefined, (query) => query.where('app_id', '=', appId ?? ''))
    .groupBy('app_id')
    .execute();
}

/** Allows more, or longer, by a grant that lives. */
export async function extendGrant(
  db: Db,
  id: string,
  { scopes, usedAt, expiresAt }: { scopes: string; usedAt: number; expiresAt: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('app_grants')
    .set({ scopes, used_at: usedAt, expires_at: expiresAt })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends a grant, and with it all codes and tokens that hang on it. They stay, so that a later use of one can be told. */
export async function revokeGrant(db: Db, id: string, end: { why: GrantEnd; at: number }): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('app_grants')
    .set({ revoked_at: end.at, expires_at: end.at, why: end.why })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends all grants of an account, or those of one app. Answers how many there were. */
export async function revokeGrants(
  tx: Tx,
  accountId: string,
  { why, at, appId }: { why: GrantEnd; at: number; appId?: string },
): Promise<number> {
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (appId?.includes('\0')) return 0;
  const { numUpdatedRows } = await tx
    .updateTable('app_grants')
    .set({ revoked_at: at, expires_at: at, why })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .$if(appId !== undefined, (query) => query.where('app_id', '=', appId ?? ''))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Deletes grants that were over before `before`, with what hangs on them. */
export async function deleteOldGrants(db: Db, before: number): Promise<void> {
  const late = db.selectFrom('app_grants').select('id').where('expires_at', '<=', before);
  await inPieces((most) =>
    db
      .deleteFrom('app_grants')
      .where('id', 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}
