import type { Config } from '../../config/index.ts';
import type { Db } from '../../kit/db/index.ts';
import type { PresentHold, PresentLimit } from '../trails/index.ts';
import { allKnownKey, codeKeys, mostCodes, strangersKey } from './counters.ts';
import { listLimitsOf } from './store.ts';
import type { LimitRow } from './table.ts';

/** How an account's counters stand, for whoever is asked why somebody can't sign in. */
export interface AccountCounts {
  /** Wrong passwords in a row from browsers that the account does not know, and what they hold up. */
  readonly strangers: PresentLimit;
  /** Wrong passwords from known browsers and sessions, over all of them. */
  readonly known: number;
  /** Wrong codes in a row, from both. */
  readonly codes: number;
  /** What is counted in all; each guess once. */
  readonly total: number;
  /** What holds up sign-ins now, but for wrong passwords of strangers. */
  readonly holds: readonly PresentHold[];
}

/** Reads an account's counters. `now` is in Unix milliseconds. */
export async function findCounts(
  db: Db,
  limits: Config['limits'],
  accountId: string,
  now: number,
): Promise<AccountCounts> {
  const rows = (await listLimitsOf(db, accountId)).filter(({ expires_at }) => expires_at > now);
  const password = strangersKey(accountId);
  const bound = allKnownKey(accountId);
  const sum = (isOne: (row: LimitRow) => boolean) =>
    rows.filter(isOne).reduce((before, { count }) => before + count, 0);
  const strangers = sum(({ key }) => key === password);
  const secondsUntil = (end: number) => Math.max(0, Math.ceil((end - now) / 1000));
  const [codesOfStrangers, codesOfKnown] = codeKeys(accountId);
  const holdOf = (
    row: LimitRow,
    of: PresentHold['of'],
    by: PresentHold['by'],
    most: number,
  ): PresentHold => ({
    of,
    by,
    failures: row.count,
    waitSeconds: secondsUntil(row.blocked_until),
    isFull: row.count >= most,
  });
  const holds = rows.flatMap((row): PresentHold[] => {
    if (row.key === codesOfStrangers) return [holdOf(row, 'code', 'strangers', mostCodes(limits))];
    if (row.key === codesOfKnown) return [holdOf(row, 'code', 'known', mostCodes(limits))];
    // A session that proves again is signed in already.
    const isKnown = row.key === bound || row.key.startsWith(`${password}:device:`);
    return isKnown ? [holdOf(row, 'password', 'known', limits.disableAfter)] : [];
  });
  return {
    strangers: {
      failures: strangers,
      waitSeconds: secondsUntil(rows.find(({ key }) => key === password)?.blocked_until ?? 0),
      isDisabled: strangers >= limits.disableAfter,
    },
    known: sum(({ key }) => key.startsWith(`${password}:`) && key !== bound),
    codes: sum(({ key }) => key === codesOfStrangers || key === codesOfKnown),
    total: sum(({ key }) => key !== bound),
    holds: worstOfEach(holds.filter(({ isFull, waitSeconds }) => isFull || waitSeconds > 0)),
  };
}

/** Each of several known browsers may have to wait: the longest wait stands for them. */
function worstOfEach(holds: readonly PresentHold[]): PresentHold[] {
  const groups = Map.groupBy(holds, ({ of, by }) => `${of} ${by}`).values();
  return [...groups].flatMap((group) =>
    group.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, 1),
  );
}

const weightOf = ({ isFull, waitSeconds }: PresentHold): number =>
  isFull ? Number.POSITIVE_INFINITY : waitSeconds;
