import { sql } from 'kysely';
import type { Db } from '../kit/db/index.ts';
import { usernameKey } from '../people/accounts/index.ts';
import { emailKey } from '../people/emails/index.ts';
import { strangersKey } from '../people/limits/index.ts';

/** What an operator sees of an account: its record, and what every slice keeps that decides about its logins. */
export interface AccountOverview {
  readonly id: string;
  readonly username: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly last_login_at: number | null;
  readonly data_version: number;
  /** 0 or 1: whether the account itself must have a second factor. */
  readonly second_factor_required: number;
  /** Living sessions. */
  readonly sessions: number;
  /** Null when the account has no password. */
  readonly hash: string | null;
  readonly wraps: 'md5' | null;
  readonly pepper: string | null;
  readonly weak: number | null;
  readonly changed_at: number | null;
  /** Wrong guesses of strangers in a row, and until when they bring a wait. */
  readonly failures: number | null;
  readonly blocked_until: number | null;
}

export interface OverviewQuery {
  /** The last id of the page before; empty for the first page. */
  readonly after: string;
  readonly limit: number;
  /** A part of the name, upper and lower case aside. */
  readonly search?: string | undefined;
  readonly now: number;
}

export function listOverviews(
  db: Db,
  { after, limit, search, now }: OverviewQuery,
): Promise<AccountOverview[]> {
  let query = overviews(db, now).where('accounts.id', '>', after).orderBy('accounts.id').limit(limit);
  if (search !== undefined) {
    const part = usernameKey(search).replace(/[\\%_]/g, '\\$&');
    query = query.where(sql<boolean>`accounts.username_key like ${`%${part}%`} escape '\\'`);
  }
  return query.execute();
}

/** By the username or, since no username has an `@`, by the confirmed e-mail address. */
export function findOverview(db: Db, name: string, now: number): Promise<AccountOverview | undefined> {
  if (!name.includes('@')) {
    return overviews(db, now).where('accounts.username_key', '=', usernameKey(name)).executeTakeFirst();
  }
  return overviews(db, now)
    .innerJoin('emails', 'emails.account_id', 'accounts.id')
    .where('emails.address_key', '=', emailKey(name))
    .where('emails.verified_at', 'is not', null)
    .executeTakeFirst();
}

function overviews(db: Db, now: number) {
  return db
    .selectFrom('accounts')
    .leftJoin('passwords', 'passwords.account_id', 'accounts.id')
    .leftJoin('limits', (join) =>
      join
        .on(sql<boolean>`limits.key = ${strangersKey('')} || accounts.id`)
        .on('limits.expires_at', '>', now),
    )
    .select((row) => [
      'accounts.id',
      'accounts.username',
      'accounts.created_at',
      'accounts.updated_at',
      'accounts.last_login_at',
      'accounts.data_version',
      'accounts.second_factor_required',
      'passwords.hash',
      'passwords.wraps',
      'passwords.pepper',
      'passwords.weak',
      'passwords.changed_at',
      'limits.count as failures',
      'limits.blocked_until',
      row
        .selectFrom('sessions')
        .select((session) => session.fn.countAll<number>().as('count'))
        .whereRef('sessions.account_id', '=', 'accounts.id')
        .where('sessions.idle_expires_at', '>', now)
        .$castTo<{ count: number }>()
        .as('sessions'),
    ])
    .$narrowType<{ sessions: number }>();
}
