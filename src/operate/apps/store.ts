import type { Selectable } from 'kysely';
import { type Db, holdFreeRows, holdRows, inPieces, prepared, type Tx } from '../../kit/db/index.ts';
import { isPlain } from '../../kit/plain-text.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { AppSecretsTable, AppsTable } from './table.ts';

export type AppRow = Selectable<AppsTable>;

/** The app that `/dev/apps/try` signs people in to. No other can have this ID or name. */
export const demoApp = { id: 'app_demo', name: 'Latchkey demo app' } as const;

export async function insertApp(db: Db, app: AppRow): Promise<void> {
  await db.insertInto('apps').values(app).execute();
}

const byId = prepared<{ id: string }, AppRow>((db, { id }) =>
  db.selectFrom('apps').selectAll().where('id', '=', id),
);

export async function findApp(db: Db, id: string): Promise<AppRow | undefined> {
  // Of an ID that nobody was given, PostgreSQL could fail to look for it: a NUL it never holds, and others not in every encoding.
  if (!isPlain(id)) return undefined;
  return (await byId(db, { id }))[0];
}

const named = (db: Db, name: string) =>
  db
    .selectFrom('apps')
    .selectAll()
    .where((eb) => eb.or([eb('name', '=', name), eb('id', '=', name)]));

/** By its name or its client ID, as an operator types it. */
export function findAppNamed(db: Db, name: string): Promise<AppRow | undefined> {
  return named(db, name).executeTakeFirst();
}

/** The same, held to the end of the transaction: of two operators who change an app one comes after the other. */
export function holdAppNamed(tx: Tx, name: string): Promise<AppRow | undefined> {
  return holdRows(tx, named(tx, name)).executeTakeFirst();
}

/** All but the demo app, which nobody has added. */
export function listApps(db: Db): Promise<readonly AppRow[]> {
  return db.selectFrom('apps').selectAll().where('created_by', '!=', 'development').orderBy('name').execute();
}

/** Writes the demo app, or writes it anew. */
export async function saveDemoRow(db: Db, { id, name, ...app }: AppRow): Promise<void> {
  await db
    .insertInto('apps')
    .values({ id, name, ...app })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(app))
    .execute();
}

export async function updateApp(db: Db, id: string, change: Partial<AppRow>): Promise<void> {
  await db.updateTable('apps').set(change).where('id', '=', id).execute();
}

/** Its grants, tokens and secrets go with it. */
export async function deleteApp(db: Db, id: string): Promise<void> {
  await db.deleteFrom('apps').where('id', '=', id).execute();
}

export async function insertSecret(db: Db, secret: AppSecretsTable): Promise<void> {
  await db.insertInto('app_secrets').values(secret).execute();
}

/** Lets all secrets of an app end then, but those that end before. */
export async function endSecrets(db: Db, appId: string, at: number): Promise<void> {
  await db
    .updateTable('app_secrets')
    .set({ expires_at: at })
    .where('app_id', '=', appId)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
    .execute();
}

export async function deleteSecret(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('app_secrets').where('hash', '=', hash).execute();
}

export function listSecrets(db: Db, appId: string): Promise<readonly Selectable<AppSecretsTable>[]> {
  return db.selectFrom('app_secrets').selectAll().where('app_id', '=', appId).orderBy('created_at').execute();
}

export async function deleteExpiredSecrets(db: Db, now: number): Promise<void> {
  const late = db.selectFrom('app_secrets').select('hash').where('expires_at', '<=', now);
  await inPieces((most) =>
    db
      .deleteFrom('app_secrets')
      .where('hash', 'in', holdFreeRows(db, late.limit(most)))
      .executeTakeFirst(),
  );
}

const byHash = prepared<{ hash: string; appId: string }, { expires_at: number | null }>(
  (db, { hash, appId }) =>
    db.selectFrom('app_secrets').select('expires_at').where('hash', '=', hash).where('app_id', '=', appId),
);

/** Whether this is a secret of the app. It is looked up by its hash, so the time tells nothing of it. */
export async function isSecretOf(db: Db, appId: string, secret: string, now: number): Promise<boolean> {
  const [row] = await byHash(db, { hash: hashToken(secret), appId });
  return row !== undefined && (row.expires_at === null || row.expires_at > now);
}
