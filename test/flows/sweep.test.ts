import { type CompiledQuery, sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { factors } from '../../src/factors/index.ts';
import { inTransaction } from '../../src/kit/db/index.ts';
import { LeasingAdapter } from '../../src/kit/db/sqlite.ts';
import type { Tables } from '../../src/kit/db/tables.ts';
import { days, hours } from '../../src/kit/duration.ts';
import { listEvents } from '../../src/people/events/index.ts';
import { revokeGrants } from '../../src/people/grants/index.ts';
import { sweep } from '../../src/start/sweep.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import { storedGrant } from '../support/stored-app.ts';

type Table = keyof Tables;

const hourOf = (time: number) => Math.floor(time / hours(1));

/** Why a table is never swept. Each of these rows goes with what it belongs to, or there is one of a kind. */
const neverSwept: Readonly<Record<string, string>> = {
  accounts: 'until its owner deletes it, or the grace of an admin is over (acts.test.ts)',
  audit: 'at its beginning alone, where a row carries the chain on (src/people/audit/)',
  audit_head: 'one row',
  audit_keys: 'one for each earlier secret key',
  app_resources: 'until the operator removes it',
  emails: 'one confirmed and one pending address for an account',
  passwords: 'one for an account',
  outside_identities: 'until its owner takes it off the account',
  account_words: 'one for an account',
  search_state: 'one for each thing that the search remembers',
  username_lookalikes: 'a few for an account, made with its username',
  ...Object.fromEntries(
    factors
      .flatMap(({ tables }) => Object.entries(tables))
      .flatMap(([table, does]) => (does === 'carried' ? [[table, 'until the factor is removed']] : [])),
  ),
  password_costs: 'one for each way in which passwords are hashed',
  secret_checks: 'one for each secret',
  account_roles: 'as many as admins grant; one that has ended counts no more',
  roles: 'until they are deleted',
  instance: 'one row',
  moves: 'one for each direction of a move',
  migrations: 'one for each step of the schema',
  unsealed_mails: 'emptied by the first start after an update from 0.1.0',
};

interface Sample {
  /** When a row is late, in Unix milliseconds. */
  readonly late: number;
  readonly living: number;
  /** A row of the table that belongs to the account, with this key and time. */
  row(id: string, time: number, accountId: string): object;
}

/** A late and a living row of each table that is swept. */
const swept = (now: number): Readonly<Record<string, Sample>> => {
  const end = { late: now, living: now + 1 };
  const session = { transport: 'cookie', remember: 0, amr: '["pwd"]', aal: 1, address: '', device: '' };
  const event = { type: 'logged-out', session_id: null, address: '', device: '', detail: null };
  return {
    sessions: {
      ...end,
      row: (id, time, account_id) => ({
        ...session,
        ...{ id, token_hash: id, account_id, created_at: 1, last_seen_at: 1, auth_time: 1 },
        ...{ idle_expires_at: time, expires_at: time, second_auth_time: null },
      }),
    },
    ended_sessions: {
      ...end,
      row: (token_hash, expires_at, account_id) => ({
        token_hash,
        account_id,
        why: 'idle',
        at: 1,
        expires_at,
      }),
    },
    login_attempts: {
      ...end,
      row: (id, expires_at, account_id) => ({
        ...{ id, secret_hash: id, account_id, amr: '[]', is_multi_factor: 0 },
        ...{ transport: 'cookie', remember: 0, expires_at, used_at: null, name_hash: null },
      }),
    },
    outside_attempts: {
      ...end,
      row: (id, expires_at, account_id) => ({
        ...{ state_hash: id, trail_id: id, provider: 'x', browser_hash: id, next: '/', purpose: 'link' },
        ...{ account_id, session_id: id, remember: 0, expires_at, used_at: null, newcomer: null },
      }),
    },
    limits: {
      ...end,
      row: (key, expires_at, account_id) => ({ key, account_id, count: 1, blocked_until: 0, expires_at }),
    },
    spent_challenges: { ...end, row: (id, expires_at) => ({ id, expires_at }) },
    links: {
      late: now - days(7),
      living: now - days(7) + 1,
      row: (token_hash, expires_at, account_id) => ({
        ...{ token_hash, purpose: 'recover', account_id, address: 'a@example.com', expires_at },
        ...{ used_at: null, mail_id: null },
      }),
    },
    invitations: {
      late: now - days(30),
      living: now - days(30) + 1,
      row: (id, expires_at) => ({
        ...{ id, token_hash: id, email: 'a@example.com', email_key: id, role_ids: '[]', invited_by: null },
        ...{ note: null, created_at: 1, expires_at, used_at: null, revoked_at: null },
      }),
    },
    email_codes: {
      late: now - hours(1),
      living: now - hours(1) + 1,
      row: (subject, expires_at, account_id) => ({
        ...{ subject, account_id, code_hash: '', tries: 0, expires_at, used_at: null },
      }),
    },
    passkey_challenges: {
      ...end,
      row: (subject, expires_at, account_id) => ({
        ...{ subject, purpose: 'login', challenge: '', account_id, expires_at },
      }),
    },
    removed_passkeys: {
      ...end,
      row: (credential_hash, expires_at, account_id) => ({
        ...{ credential_hash, account_id, name: 'Laptop', removed_at: 1, expires_at },
      }),
    },
    near_names: { ...end, row: (id, expires_at) => ({ id, hour: 1, letters: '', expires_at }) },
    events: {
      late: now - days(400),
      living: now - days(400) + 1,
      row: (id, at, account_id) => ({ ...event, id, at, account_id }),
    },
    app_records: {
      ...end,
      row: (id_hash, expires_at) => ({
        ...{ id_hash, kind: 'AccessToken', grant_id: null, user_code_hash: null, payload: '{}' },
        ...{ expires_at, consumed_at: null },
      }),
    },
    app_grants: {
      late: now - days(30),
      living: now - days(30) + 1,
      row: (id, expires_at, account_id) => ({
        ...{ id, account_id, app_id: appId, session_id: null, scopes: '{}', created_at: 1, used_at: 1 },
        ...{ expires_at, revoked_at: null, why: null },
      }),
    },
    app_sessions: {
      // Of a session that is over: once the app has been told, or while it waits for that.
      late: 1,
      living: 0,
      row: (session_id, told, account_id) => ({
        ...{ session_id, app_id: appId, account_id, sid: session_id, grant_id: '', open_session_id: null },
        ...{ over_at: 1, due_at: 0, claimed_until: 0, tries: 0, told_at: told === 0 ? null : 1 },
      }),
    },
    admin_tokens: {
      late: now - days(30),
      living: now - days(30) + 1,
      row: (id, expires_at, made_by) => ({
        ...{ id, name: id, token_hash: id, permissions: '[]', addresses: '[]', made_by, created_at: 1 },
        ...{ expires_at, last_used_at: null, revoked_at: null },
      }),
    },
    access_keys: {
      late: now - days(30),
      living: now - days(30) + 1,
      row: (id, expires_at, account_id) => ({
        ...{
          id,
          key_hash: id,
          account_id,
          name: id,
          scopes: '[]',
          ending: '0aB3',
          created_at: 1,
          expires_at,
        },
        ...{ used_at: null, used_from: null, warned_at: null },
      }),
    },
    apps: {
      late: now - hours(24),
      living: now - hours(24) + 1,
      row: (id, created_at) => ({
        ...{ id, name: id, kind: 'web', metadata: '{}', first_party: 0, pkce: 1, created_by: 'document' },
        ...{ created_at, disabled_at: null },
      }),
    },
    app_secrets: {
      ...end,
      row: (hash, expires_at) => ({ hash, app_id: appId, created_at: 1, expires_at }),
    },
    signing_keys: {
      ...end,
      row: (kid, published_until) => ({
        ...{ kid, alg: 'ES256', sealed: '', created_at: 1, signs_from: 1, signs_until: 1, published_until },
      }),
    },
    statistics: {
      late: hourOf(now - days(90)),
      living: hourOf(now),
      row: (name, hour) => ({ hour, name, count: 1 }),
    },
    statistics_writers: {
      late: now - days(7),
      living: now - days(7) + 1,
      row: (id, written_at) => ({ id, batch: 1, written_at }),
    },
    trail_parts: {
      late: now - days(400),
      living: now,
      row: (id, at, account_id) => ({
        ...{ id, trail_id: id, kind: 'login', account_id, at, outcome: 'done', steps: '[]' },
      }),
    },
    outbox: {
      late: now - days(7),
      living: now - days(7) + 1,
      row: (id, created_at, account_id) => ({
        ...{ id, created_at, due_at: created_at, tries: 1, claimed_until: 0, sent_at: created_at },
        ...{ failed_at: null, last_error: null, account_id, kind: 'notice', sealed: null, kept_until: 0 },
      }),
    },
  };
};

/** Writes rows of a table of each key, as they stand. */
async function write({ services: { db } }: TestApp, table: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000) {
    await db
      .insertInto(table as Table)
      .values(rows.slice(from, from + 1000) as never)
      .execute();
  }
}

