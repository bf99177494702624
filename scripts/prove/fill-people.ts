import { sql } from 'kysely';
import { type Database, type DatabaseLocation, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { accountWords } from '../../src/migrations/0033-account-words.ts';
import { migrations } from '../../src/migrations/index.ts';
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

/** So many accounts have a word that no other has, whatever the size: a search for it finds the same number. */
export const planted = { word: 'zyxwvut', people: 1000 } as const;

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
  return { name, address: `${name}@${pick(places, Math.floor(place / 13))}` };
}

/**
 * Makes a database of so many people, each with a verified address, as a version without the search had it; and migrates
 * it, which indexes them.
 */
export async function openPeople(location: DatabaseLocation, size: number): Promise<Database> {
  const database = openDatabase(location);
  await migrate(database, migrations.slice(0, migrations.indexOf(accountWords)), 0);
  for (let from = 0; from < size; from += atOnce) {
    await insertPeople(database, from, Math.min(size, from + atOnce), size);
  }
  await migrate(database, migrations, 0);
  await takeSample(database.db, 0);
  if (database.dialect === 'postgres') await sql`vacuum analyze`.execute(database.db);
  return database;
}

async function insertPeople(database: Database, from: number, to: number, size: number): Promise<void> {
  const people = Array.from({ length: to - from }, (_, at) => {
    const id = `0197${String(from + at).padStart(8, '0')}`;
    const { name, address } = personOf(from + at, size);
    return { id, name, address, at: from + at + 1 };
  });
  // As one parameter, which both read as rows.
  const rows = JSON.stringify(people);
  const list =
    database.dialect === 'sqlite'
      ? sql`(select value ->> 'id' as id, value ->> 'name' as name, value ->> 'address' as address, value ->> 'at' as at from json_each(${rows}))`
      : sql`json_to_recordset(${rows}::json) as list (id text, name text, address text, at bigint)`;
  await sql`insert into accounts (id, username, username_key, data, data_version, created_at, updated_at, last_login_at)
    select id, name, name, '{}', 1, at, at, at from ${list} ${database.dialect === 'sqlite' ? sql`list` : sql``}`.execute(
    database.db,
  );
  await sql`insert into emails (id, account_id, address, address_key, verified_at, created_at)
    select id, id, address, address, at, at from ${list} ${database.dialect === 'sqlite' ? sql`list` : sql``}`.execute(
    database.db,
  );
}
