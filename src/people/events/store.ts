import { type Db, prepared, type Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import type { FactorName } from '../factor-names.ts';
import type { EventsTable } from './table.ts';

/** A factor that came or went. */
export type FactorEvent = `${FactorName}-${'added' | 'removed'}`;

export type EventType =
  | 'account-registered'
  | 'account-imported'
  | 'invitation-sent'
  | 'invitation-revoked'
  | 'invitation-accepted'
  | 'account-deleted'
  | 'account-created'
  | 'account-disabled'
  | 'account-enabled'
  | 'account-deletion-set'
  | 'account-restored'
  | 'sessions-ended'
  | 'new-password-asked'
  | 'username-changed'
  | 'impersonation-begun'
  | 'impersonation-ended'
  | 'login-succeeded'
  | 'login-failed'
  | 'factor-failed'
  | 'proof-renewed'
  | 'login-limited'
  | 'registration-limited'
  | 'logged-out'
  | 'session-ended'
  | 'other-sessions-ended'
  | 'password-changed'
  | 'password-proof-failed'
  | 'password-unlocked'
  | 'password-recovered'
  | 'recovery-asked'
  | 'recovery-limited'
  | 'link-limited'
  | 'login-code-asked'
  | 'verification-code-asked'
  | 'email-asked'
  | 'email-verified'
  | 'email-removed'
  | FactorEvent
  | 'passkey-refused'
  | 'passkey-renamed'
  | 'identity-added'
  | 'key-added'
  | 'key-removed'
  | 'key-leaked'
  | 'identity-removed'
  | 'recovery-codes-replaced'
  | 'recovery-codes-removed'
  | 'recovery-code-used'
  | 'second-factor-required'
  | 'second-factor-optional'
  | 'role-granted'
  | 'role-revoked'
  | 'app-allowed'
  | 'app-withdrawn'
  | 'app-token-reused'
  | 'app-added'
  | 'app-changed'
  | 'app-removed'
  | 'app-secret-made'
  | 'app-registered'
  | 'signing-key-rotated'
  | 'signing-key-retired';

export interface NewEvent {
  readonly type: EventType;
  /** Null when the name that was tried belongs to nobody. */
  readonly accountId: string | null;
  readonly sessionId?: string | null;
  readonly client: Client;
  readonly at: number;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Writes a line of the audit log, in the transaction of the act that it tells of. */
export async function recordEvent(tx: Tx, event: NewEvent): Promise<void> {
  await insertEvent(tx, {
    id: newId(),
    at: event.at,
    type: event.type,
    account_id: event.accountId,
    session_id: event.sessionId ?? null,
    actor: event.client.actor,
    address: event.client.address,
    device: event.client.device,
    detail: event.detail ? JSON.stringify(event.detail) : null,
  });
}

const insertEvent = prepared((db, event: EventsTable) =>
  db.insertInto('events').values({
    id: event.id,
    at: event.at,
    type: event.type,
    account_id: event.account_id,
    session_id: event.session_id,
    actor: event.actor,
    address: event.address,
    device: event.device,
    detail: event.detail,
  }),
);

/** The newest first. */
export function listEvents(db: Db, accountId: string, limit: number): Promise<EventsTable[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** The account's first event of a type, if it has one. */
export function findFirstEvent(db: Db, accountId: string, type: EventType): Promise<EventsTable | undefined> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('type', '=', type)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

const rowsAtOnce = 500;

/** In one sweep: what is left goes with the next one, so that no sweep holds the writer for long. */
const mostBatches = 20;

/** How many events of nobody's account are kept. Whoever tries names that nobody has writes one each time. */
const mostOfNobody = 50_000;

interface Keeping {
  /** Unix milliseconds: what is older goes. */
  readonly before: number;
  /** The same for events of nobody's account. */
  readonly beforeOfNobody: number;
  readonly most?: number;
}

/** Deletes what is kept no longer, the oldest first, in batches of 500. Ids are in the order of time. */
export async function deleteOldEvents(
  db: Db,
  { before, beforeOfNobody, most = mostOfNobody }: Keeping,
): Promise<void> {
  await inBatches(
    db,
    () => oldest(db),
    ({ at }) => at <= before,
  );
  const oldestOfNobody = () => oldest(db).where('account_id', 'is', null);
  await inBatches(db, oldestOfNobody, ({ at }) => at <= beforeOfNobody);
  const newestTooMany = await db
    .selectFrom('events')
    .select('id')
    .where('account_id', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .offset(most)
    .executeTakeFirst();
  if (newestTooMany) await inBatches(db, oldestOfNobody, ({ id }) => id <= newestTooMany.id);
}

const oldest = (db: Db) => db.selectFrom('events').select(['id', 'at']).orderBy('id').limit(rowsAtOnce);

/** Looks at the oldest rows alone: the times have no index, which every login would have to keep up. */
async function inBatches(
  db: Db,
  batch: () => ReturnType<typeof oldest>,
  goes: (row: Pick<EventsTable, 'id' | 'at'>) => boolean,
): Promise<void> {
  for (let count = 0; count < mostBatches; count += 1) {
    const ids = (await batch().execute()).filter(goes).map(({ id }) => id);
    if (ids.length > 0) await db.deleteFrom('events').where('id', 'in', ids).execute();
    if (ids.length < rowsAtOnce) return;
  }
}

export async function deleteEventsOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('events').where('account_id', '=', accountId).execute();
}
