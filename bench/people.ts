import { hash as digest } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { migrate, openDatabase } from '../src/kit/db/index.ts';
import { migrations } from '../src/migrations/index.ts';

/** Everybody's; the hash costs the same whatever is hashed. */
export const password = 'correct horse battery staple 7';

/** The parameters that the server has by default. */
export const hashParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const usernameOf = (number: number): string => `person-${number}`;

/** The session token of a person; the same in every database, so nothing need be remembered. */
export const tokenOf = (number: number): string => `lks_${digest('sha256', `token ${number}`, 'base64url')}`;

/** Ids sort by time, as UUIDv7 does. */
const idOf = (kind: string, number: number): string =>
  `0199${number
    .toString(16)
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1-')}-7${kind}00-8000-0000${number.toString(16).padStart(8, '0')}`;

const device = 'Chrome on Linux';
const day = 86_400_000;

interface Rows {
  account: (string | number)[];
  password: (string | number | null)[];
  session: (string | number)[];
}

function* people(count: number, passwordHash: string): Generator<Rows> {
  const now = Date.now();
  for (let number = 0; number < count; number++) {
    const id = idOf('a', number);
    const created = now - day - (count - number);
    const name = usernameOf(number);
    const data = JSON.stringify({ name, theme: 'dark', newsletter: false });
    yield {
      account: [id, name, name, data, 1, created, created, now],
      password: [id, passwordHash, null, '', 0, 1, created],
      session: [
        idOf('b', number),
        digest('sha256', tokenOf(number), 'base64url'),
        id,
        'cookie',
        1,
        now,
        // Seen in the future: a session check then writes nothing, in whatever minute it comes.
        now + day,
        now + 7 * day,
        now + 30 * day,
        '["pwd"]',
        1,
        now,
        '127.0.0.1',
        device,
      ],
    };
  }
}

const columns = {
  accounts: 'id, username, username_key, data, data_version, created_at, updated_at, last_login_at',
  passwords: 'account_id, hash, wraps, pepper, weak, version, changed_at',
  sessions:
    'id, token_hash, account_id, transport, remember, created_at, last_seen_at, idle_expires_at, expires_at, amr, aal, auth_time, address, device',
};

/** Makes a database file with so many people, each with a password and a session. */
export async function fillSqlite(file: string, count: number): Promise<void> {
  const database = openDatabase({ file });
  await migrate(database, migrations, Date.now());
  await database.close();
  await addPeopleToSqlite(file, count);
}

/** Adds the people to a database that has its tables. */
export async function addPeopleToSqlite(file: string, count: number): Promise<void> {
  const filled = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  filled.exec('pragma synchronous = off; pragma cache_size = -1000000; begin');
  const insert = (table: keyof typeof columns) => {
    const places = columns[table].replaceAll(/\w+/g, '?');
    return filled.prepare(`insert into ${table} (${columns[table]}) values (${places})`);
  };
  const [accounts, passwords, sessions] = [insert('accounts'), insert('passwords'), insert('sessions')];
  for (const rows of people(count, await hash(password, hashParameters))) {
    accounts.run(...rows.account);
    passwords.run(...rows.password);
    sessions.run(...rows.session);
  }
  filled.exec('commit; pragma wal_checkpoint(truncate); pragma optimize');
  filled.close();
}

/**
 * Has everybody's next login meet a wait: it then takes every look-up of a login and neither hashes nor writes.
 * What is left is what more accounts can make slower.
 */
export function makeEverybodyWait(file: string): void {
  const filled = new DatabaseSync(file);
  const later = Date.now() + 7 * day;
  filled
    .prepare(
      `insert into limits (key, account_id, count, blocked_until, expires_at)
       select 'password:' || id, id, 5, ?, ? from accounts`,
    )
    .run(later, later);
  filled.exec('pragma wal_checkpoint(truncate); pragma optimize');
  filled.close();
}

/** The same on PostgreSQL, in an empty database. */
export async function fillPostgres(url: string, count: number): Promise<void> {
  const database = openDatabase({ url, poolSize: 2 });
  await migrate(database, migrations, Date.now());
  await database.close();
  await addPeopleToPostgres(url, count);
}

/** Adds the people to a database that has its tables. */
export async function addPeopleToPostgres(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const all = [...people(count, await hash(password, hashParameters))];
  for (const [table, kind] of [
    ['accounts', 'account'],
    ['passwords', 'password'],
    ['sessions', 'session'],
  ] as const) {
    const names = columns[table].split(', ');
    const records = all.map((rows) =>
      Object.fromEntries(names.map((name, column) => [name, rows[kind][column]])),
    );
    await client.query(
      `insert into ${table} (${columns[table]}) select ${columns[table]} from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(records)],
    );
  }
  await client.query('vacuum analyze');
  await client.end();
}
