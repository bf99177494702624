import { sql } from 'kysely';
import type { Config } from '../../config/index.ts';
import type { Db } from '../../kit/db/index.ts';
import { mailKey, mailsFullUntil } from './asked/mails.ts';
import { allKnownKey, codeKeys, mostCodes, strangersKey } from './counters.ts';
import { type Hold, holdOf } from './hold.ts';
import { listLimitsOf, listLimitsWith } from './store.ts';
import type { LimitRow } from './table.ts';

/** What holds up sign-ins to an account now: a wait, or a count of failures that is full. */
export interface PresentHold extends Hold {
  readonly of: 'password' | 'code';
  /** Whom it holds up: browsers that the account knows, or all others. */
  readonly by: 'strangers' | 'known';
}

/** How an account's counters stand, for whoever is asked why somebody can't sign in. */
export interface AccountCounts {
  /** Wrong passwords in a row from browsers that the account does not know. */
  readonly strangers: number;
  /** Wrong passwords from known browsers and sessions, over all of them. */
  readonly known: number;
  /** Wrong codes in a row, from both. */
  readonly codes: number;
  /** What is counted in all; each guess once. */
  readonly total: number;
  /** What holds up sign-ins now, wrong passwords of strangers first. */
  readonly holds: readonly PresentHold[];
}

/** Reads an account's counters. `now` is in Unix milliseconds. */
export async function findCounts(
  db: Db,
  limits: Config['limits'],
  accountId: string,
  now: number,
): Promise<AccountCounts> {
  return countsIn(await listLimitsOf(db, [accountId]), limits, accountId, now);
}

/** The same, and when a stranger gets the next code by email: all of an account's counters that hold up a sign-in. */
export async function findSignInLimits(
  db: Db,
  { limits, email }: Pick<Config, 'limits' | 'email'>,
  accountId: string,
  now: number,
): Promise<{ readonly counts: AccountCounts; readonly codesFullUntil: number | undefined }> {
  const codes = mailKey(`login-code:${accountId}`);
  const rows = await listLimitsWith(db, accountId, codes);
  const own = rows.filter(({ account_id }) => account_id === accountId);
  return {
    counts: countsIn(own, limits, accountId, now),
    codesFullUntil: mailsFullUntil(rows, { email }, codes, now),
  };
}

/** The same of many accounts, by their ids. */
export async function findCountsOf(
  db: Db,
  limits: Config['limits'],
  accountIds: readonly string[],
  now: number,
): Promise<(accountId: string) => AccountCounts> {
  const rows = Map.groupBy(await listLimitsOf(db, accountIds), ({ account_id }) => account_id);
  return (accountId) => countsIn(rows.get(accountId) ?? [], limits, accountId, now);
}

function countsIn(
  counted: readonly LimitRow[],
  limits: Config['limits'],
  accountId: string,
  now: number,
): AccountCounts {
  const rows = counted.filter(({ expires_at }) => expires_at > now);
  const password = strangersKey(accountId);
  const bound = allKnownKey(accountId);
  const [codesOfStrangers, codesOfKnown] = codeKeys(accountId);
  const sum = (isOne: (key: string) => boolean) =>
    rows.filter(({ key }) => isOne(key)).reduce((before, { count }) => before + count, 0);
  /** Each of several known browsers may have to wait: the longest wait stands for them. */
  const worst = (of: PresentHold['of'], by: PresentHold['by'], isOne: (key: string) => boolean) => {
    const most = of === 'code' ? mostCodes(limits) : limits.disableAfter;
    return rows
      .filter(({ key }) => isOne(key))
      .flatMap((row) => holdOf(row, { most, now }) ?? [])
      .toSorted((one, other) => weightOf(other) - weightOf(one))
      .slice(0, 1)
      .map((hold): PresentHold => ({ of, by, ...hold }));
  };
  return {
    strangers: sum((key) => key === password),
    known: sum((key) => key.startsWith(`${password}:`) && key !== bound),
    codes: sum((key) => key === codesOfStrangers || key === codesOfKnown),
    total: sum((key) => key !== bound),
    holds: [
      ...worst('password', 'strangers', (key) => key === password),
      ...worst('code', 'strangers', (key) => key === codesOfStrangers),
      ...worst('code', 'known', (key) => key === codesOfKnown),
      // Not a session that proves again: it is signed in already.
      ...worst('password', 'known', (key) => key === bound || key.startsWith(`${password}:device:`)),
    ],
  };
}

/** The accounts that something holds up now, as a query of their ids: the rule of `holds` above, for all at once. */
export function heldAccounts(db: Db, limits: Config['limits'], now: number) {
  const own = (rest: string) => sql<string>`'password:' || account_id || ${rest}`;
  return db
    .selectFrom('limits')
    .select('account_id')
    .where('expires_at', '>', now)
    .where(({ eb, or, and }) =>
      or([
        eb('blocked_until', '>', now),
        and([eb('key', 'like', 'codes:%'), eb('count', '>=', mostCodes(limits))]),
        and([eb('key', 'not like', 'codes:%'), eb('count', '>=', limits.disableAfter)]),
      ]),
    )
    .where(({ eb, or }) =>
      or([
        eb('key', 'like', 'codes:%'),
        eb('key', '=', own('')),
        eb('key', '=', own(':all')),
        eb('key', 'like', own(':device:%')),
      ]),
    );
}

const weightOf = ({ isFull, until }: Pick<PresentHold, 'isFull' | 'until'>): number =>
  isFull ? Number.POSITIVE_INFINITY : until;
