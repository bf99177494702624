import { sql } from 'kysely';
import { createPasswordHasher } from '../../factors/password/index.ts';
import type { Services } from '../../kit/services.ts';
import { type PasswordFacts, passwordFacts } from '../../login/index.ts';
import {
  type Account,
  type AccountRow,
  closureOf,
  toAccount,
  usernameKey,
} from '../../people/accounts/index.ts';
import { type AccountCounts, findCountsOf } from '../../people/limits/index.ts';

/** The services of an operator's use case. */
export type OperatorServices = Pick<Services, 'config' | 'database' | 'db' | 'clock' | 'words'> & {
  /** Left out where the server's can't be read from here. */
  readonly secretKey?: string | undefined;
};

/** An account in an operator's list. */
export interface AccountOverview {
  /** The account as in the API. */
  readonly account: Account;
  readonly dataVersion: number;
  /** When an admin disabled or deleted it, in Unix milliseconds. */
  readonly closed: Pick<AccountRow, 'disabled_at' | 'deleted_at'>;
  /** Whether a second factor is required for this account. */
  readonly secondFactorRequired: boolean;
  /** Valid sessions. */
  readonly sessions: number;
  readonly password: PasswordFacts | null;
  readonly counts: AccountCounts;
  /** What's unusual about its sign-ins, in a few words each. */
  readonly notes: readonly string[];
}

export interface OverviewQuery {
  /** The last ID of the previous page, or empty for the first page. */
  readonly after: string;
  readonly limit: number;
  /** A part of the username, ignoring case. */
  readonly search?: string | undefined;
}

/** A page of accounts, oldest first. */
export async function listAccounts(
  services: OperatorServices,
  { after, limit, search }: OverviewQuery,
): Promise<AccountOverview[]> {
  let query = overviews(services).where('accounts.id', '>', after).orderBy('accounts.id').limit(limit);
  // PostgreSQL holds no NUL in a text, and fails when it is to look for one.
  if (search?.includes('\0')) return [];
  if (search !== undefined) {
    const part = usernameKey(search).replace(/[\\%_]/g, '\\$&');
    query = query.where(sql<boolean>`accounts.username_key like ${`%${part}%`} escape '\\'`);
  }
  return toOverviews(services, await query.execute());
}

/** These accounts, in the order of their IDs here. */
export async function overviewsOf(
  services: OperatorServices,
  ids: readonly string[],
): Promise<AccountOverview[]> {
  if (ids.length === 0) return [];
  const rows = await overviews(services).where('accounts.id', 'in', ids).execute();
  const found = new Map((await toOverviews(services, rows)).map((one) => [one.account.id, one]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** One account, or undefined when it was deleted. */
export async function findOverview(
  services: OperatorServices,
  accountId: string,
): Promise<AccountOverview | undefined> {
  const rows = await overviews(services).where('accounts.id', '=', accountId).execute();
  return (await toOverviews(services, rows))[0];
}

type Row = Awaited<ReturnType<ReturnType<typeof overviews>['execute']>>[number];

async function toOverviews(
  { config, db, clock, words }: OperatorServices,
  rows: readonly Row[],
): Promise<AccountOverview[]> {
  const now = clock();
  const hasher = createPasswordHasher(config);
  const ids = rows.map(({ id }) => id);
  const countsOf = await findCountsOf(db, config.limits, ids, now);
  return rows.map((row) => {
    const { changed_at, pepper, weak, wraps } = row;
    const isThere = changed_at !== null && pepper !== null && weak !== null;
    const password = isThere ? passwordFacts(hasher, { changed_at, pepper, weak, wraps }) : null;
    const counts = countsOf(row.id);
    const state = closureOf(row);
    return {
      account: toAccount(row),
      dataVersion: row.data_version,
      closed: { disabled_at: row.disabled_at, deleted_at: row.deleted_at },
      secondFactorRequired: row.second_factor_required === 1,
      sessions: row.sessions,
      password,
      counts,
      notes: words.why.notes({ closed: state && { state }, password, counts, now }),
    };
  });
}

/** Joins the tables of three slices, so that a page takes one query. */
function overviews({ db, clock }: Pick<OperatorServices, 'db' | 'clock'>) {
  return db
    .selectFrom('accounts')
    .leftJoin('passwords', 'passwords.account_id', 'accounts.id')
    .select((row) => [
      'accounts.id',
      'accounts.username',
      'accounts.created_at',
      'accounts.updated_at',
      'accounts.last_login_at',
      'accounts.data_version',
      'accounts.second_factor_required',
      'accounts.disabled_at',
      'accounts.deleted_at',
      'accounts.app_roles',
      'accounts.attributes',
      'passwords.wraps',
      'passwords.pepper',
      'passwords.weak',
      'passwords.changed_at',
      row
        .selectFrom('sessions')
        .select((session) => session.fn.countAll<number>().as('count'))
        .whereRef('sessions.account_id', '=', 'accounts.id')
        .where('sessions.idle_expires_at', '>', clock())
        .$castTo<{ count: number }>()
        .as('sessions'),
    ])
    .$narrowType<{ sessions: number }>();
}
