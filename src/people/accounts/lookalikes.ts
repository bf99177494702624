import { lookalikesOf, mixesScripts, shareScript, skeletonOf } from '../../kit/confusable.ts';
import { type Db, holdTexts, type Tx } from '../../kit/db/index.ts';
import type { Say } from '../../kit/words/index.ts';
import { type CheckedUsername, reservedNames, usernameKey } from './username.ts';

type Accepted = Extract<CheckedUsername, { ok: true }>;
type Name = Pick<Accepted, 'username' | 'key'>;

export type LookRefusal = 'mixed-scripts' | 'looks-reserved';

/**
 * Whether somebody may choose a name for what it looks like (UTS #39): its letters are of one script, or of some that
 * are written together, and it can't be taken for a reserved one. Names that are registered already are not asked.
 */
export function checkLook(
  name: Accepted,
  reserved: readonly string[],
): Accepted | { ok: false; code: LookRefusal; detail: Say } {
  const { username, key } = name;
  if (mixesScripts(username) || mixesScripts(key)) {
    const detail: Say = ({ accounts }) => accounts.usernameRules.mixedScripts;
    return { ok: false, code: 'mixed-scripts', detail };
  }
  const looks = [skeletonOf(username), skeletonOf(key)].map((look) => look.toLowerCase());
  const isReserved = reservedNames(reserved).some((word) =>
    [word, word.toUpperCase(), usernameKey(word)].some((form) =>
      looks.includes(skeletonOf(form).toLowerCase()),
    ),
  );
  if (!isReserved) return name;
  return {
    ok: false,
    code: 'looks-reserved',
    detail: ({ accounts }) => accounts.usernameRules.likeReserved,
  };
}

/** Notes what a new name looks like. */
export async function insertLookalikes(tx: Tx, accountId: string, { username, key }: Name): Promise<void> {
  const rows = lookalikesOf({ shown: username, key }).map((lookalike) => ({
    lookalike,
    account_id: accountId,
  }));
  await tx.insertInto('username_lookalikes').values(rows).execute();
}

/** The same for a name that takes the place of another. */
export async function replaceLookalikes(tx: Tx, accountId: string, name: Name): Promise<void> {
  await tx.deleteFrom('username_lookalikes').where('account_id', '=', accountId).execute();
  await insertLookalikes(tx, accountId, name);
}

/**
 * Whether a name imitates a registered one: it looks the same in letters of another script. `user1` and `userl` are
 * two honest names; `coco` in Latin and in Cyrillic letters are not. The account `self` may come close to its own name.
 */
export async function imitates(db: Db, { username, key }: Name, self = ''): Promise<boolean> {
  const rows = await db
    .selectFrom('username_lookalikes')
    .innerJoin('accounts', 'accounts.id', 'username_lookalikes.account_id')
    .select('accounts.username_key')
    .distinct()
    .where('lookalike', 'in', lookalikesOf({ shown: username, key }))
    .where('accounts.username_key', '!=', key)
    .where('accounts.id', '!=', self)
    .execute();
  return rows.some((row) => !shareScript(row.username_key, key));
}

/** The same inside the transaction that registers the name: of two at once that imitate each other, one is first. */
export async function imitatesNow(tx: Tx, name: Name, self = ''): Promise<boolean> {
  await holdTexts(tx, lookalikesOf({ shown: name.username, key: name.key }));
  return imitates(tx, name, self);
}
