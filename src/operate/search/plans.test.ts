import { type CompiledQuery, sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { takeSample } from '../../people/search/index.ts';
import { findPeople, type Position, sorts } from './index.ts';

const total = { value: 1, kind: 'exact' } as const;

const places: Readonly<Record<string, Position>> = {
  newest: { place: [1, 1], total },
  oldest: { place: [1, 1], total },
  username: { place: ['a'], total },
  'last-login': { place: [1, 'a'], total },
};

const searches = [
  ...[
    '',
    'ad',
    'person',
    'ada lovelace',
    '0197f6a5-0000',
    'is:locked',
    'is:unconfirmed',
    'has:totp',
    'has:no-factor',
    'has:passkey',
    'is:disabled',
    'is:deleted',
    'role:support',
  ],
  ...[
    'address:192.0.2.1',
    'address:192.0.2.0/24',
    'attempt:7K3M-Q2XV-9D4T',
    'before:2026-01-01 after:2020-01-01',
  ],
];

eachDatabase('the search', (make) => {
  test('reads no whole table in any step or order, but in the order of an index and to a limit', async () => {
    const { db } = await make();
    for (let count = 0; count < 5; count++) await storedAccount(db);
    await takeSample(db, 0);
    const services = await servicesOf({ db } as never);
    const shared = Object.getPrototypeOf(Object.getPrototypeOf(db.getExecutor()));
    const spy = vi.spyOn(shared, 'executeQuery');
    const asked = { first: new Map<string, CompiledQuery>(), later: new Map<string, CompiledQuery>() };
    for (const search of searches) {
      for (const sort of sorts) {
        for (const [page, queries] of Object.entries(asked)) {
          spy.mockClear();
          const after = page === 'later' ? places[sort] : undefined;
          await findPeople(services, { search, sort, limit: 5, after });
          for (const [query] of spy.mock.calls as [CompiledQuery][]) queries.set(query.sql, query);
        }
      }
    }
    spy.mockRestore();
    expect(asked.first.size).toBeGreaterThan(20);
    for (const query of [...asked.first.values(), ...asked.later.values()].filter(isOfPeople)) {
      const limits = limitsOf(query);
      expect(limits.length, query.sql).toBeGreaterThanOrEqual(openListsIn(query));
      expect(Math.max(...limits), query.sql).toBeLessThanOrEqual(10_001);
    }
    const plansOf = (queries: readonly CompiledQuery[]) =>
      db.transaction().execute(async (tx) => {
        const isSqlite = make.dialect === 'sqlite';
        // In tables of a few rows it would else read all of them, or sort them, index or not.
        for (const way of isSqlite ? [] : ['seqscan', 'sort'])
          await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(tx);
        const plans: [CompiledQuery, string[]][] = [];
        for (const query of queries) {
          const explained = { ...query, sql: `explain ${isSqlite ? 'query plan ' : ''}${query.sql}` };
          const { rows } = await tx.executeQuery<Record<string, string>>(explained as CompiledQuery<never>);
          plans.push([query, rows.map((row) => row.detail ?? row['QUERY PLAN'] ?? '')]);
        }
        return plans;
      });
    for (const [query, plan] of await plansOf([...asked.first.values()])) {
      expect(plan.filter(isScan(query)), query.sql).toEqual([]);
      // Who may match is read in the order of an index, or PostgreSQL might begin in the middle of the table.
      if (isNarrowing(query)) expect(query.sql).toMatch(/ order by /);
      if (isNarrowing(query))
        expect(
          plan.filter((line) => /Sort|TEMP B-TREE/.test(line)),
          query.sql,
        ).toEqual([]);
      // A walk from the first on ends at its limit, unless it leaves somebody out on the way.
      expect(query.sql).not.toMatch(/from "accounts" where (?:"?created_at|coalesce)/);
    }
    for (const [query, plan] of await plansOf([...asked.later.values()])) {
      expect(plan.filter(isScan(query)), query.sql).toEqual([]);
      expect(plan.filter(isWalk(query)), query.sql).toEqual([]);
    }
  });
});

const isOfPeople = ({ sql: text }: CompiledQuery): boolean => !text.includes('from "search_state"');

/** The numbers that a query gives for its limits. */
const limitsOf = ({ sql: text, parameters }: CompiledQuery): number[] =>
  [...text.matchAll(/limit (?:\?|\$(\d+))/g)].map(
    ({ index, 1: at = text.slice(0, index).split('?').length }) => Number(parameters[Number(at) - 1]),
  );

/** How many lists of a query nothing but a limit ends; of people who are named by their IDs it is only the page. */
const openListsIn = ({ sql: text }: CompiledQuery): number =>
  /json_each|= any\(/.test(text) ? 1 : Math.max(1, text.split('order by').length - 1);

const isNarrowing = ({ sql: text }: CompiledQuery): boolean =>
  /^\s*select (?:id as )?account_id from .* limit (?:\?|\$\d+)$/s.test(text);

/** A scan of an index ends where the limit beside it says; what has no name of a table is a result so far. */
const isScan =
  ({ sql: text }: CompiledQuery) =>
  (line: string) =>
    /Seq Scan|^SCAN (?:accounts|account_words|emails|events|limits|sessions|trail_parts|totp|passkeys|recovery_codes)\b(?! USING)/.test(
      line,
    ) && !isBounded(text, line);

/** From the first on to where a later page begins. */
const isWalk =
  ({ sql: text }: CompiledQuery) =>
  (line: string) =>
    /^SCAN (?:accounts|account_words)\b|Filter: .*(?:ROW\(|COALESCE)/.test(line) && !isBounded(text, line);

/** A few rows of a table in whatever order: at most 5,001 that may match, 10,001 that are counted, or the first or last. */
const isBounded = (text: string, line: string): boolean =>
  /totp|recovery_codes|account_words|limits/.test(line) &&
  /^\s*select account_id from .* limit (?:\?|\$\d+)$|from \(select "n" from "account_words".* limit|order by "n" (?:asc|desc) limit/s.test(
    text.trim(),
  );