/** The app that codes, grants and secrets of these tests are of. */
const appId = 'app_swept';

async function register(app: TestApp): Promise<string> {
  await app.services.db
    .insertInto('apps')
    .values({
      ...{ id: appId, name: 'Swept', kind: 'web', metadata: '{}', first_party: 0, pkce: 1 },
      ...{ created_by: 'operator', created_at: 1, disabled_at: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await app.browser().register(freshName(), goodPassword)).body.account?.id ?? '';
}

/** So many rows of a table, named so that they come before all that the server has written. */
/** Open accounts, among which a sweep looks for deleted ones. */
const manyAccounts = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: `many-${at}`, username: `many-${at}`, username_key: `many-${at}`, data: '{}', data_version: 1 },
    ...{ created_at: 1, updated_at: 1, second_factor_required: 0 },
  }));

function rowsOf(app: TestApp, table: string, kind: 'late' | 'living', count: number, accountId: string) {
  const sample = swept(app.clock())[table] as Sample;
  return Array.from({ length: count }, (_, n) =>
    sample.row(`0-${kind}-${table}-${String(n).padStart(5, '0')}`, sample[kind], accountId),
  );
}

/** Every scan in the plan of a statement that reads rows which it then leaves out. */
async function scansOf({ services: { db } }: TestApp, query: CompiledQuery): Promise<string[]> {
  const isSqlite = db.getExecutor().adapter instanceof LeasingAdapter;
  const explain = isSqlite ? 'explain query plan' : 'explain (format json)';
  const { rows } = await db.executeQuery<object>({ ...query, sql: `${explain} ${query.sql}` });
  if (isSqlite)
    return rows.map((row) => JSON.stringify(row)).filter((row) => /"SCAN (?!\d+-ROW VALUES)/.test(row));
  return [...nodesOf(rows)].filter(isScan).map((node) => JSON.stringify(node));
}

type PlanNode = Readonly<Record<string, unknown>>;

function isScan(node: PlanNode): boolean {
  if (node['Node Type'] === 'Seq Scan') return true;
  return 'Index Name' in node && 'Filter' in node && !('Index Cond' in node);
}

function* nodesOf(value: unknown): Generator<PlanNode> {
  if (typeof value !== 'object' || value === null) return;
  if ('Node Type' in value) yield value as PlanNode;
  for (const inner of Object.values(value)) yield* nodesOf(inner);
}

/** Walks along an index that stop after so many rows, whatever is in the table. */
const bounded = [
  /^select "at" from "audit" order by "seq" limit \S+$/,
  // One row, which PostgreSQL reads without an index.
  /^select \* from "audit_head" where "id" = \S+$/,
  /^select "id", "at" from "events" (where "account_id" is null )?order by "id" limit \S+$/,
  /^select "id" from "(events|trail_parts)" (where "account_id" is null )?order by "id" desc limit \S+ offset \S+$/,
  // A sample of 2,000 people, by the numbers of their rows, and the two rows that say what it said.
  /^select "n" from "account_words" order by "n" (asc|desc) limit \S+$/,
  /^select "words" from "account_words" where \(\("n" >= /,
  /^select "value" from "search_state" where "name" = \S+$/,
];

eachApp('the sweep of each minute', (open, make) => {
  test('keeps a token for a day after its time, so that a late use of it can be told', async () => {
    const app = await open();
    const account = await register(app);
    const { db } = app.services;
    const grant_id = await storedGrant(db, { app: appId, account, session: null, now: app.clock() });
    const id = `token of ${grant_id}`;
    const [record] = rowsOf(app, 'app_records', 'living', 1, account);
    await write(app, 'app_records', [{ ...record, id_hash: id, grant_id, expires_at: app.clock() }]);
    const isThere = async () => {
      await sweep(app.services);
      const rows = db.selectFrom('app_records').select('id_hash').where('id_hash', '=', id);
      return (await rows.execute()).length > 0;
    };
    expect(await isThere()).toBe(true);
    app.clock.advance(days(1) - 1);
    expect(await isThere()).toBe(true);
    app.clock.advance(1);
    expect(await isThere()).toBe(false);
  });

  test('reads no token again each minute that is kept for its day', async () => {
    const app = await open.on(await make());
    const account = await register(app);
    const { db } = app.services;
    const grant_id = await storedGrant(db, { app: appId, account, session: null, now: app.clock() });
    const kept = rowsOf(app, 'app_records', 'late', 3000, account);
    await write(
      app,
      'app_records',
      kept.map((row) => ({ ...row, grant_id })),
    );
    await sql`analyze`.execute(db);
    const shared = Object.getPrototypeOf(Object.getPrototypeOf(db.getExecutor()));
    const sent = vi.spyOn(shared, 'executeQuery');
    await sweep(app.services);
    const queries = sent.mock.calls.map(([query]) => query as CompiledQuery);
    sent.mockRestore();
    const plans = queries.filter((query) => query.sql.startsWith('delete from "app_records"'));
    const explain = make.dialect === 'sqlite' ? 'explain query plan' : 'explain';
    const texts = plans.map(async (query) =>
      JSON.stringify((await db.executeQuery({ ...query, sql: `${explain} ${query.sql}` })).rows),
    );
    const [late = '', waited = '', ...others] = await Promise.all(texts);
    expect([late, waited, others]).toEqual([
      expect.stringContaining('app_records_by_end'),
      expect.stringMatching(/app_records_by_grant.*grant_id(=\?| IS NULL\)) AND \(?expires_at ?</),
      [],
    ]);
  });

  test('keeps what was allowed for 30 days after it was withdrawn', async () => {
    const app = await open();
    const account = await register(app);
    const { db } = app.services;
    const grant = await storedGrant(db, { app: appId, account, session: null, now: app.clock() });
    const end = { why: 'withdrawn', at: app.clock() } as const;
    expect(await inTransaction(db, (tx) => revokeGrants(tx, account, end))).toBe(1);
    const isThere = async () => {
      await sweep(app.services);
      return (await db.selectFrom('app_grants').where('id', '=', grant).select('id').execute()).length > 0;
    };
    app.clock.set(end.at + days(30) - 1);
    expect(await isThere()).toBe(true);
    app.clock.set(end.at + days(30));
    expect(await isThere()).toBe(false);
  });

  test('reaches every table that grows by itself; each of the others has its reason', async () => {
    const { services } = await open();
    const tables = (await services.db.introspection.getTables()).map(({ name }) => name);
    expect([...Object.keys(swept(0)), ...Object.keys(neverSwept)].sort()).toEqual(tables.sort());
  });

  test.each(Object.keys(swept(0)))('removes what is late from %s, and nothing else', async (table) => {
    const app = await open();
    const accountId = await register(app);
    // More than one statement takes.
    await write(app, table, rowsOf(app, table, 'late', 1001, accountId));
    await write(app, table, rowsOf(app, table, 'living', 3, accountId));
    await sweep(app.services);
    const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(app.services.db);
    const texts = rows.map((row) => JSON.stringify(row));
    expect(texts.filter((text) => text.includes(`0-late-${table}-`))).toEqual([]);
    expect(texts.filter((text) => text.includes(`0-living-${table}-`))).toHaveLength(3);
  });

  test('forgets what emails said that were sent, once their links are late', async () => {
    const app = await open();
    const accountId = await register(app);
    const now = app.clock();
    const [mail] = rowsOf(app, 'outbox', 'living', 1, accountId);
    const mails = [now, now + 1].flatMap((kept_until) =>
      [now, null].map((sent_at) => ({
        ...mail,
        id: `${kept_until - now} ${sent_at}`,
        sealed: 'x',
        kept_until,
        sent_at,
      })),
    );
    await write(app, 'outbox', mails);
    await sweep(app.services);
    const left = await app.services.db.selectFrom('outbox').select('id').where('sealed', '=', 'x').execute();
    expect(left.map(({ id }) => id).sort()).toEqual(['0 null', `1 ${now}`, '1 null']);
  });

  test.each([
    ['its default', undefined, days(400), days(30)],
    ['a week', days(7), days(7), days(7)],
  ])(
    'keeps events for %s, those of nobody for 30 days at most, and the time of the last login for ever',
    async (_, keep, kept, keptOfNobody) => {
      const app = await open(keep === undefined ? {} : { events: { keep } });
      const self = app.browser();
      const username = freshName();
      const { body } = await self.register(username, goodPassword);
      const accountId = body.account?.id ?? '';
      app.clock.advance(hours(1));
      const login = app.clock();
      await app.browser().login(username, goodPassword);
      const address = `198.51.100.${keep === undefined ? 1 : 2}`;
      await app.browser({ address }).login(`${freshName()}-nobody`, otherPassword);
      const ofAccount = async () =>
        (await listEvents(app.services.db, accountId, 50)).map(({ type }) => type);
      const ofNobody = async () => {
        const events = app.services.db.selectFrom('events').select('type').where('address', '=', address);
        return (await events.execute()).length;
      };
      const sweptAt = async (time: number) => {
        app.clock.set(time);
        await sweep(app.services);
      };
      // The registration is an hour older than the login.
      const both = ['login-succeeded', 'login-succeeded', 'account-registered'];
      const [last, none] = [['login-succeeded'], []];
      const isLonger = kept > keptOfNobody;
      const expected = [
        [keptOfNobody - 1, 1, isLonger ? both : last],
        [keptOfNobody, 0, isLonger ? both : none],
        [kept - 1, 0, isLonger ? last : none],
        [kept, 0, none],
      ] as const;
      for (const [after, ofNobodys, ofAccounts] of expected) {
        await sweptAt(login + after);
        expect([await ofNobody(), await ofAccount()]).toEqual([ofNobodys, ofAccounts]);
      }
      const account = app.services.db.selectFrom('accounts').selectAll().where('id', '=', accountId);
      expect(await account.executeTakeFirst()).toMatchObject({
        created_at: login - hours(1),
        last_login_at: login,
      });
      expect((await app.browser().login(username, goodPassword)).status, 'and the account is there').toBe(
        200,
      );
    },
  );

  test('finds what is late by an index, however many rows there are', async () => {
    const app = await open.on(await make());
    const accountId = await register(app);
    await write(app, 'accounts', manyAccounts(2000));
    for (const table of Object.keys(swept(0))) {
      await write(app, table, rowsOf(app, table, 'living', 5000, accountId));
      await write(app, table, rowsOf(app, table, 'late', 3, accountId));
    }
    const { db } = app.services;
    await db.updateTable('limits').set({ count: 0 }).where('key', 'like', '%00001').execute();
    await db
      .updateTable('outbox')
      .set({ sealed: 'x', kept_until: app.clock() + 1 })
      .execute();
    await app.services.trails.flush();
    await sql`analyze`.execute(db);
    const shared = Object.getPrototypeOf(Object.getPrototypeOf(db.getExecutor()));
    const sent = vi.spyOn(shared, 'executeQuery');
    await sweep(app.services);
    const queries = sent.mock.calls.map(([query]) => query as CompiledQuery);
    sent.mockRestore();
    const about = Object.keys(swept(0)).filter((table) =>
      queries.some((query) => query.sql.includes(`"${table}"`)),
    );
    expect(about, 'a query for each table').toEqual(Object.keys(swept(0)));
    for (const query of queries) {
      if (bounded.some((one) => one.test(query.sql))) continue;
      expect(await scansOf(app, query), query.sql).toEqual([]);
    }
    // By rows that were found before, or as many as are found in the statement itself.
    const isBounded = (text: string) => / limit [?$]|"(id|key)" in \([?$]/.test(text);
    const whole = queries.map((query) => query.sql).filter((text) => text.startsWith('delete'));
    expect(whole.filter((text) => !isBounded(text))).toEqual([]);
    const all = sql`delete from limits where count = 0`.compile(db);
    expect(await scansOf(app, all), 'a look for all counts of zero would be one').toHaveLength(1);
  });

  test('walks through the counts a part at a time, and removes those of zero in the end', async () => {
    const app = await open.on(await make());
    const counts = rowsOf(app, 'limits', 'living', 6000, 'nobody');
    await write(app, 'limits', counts);
    const { db } = app.services;
    const [first, last] = [counts.at(0), counts.at(-1)].map((row) => (row as { key: string }).key);
    const left = async () => {
      const zeros = await db
        .selectFrom('limits')
        .select('key')
        .where('count', '=', 0)
        .orderBy('key')
        .execute();
      return zeros.map(({ key }) => key);
    };
    const zero = (key = '') => db.updateTable('limits').set({ count: 0 }).where('key', '=', key).execute();
    await zero(last);
    await sweep(app.services);
    expect(await left(), 'it has not come so far').toEqual([last]);
    await zero(first);
    await sweep(app.services);
    expect(await left(), 'it goes on where it was').toEqual([first]);
    await sweep(app.services);
    expect(await left(), 'and begins anew').toEqual([]);
    expect(await db.selectFrom('limits').select('key').execute()).toHaveLength(5998);
  });

  test('waits for the one before it', async () => {
    const app = await open();
    const begun = vi.spyOn(app.services.trails, 'sweep');
    await Promise.all([sweep(app.services), sweep(app.services)]);
    expect(begun).toHaveBeenCalledTimes(1);
    await sweep(app.services);
    expect(begun).toHaveBeenCalledTimes(2);
  });
});
