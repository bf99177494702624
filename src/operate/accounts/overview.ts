import { createPasswordHasher } from '../../factors/password/index.ts';
import type { Services } from '../../kit/services.ts';
import { type PasswordFacts, passwordFacts } from '../../login/index.ts';
import { type Account, type AccountRow, closureOf, toAccount } from '../../people/accounts/index.ts';
import { type AccountCounts, findCountsOf } from '../../people/limits/index.ts';
import {
  findPeople,
  type PeopleQuery,
  type Position,
  readCursor,
  type Sort,
  type Total,
  writeCursor,
} from '../search/index.ts';

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

/** A page of a list of accounts, and where the next one begins. */
export interface OverviewPage<Next> {
  readonly items: readonly AccountOverview[];
  readonly next: Next | null;
  readonly total: Total;
}

/** A page of accounts: see `findPeople`. Throws `unknown-operator`. */
export async function listAccounts(
  services: OperatorServices,
  query: PeopleQuery,
): Promise<OverviewPage<Position>> {
  const { ids, next, total } = await findPeople(services, query);
  if (ids.length === 0) return { items: [], next, total };
  const rows = await overviews(services).where('accounts.id', 'in', ids).execute();
  const found = await toOverviews(services, rows);
  const byId = new Map(found.map((one) => [one.account.id, one]));
  return { items: ids.flatMap((id) => byId.get(id) ?? []), next, total };
}

export interface AccountSearch {
  /** Words and operators, as people type them; empty for everybody. */
  readonly search: string;
  readonly sort: Sort;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

/** The same for a client, which gets a cursor. Throws `unknown-operator` and `cursor-refused`. */
export async function searchAccounts(
  services: OperatorServices & { readonly secretKey: string },
  { cursor, ...asked }: AccountSearch,
): Promise<OverviewPage<string>> {
  const { secretKey } = services;
  const { search, sort } = asked;
  const list = { list: 'accounts', asked: { search, sort } };
  const after = cursor === undefined ? undefined : readCursor<Position>(secretKey, list, cursor);
  const page = await listAccounts(services, { ...asked, after });
  return { ...page, next: page.next && writeCursor(secretKey, list, page.next) };
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
