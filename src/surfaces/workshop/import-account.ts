import { hash } from 'node:crypto';
import { findPassword, insertPassword, type PasswordHasher } from '../../factors/password/index.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Db, inTransaction } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { newId } from '../../kit/ids.ts';
import { admitForOperator, insertAccount } from '../../people/accounts/index.ts';
import { findFirstEvent, recordEvent } from '../../people/events/index.ts';
import type { AcceptedEntry } from './import-rules.ts';
import type { WorkshopEntry } from './registered-json.ts';

interface AddServices {
  readonly db: Db;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly client: Client;
  /** `search.dataFields`. */
  readonly searchFields: readonly string[];
}

/** Makes an account of an entry; false when its name is taken. An MD5 is never stored as it is. */
export async function addImported(
  { db, clock, hasher, client, searchFields }: AddServices,
  entry: WorkshopEntry,
  { username, key, data }: AcceptedEntry,
): Promise<boolean> {
  const { password } = entry;
  const hashed =
    password.kind === 'md5'
      ? await hasher.wrapMd5(password.hex)
      : { hash: password.phc, wraps: password.wraps, pepper: password.pepper };
  return inTransaction(db, async (tx) => {
    const now = clock();
    const id = newId();
    const account = {
      id,
      username,
      username_key: key,
      data,
      created_at: entry.createdAt ?? now,
      updated_at: now,
      last_login_at: entry.lastLoginAt,
    };
    const isNew = await insertAccount(tx, account, admitForOperator('import'), searchFields);
    if (!isNew) return false;
    await insertPassword(tx, { account_id: id, ...hashed, weak: 1, version: 1, changed_at: now });
    const detail = { format: 'workshop', entry: fingerprint(entry, data) };
    await recordEvent(tx, { type: 'account-imported', accountId: id, client, at: now, detail });
    return true;
  });
}

/** Was the account imported, from this entry or from another one? One that has the entry's very hash counts as it. */
export async function isImportOf(
  db: Db,
  accountId: string,
  entry: WorkshopEntry,
  { data }: AcceptedEntry,
): Promise<'same' | 'other' | 'none'> {
  const stored = await findPassword(db, accountId);
  if (entry.password.kind === 'argon2id' && stored?.hash === entry.password.phc) return 'same';
  const event = await findFirstEvent(db, accountId, 'account-imported');
  if (!event) return 'none';
  const { entry: found } = JSON.parse(event.detail ?? '{}') as { entry?: string };
  return found === fingerprint(entry, data) ? 'same' : 'other';
}

/** Of all but the password: a fast hash of an MD5 would let whoever reads the audit log guess it. */
function fingerprint({ name, createdAt, lastLoginAt }: WorkshopEntry, data: string): string {
  return hash('sha256', JSON.stringify([name, data, createdAt, lastLoginAt]), 'base64url').slice(0, 22);
}
