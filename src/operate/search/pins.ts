import { sql } from 'kysely';
import { byBytes, type Db } from '../../kit/db/index.ts';
import { usernameKey } from '../../people/accounts/index.ts';
import { emailKey } from '../../people/emails/index.ts';
import { readTrailId } from '../../people/trails/index.ts';

/** So many people are put before the list for each thing that a text may be. */
const mostOfEach = 20;

/**
 * Whom a text names: by username, email address, account ID, attempt ID, support code, or how the ID of a session begins.
 */
export async function findNamedExactly(db: Db, text: string): Promise<string[]> {
  const trailId = readTrailId(text);
  const session = sessionRange(text.toLowerCase());
  return idsOf(db, [
    sql`select id from accounts where username_key = ${usernameKey(text)}`,
    sql`select account_id as id from emails where address_key = ${emailKey(text)} and verified_at is not null`,
    sql`select account_id as id from emails where address_key = ${emailKey(text)}`,
    sql`select id from accounts where id = ${text.toLowerCase()}`,
    ...(trailId === undefined
      ? []
      : [sql`select account_id as id from trail_parts where trail_id = ${trailId}`]),
    ...(session
      ? [
          sql`select account_id as id from sessions where id >= ${session.first} and id <= ${session.last}
            and id like ${`${text.toLowerCase()}%`}`,
        ]
      : []),
  ]);
}

/** Whose username or email address begins with a text, in the order of names and then of addresses. */
export function findByPrefix(db: Db, text: string): Promise<string[]> {
  const name = byBytes(db, 'username_key');
  const address = byBytes(db, 'address_key');
  const range = (column: typeof name, start: string) =>
    sql`${column} >= ${start} and ${column} < ${`${start}\u{10ffff}`} order by ${column}`;
  return idsOf(db, [
    sql`select id from accounts where ${range(name, usernameKey(text))}`,
    sql`select account_id as id from emails where ${range(address, text.normalize('NFC').toLowerCase())}`,
  ]);
}

async function idsOf(db: Db, queries: readonly ReturnType<typeof sql>[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const query of queries) {
    const { rows } = await sql<{ id: string | null }>`${query} limit ${mostOfEach}`.execute(db);
    for (const { id } of rows) if (id !== null) ids.add(id);
  }
  return [...ids];
}

const shape = '00000000-0000-0000-0000-000000000000';

/**
 * The first and the last ID that begin with a text, written out: IDs of one shape have one order in every locale. At least
 * eight digits, so that a word such as "dead" is no ID.
 */
function sessionRange(text: string): { first: string; last: string } | undefined {
  const isStart =
    text.length >= 8 &&
    text.length <= shape.length &&
    /^[\da-f-]+$/.test(text) &&
    [...text].every((char, at) => (char === '-') === (shape[at] === '-'));
  if (!isStart) return undefined;
  const rest = shape.slice(text.length);
  return { first: text + rest, last: text + rest.replaceAll('0', 'f') };
}
