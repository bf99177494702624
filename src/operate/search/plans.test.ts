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
    for (const search of searches) {
      for (const sort of sorts) {
        for (const after of [undefined, places[sort]]) {
          await findPeople(services, { search, sort, limit: 5, after });
        }
      }
    }
    const queries = spy.mock.calls.map(([query]) => query as CompiledQuery);
    spy.mockRestore();
    const all = [...new Map(queries.map((query) => [query.sql, query])).values()];
    expect(all.length).toBeGreaterThan(20);
    for (const query of all) expect(await scansIn(query), query.sql).toEqual([]);

    async function scansIn({ sql: text, ...rest }: CompiledQuery): Promise<string[]> {
      if (make.dialect === 'sqlite') {
        const explained = { ...rest, sql: `explain query plan ${text}` } as CompiledQuery<{ detail: string }>;
        const { rows } = await db.executeQuery(explained);
        // A scan of an index ends where the limit beside it says; what has no name of a table is a result so far.
        const isWhole = (line: string) =>
          /^SCAN (?:accounts|account_words|emails|events|limits|sessions|trail_parts|totp|passkeys|recovery_codes)\b(?! USING)/.test(
            line,
          );
        return rows.map(({ detail }) => detail).filter((line) => isWhole(line) && !isBounded(text, line));
      }
      return db.transaction().execute(async (tx) => {
        // In tables of a few rows it would else read all of them, index or not.
        await sql`set local enable_seqscan = off`.execute(tx);
        const explained = { ...rest, sql: `explain ${text}` } as CompiledQuery<{ 'QUERY PLAN': string }>;
        const { rows } = await tx.executeQuery(explained);
        return rows
          .map((row) => row['QUERY PLAN'])
          .filter((line) => /Seq Scan/.test(line) && !isBounded(text, line));
      });
    }
  });
});

/** A few rows of a table in whatever order: at most 5,001 that may match, 10,001 that are counted, or the first or last. */
const isBounded = (text: string, line: string): boolean =>
  /totp|recovery_codes|account_words|limits/.test(line) &&
  /^\s*select account_id from .* limit (?:\?|\$\d+)$|from \(select "n" from "account_words".* limit|order by "n" (?:asc|desc) limit/s.test(
    text.trim(),
  );
