import { sql } from 'kysely';
import type { Db } from '../../kit/db/index.ts';
import { usernameKey } from '../../people/accounts/index.ts';
import { emailKey } from '../../people/emails/index.ts';
import { type AccountOverview, type OperatorServices, overviewsOf } from './overview.ts';

/** In the order of age. */
export const sorts = ['newest', 'oldest'] as const;

export interface AccountSearch {
  /** A part of a username, a whole email address or an ID, ignoring case; empty for everybody. */
  readonly search: string;
  readonly sort: (typeof sorts)[number];
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

/** A page of accounts, and where the next one begins; null where there is none. */
export interface AccountPage {
  readonly items: readonly AccountOverview[];
  readonly next: string | null;
  readonly total: { readonly value: number; readonly kind: 'exact' | 'at-least' };
}

const countedTo = 10_000;

/** A page of the people that a search finds. A later page costs as much as the first. */
export async function searchAccounts(services: OperatorServices, asked: AccountSearch): Promise<AccountPage> {
  const { db } = services;
  const { sort, limit, cursor } = asked;
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  const search = asked.search.trim().toWellFormed().replaceAll('\0', '\ufffd');
  const found = matching(db, search);
  const [direction, beyond] = sort === 'newest' ? (['desc', '<'] as const) : (['asc', '>'] as const);
  const rows = await found
    .$if(cursor !== undefined, (query) => query.where('accounts.id', beyond, cursor ?? ''))
    .orderBy('accounts.id', direction)
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map(({ id }) => id);
  const counted = await db
    .selectFrom(found.limit(countedTo + 1).as('counted'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const value = Number(counted.count);
  return {
    items: await overviewsOf(services, ids),
    next: rows.length > limit ? (ids.at(-1) ?? null) : null,
    total: value > countedTo ? { value: countedTo, kind: 'at-least' } : { value, kind: 'exact' },
  };
}

function matching(db: Db, search: string) {
  const all = db.selectFrom('accounts').select('accounts.id');
  if (search === '') return all;
  const part = `%${usernameKey(search).replace(/[\\%_]/g, '\\$&')}%`;
  const owners = db.selectFrom('emails').select('account_id').where('address_key', '=', emailKey(search));
  return all.where(({ or, eb }) =>
    or([
      sql<boolean>`accounts.username_key like ${part} escape '\\'`,
      eb('accounts.id', '=', search.toLowerCase()),
      eb('accounts.id', 'in', owners),
    ]),
  );
}

/** The email addresses of these accounts, the confirmed one first. */
export async function findAddressesOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly address: string; readonly isVerified: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('emails')
    .select(['account_id', 'address', 'verified_at'])
    .where('account_id', 'in', ids)
    .execute();
  const confirmedLast = rows.toSorted(
    (one, other) => Number(one.verified_at !== null) - Number(other.verified_at !== null),
  );
  return new Map(
    confirmedLast.map(({ account_id, address, verified_at }) => [
      account_id,
      { address, isVerified: verified_at !== null },
    ]),
  );
}
