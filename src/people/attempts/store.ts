import { type Db, deleteExpired, type Tx } from '../../kit/db/index.ts';
import { newSecretToken } from '../../kit/secret-token.ts';
import type { Amr } from '../factor-names.ts';
import { readTrailId, type TrailRecorder } from '../trails/index.ts';
import type { LoginAttemptsTable } from './table.ts';

export async function insertAttempt(tx: Tx, attempt: LoginAttemptsTable): Promise<void> {
  await tx.insertInto('login_attempts').values(attempt).execute();
}

/** The attempt while it can still be finished, for whoever holds its secret (one of these); else the trail is told why not. */
export async function findAttempt(
  db: Db,
  id: string,
  secretHashes: readonly string[],
  now: number,
  trail?: Pick<TrailRecorder, 'note' | 'leave'>,
): Promise<LoginAttemptsTable | undefined> {
  const attempt = await db.selectFrom('login_attempts').selectAll().where('id', '=', id).executeTakeFirst();
  const over = whyOver(attempt, now);
  const isHeld = attempt !== undefined && secretHashes.includes(attempt.secret_hash);
  if (!over && isHeld) return attempt;
  const isName = readTrailId(id) === id;
  // Its name stands in addresses and is told to whoever helps: that alone adds nothing to what its admin reads of it.
  if (!isHeld) trail?.leave();
  const unheld = secretHashes.length === 0 ? 'without-cookie' : 'foreign';
  trail?.note({ code: 'attempt', state: isName ? (over ?? unheld) : 'unnamed' });
  return undefined;
}

/** A row that isn't there was swept, or deleted by what changed the account. */
function whyOver(attempt: LoginAttemptsTable | undefined, now: number) {
  if (!attempt) return 'gone';
  if (attempt.used_at !== null) return 'complete';
  return attempt.expires_at > now ? undefined : 'expired';
}

/** Whether an attempt is there, finished or not: what changes who gets in deletes those that it ends. */
export async function hasAttempt(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('login_attempts').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** An attempt for a passkey that lives beyond `after`, with its new session options, in one statement; false when there is none. */
export async function resumeAttempt(
  db: Db,
  { id, secretHash, remember, after }: { id: string; secretHash: string; remember: number; after: number },
): Promise<boolean> {
  const row = await db
    .updateTable('login_attempts')
    .set({ remember })
    .where('id', '=', id)
    .where('secret_hash', '=', secretHash)
    .where('account_id', 'is', null)
    .where('name_hash', 'is', null)
    .where('transport', '=', 'cookie')
    .where('used_at', 'is', null)
    .where('expires_at', '>=', after)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What an attempt has proved so far. */
export function soFarOf(
  attempt: Pick<LoginAttemptsTable, 'account_id' | 'name_hash' | 'amr' | 'is_multi_factor'>,
) {
  return {
    accountId: attempt.account_id,
    first: attempt.name_hash === null ? ('passkey' as const) : ('email-code' as const),
    amr: JSON.parse(attempt.amr) as Amr[],
    isMultiFactor: attempt.is_multi_factor === 1,
  };
}

/** The session that an attempt is for. */
export function sessionOptionsOf({
  transport,
  remember,
}: Pick<LoginAttemptsTable, 'transport' | 'remember'>) {
  return { transport, remember: remember === 1 };
}

/** 256 bits, which are kept nowhere here. */
export const newAttemptSecret = () => newSecretToken('lka_');

/**
 * Notes one more proof on the attempt, in one statement: of parallel answers that all began where `attempt` stood,
 * one goes on; undefined for the others. A browser gets a new secret with it: a cookie can be planted, and whoever began
 * the attempt and put it there must not go on with what was proved here (session fixation, ASVS V7.2.4).
 */
export async function advanceAttempt(
  tx: Tx,
  attempt: LoginAttemptsTable,
  next: Partial<Pick<LoginAttemptsTable, 'account_id' | 'amr' | 'is_multi_factor'>>,
  now: number,
): Promise<{ readonly secret: string | undefined } | undefined> {
  const fresh = attempt.transport === 'cookie' ? newAttemptSecret() : undefined;
  const row = await tx
    .updateTable('login_attempts')
    .set({ ...next, ...(fresh && { secret_hash: fresh.hash }) })
    .where('id', '=', attempt.id)
    .where('secret_hash', '=', attempt.secret_hash)
    .where('amr', '=', attempt.amr)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row && { secret: fresh?.token };
}

/** Uses the attempt up: of parallel tries to finish it one gets it. */
export async function consumeAttempt(tx: Tx, id: string, now: number): Promise<boolean> {
  const row = await tx
    .updateTable('login_attempts')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends every unfinished login of the account but `keptId`; for what makes its proofs worth nothing. */
export async function deleteAttemptsOf(tx: Tx, accountId: string, keptId = ''): Promise<void> {
  await tx
    .deleteFrom('login_attempts')
    .where('account_id', '=', accountId)
    .where('id', '!=', keptId)
    .execute();
}

/** Ends the unfinished logins that a code by mail has begun; for what takes its address from the account. */
export async function deleteAttemptsByMail(tx: Tx, accountId: string): Promise<void> {
  await tx
    .deleteFrom('login_attempts')
    .where('account_id', '=', accountId)
    .where('name_hash', 'is not', null)
    .execute();
}

export function deleteExpiredAttempts(db: Db, now: number): Promise<void> {
  return deleteExpired(db, 'login_attempts', 'id', now);
}
