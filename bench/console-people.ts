import { hash as digest } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { sql } from 'kysely';
import { readTsx } from '../scripts/render-pages/tsx.ts';
import type { Database, openDatabase } from '../src/kit/db/index.ts';
import { benchKey } from './apps.ts';
import type { Effort } from './figures/figure.ts';
import { hashParameters, password, tokenOf } from './people.ts';

/** What an administrator looks at. */
export interface Watched {
  /** People from all over the database who have a history. */
  readonly people: readonly string[];
  /** The page in the middle of the list of people, the newest first, and what it is asked for by. */
  readonly middle: { readonly page: number; readonly cursor: string };
}

const perPage = 50;
const day = 86_400_000;

/** Of the administrator's session. */
export const administratorsToken = tokenOf(0);

/** Fills a new database with people who each have an address, a password and a session; one is an administrator. */
export async function fillConsole(
  location: Parameters<typeof openDatabase>[0],
  { manyAccounts: size, watched }: Effort,
): Promise<Watched> {
  // The factors bring their pages along.
  readTsx();
  const { openPeople, personId } = await import('../scripts/prove/fill-people.ts');
  const database = await openPeople(location, size, Date.now() - day);
  try {
    await givePasswords(database);
    await makeAdministrator(database, personId(1));
    if (database.dialect === 'postgres') await sql`vacuum analyze`.execute(database.db);
    const step = Math.floor(size / watched);
    // Numbers that end in 7: the others may have a second factor, or no address that is verified.
    const people = Array.from({ length: watched }, (_, place) => personId(place * step + 7));
    return { people, middle: await findMiddle(database, size) };
  } finally {
    await database.close();
  }
}

async function givePasswords({ db }: Database): Promise<void> {
  const now = Date.now();
  const passwordHash = await hash(password, hashParameters);
  await sql`insert into passwords (account_id, hash, wraps, pepper, weak, version, changed_at)
    select id, ${passwordHash}, null, '', 0, 1, created_at from accounts`.execute(db);
  await sql`insert into sessions (id, token_hash, account_id, transport, remember, created_at, last_seen_at,
      idle_expires_at, expires_at, address, device, auth_time)
    select id, id, id, 'cookie', 1, created_at, created_at, ${sql.lit(now + 7 * day)}, ${sql.lit(now + 30 * day)},
      '127.0.0.1', 'Chrome on Linux', created_at from accounts`.execute(db);
}

async function makeAdministrator({ db }: Database, accountId: string): Promise<void> {
  const { actingAsCommand } = await import('../src/operate/accounts/index.ts');
  const { grantRole } = await import('../src/operate/roles/index.ts');
  const { loadConfig } = await import('../src/config/index.ts');
  const { addCheck, checkOf } = await import('../src/people/installation/index.ts');
  const { config } = await loadConfig({ mode: 'development', env: {} });
  const services = { config, db, clock: Date.now, secretKey: benchKey };
  await addCheck(db, 'secretKey', checkOf(benchKey));
  await grantRole(services, actingAsCommand(), { accountId, role: 'administrator' });
  const now = Date.now();
  const seen = { created_at: now, last_seen_at: now, admin_seen_at: now };
  await db
    .insertInto('sessions')
    .values({
      ...{ id: 'administrator', token_hash: digest('sha256', administratorsToken, 'base64url') },
      ...{ account_id: accountId, transport: 'cookie', remember: 1, unused: 0, trail_id: null, ...seen },
      ...{ auth_time: now, second_auth_time: now },
      ...{
        idle_expires_at: now + 7 * day,
        expires_at: now + 30 * day,
        actor_id: null,
        actor_session_id: null,
      },
      ...{ amr: '["pwd","otp","mfa"]', aal: 2, address: '127.0.0.1', device: 'Chrome on Linux' },
    })
    .execute();
}

/** Half of all people come before the page. Its cursor is what the page before would have. */
async function findMiddle({ db }: Database, size: number): Promise<Watched['middle']> {
  const { writeCursor } = await import('../src/operate/search/index.ts');
  const page = Math.floor(size / perPage / 2);
  const { created_at, n } = await db
    .selectFrom('account_words')
    .select(['created_at', 'n'])
    .orderBy('created_at', 'desc')
    .orderBy('n', 'desc')
    .limit(1)
    .offset((page - 1) * perPage - 1)
    .executeTakeFirstOrThrow();
  const position = { place: [created_at, n], total: { value: size, kind: 'about' } };
  const list = { list: 'accounts', asked: { search: '', sort: 'newest' } };
  return { page, cursor: writeCursor(benchKey, list, position) };
}

const logins = 10;
const loggedOut = 7;

/** Has somebody sign in and out again and again, and mistype their password at last. */
export async function liveThrough(port: number, username: string): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { 'content-type': 'application/json', origin };
  const logIn = (tried: string) =>
    fetch(`${origin}/api/login`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ username, password: tried }),
    });
  for (let login = 0; login < logins; login++) {
    const cookie = (await logIn(password)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    if (!cookie.startsWith('latchkey=')) throw new Error(`${username} was not signed in.`);
    if (login < loggedOut)
      await fetch(`${origin}/api/logout`, { method: 'POST', headers: { cookie, origin } });
  }
  await logIn('not the password');
}
