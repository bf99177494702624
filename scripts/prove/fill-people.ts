import { sql } from 'kysely';
import { type Database, type DatabaseLocation, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { accountWords } from '../../src/migrations/0033-account-words.ts';
import { migrations } from '../../src/migrations/index.ts';
import { strangersKey } from '../../src/people/limits/index.ts';
import { takeSample } from '../../src/people/search/index.ts';

const first = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'frances', 'john', 'jean', 'kathleen'];
const middle = [
  'm',
  'k',
  'of',
  'van',
  'de',
  'x',
  'q',
  'st',
  'mc',
  'le',
  'o',
  'du',
  'el',
  'al',
  'bin',
  'ben',
  'ap',
];
const family = [
  'lovelace',
  'hopper',
  'turing',
  'dijkstra',
  'liskov',
  'knuth',
  'allen',
  'backus',
  'sammet',
  'booth',
];
const places = ['example.com', 'mail.example', 'uni.example', 'post.example.org', 'corp.example.net'];

/** So many accounts have a word and an address that no other has, whatever the size: a search finds the same number. */
export const planted = { word: 'zyxwvut', origin: '203.0.113.7', people: 1000 } as const;

/** A row of that many that has a word of its own. */
export const single = 'qjxkzwv';

/** A statement of the server's own pool may take 15 s. */
const atOnce = 10_000;

const pick = (from: readonly string[], number: number): string => from[number % from.length] ?? '';

function personOf(number: number, size: number) {
  const gap = Math.floor(size / planted.people);
  const isPlanted = number % gap === 0 && number < gap * planted.people;
  const extra = number === 1 ? single : isPlanted ? planted.word : '';
  const place = number * 7919;
  const name = `${pick(first, place)}.${pick(middle, Math.floor(place / 10))}${pick(family, Math.floor(place / 170))}${extra}${number}`;
  const origin = isPlanted ? planted.origin : `10.${number % 7}.${number % 251}.1`;
  return { name, address: `${name}@${pick(places, Math.floor(place / 13))}`, origin };
}

/**
 * Makes a database of so many people, most with a verified address, as a version without the search had it; and migrates
 * it, which indexes them. One that is filled is opened as it is. Everything in it happened a moment after `since`, in Unix
 * milliseconds.
 */
export async function openPeople(location: DatabaseLocation, size: number, since = 0): Promise<Database> {
  const database = openDatabase(location);
  const tables = await database.db.introspection.getTables();
  if (tables.some(({ name }) => name === 'search_state')) return database;
  await migrate(database, migrations.slice(0, migrations.indexOf(accountWords)), 0);
  for (let from = 0; from < size; from += atOnce) {
    await insertPeople(database, { from, to: Math.min(size, from + atOnce), size, since });
  }
  await migrate(database, migrations, 0);
  await takeSample(database.db, 0);
  if (database.dialect === 'postgres') await sql`vacuum analyze`.execute(database.db);
  return database;
}

/** Each so-many-th person has something that many have, and more than are looked at one by one. */
const every = { counted: 50, totp: 40, pending: 30 } as const;

interface Part {
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly since: number;
}

/** The id of the person of a number. */
export const personId = (number: number): string => `0197${String(number).padStart(8, '0')}`;

async function insertPeople(database: Database, { from, to, size, since }: Part): Promise<void> {
  const people = Array.from({ length: to - from }, (_, place) => {
    const number = from + place;
    const id = personId(number);
    const at = since + number + 1;
    const verified = number % every.pending === 0 ? null : at;
    return { number, id, ...personOf(number, size), at, verified, key: strangersKey(id) };
  });
  const insert = (into: ReturnType<typeof sql>, of: readonly unknown[] = people) =>
    sql`insert into ${into} from ${listOf(database, of)}`.execute(database.db);
  await insert(sql`accounts (id, username, username_key, data, data_version, created_at, updated_at, last_login_at)
    select id, name, name, '{}', 1, at, at, at`);
  await insert(sql`emails (id, account_id, address, address_key, verified_at, created_at)
    select id, id, address, address, verified, at`);
  await insert(sql`events (id, at, type, account_id, address, device)
    select id, at, 'login', id, origin, ''`);
  const each = (count: number) => people.filter(({ number }) => number % count === 0);
  await insert(
    sql`limits (key, account_id, count, blocked_until, expires_at) select key, id, 1, 0, ${Number.MAX_SAFE_INTEGER}`,
    each(every.counted),
  );
  await insert(
    sql`totp (account_id, secret, confirmed_at, last_step, tries, created_at) select id, '', at, 0, 0, at`,
    each(every.totp),
  );
}

/** Rows as one parameter, which both databases read. */
function listOf({ dialect }: Database, people: readonly unknown[]) {
  const rows = JSON.stringify(people);
  if (dialect === 'postgres') {
    return sql`json_to_recordset(${rows}::json)
      as list (id text, name text, address text, at bigint, verified bigint, origin text, key text)`;
  }
  const columns = ['id', 'name', 'address', 'at', 'verified', 'origin', 'key'];
  const values = columns.map((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`);
  return sql`(select ${sql.join(values)} from json_each(${rows})) list`;
}
