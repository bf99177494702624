/**
 * better-auth as its documentation sets it up: its handler for Node, `node:sqlite`, passwords by email, sessions in the
 * database. SQLite keeps a write-ahead log, as under Latchkey, since its default stops every reader for a commit. Requests
 * aren't limited: all of them come from one address.
 */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { hashPassword } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';

const { PORT, DATABASE, SECRET, ACCOUNTS, PASSWORD, COOKIE_CACHE } = process.env;

const database = new DatabaseSync(DATABASE);
database.exec('pragma journal_mode = wal');

const auth = betterAuth({
  database,
  secret: SECRET,
  baseURL: `http://127.0.0.1:${PORT}`,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  session: { cookieCache: { enabled: COOKIE_CACHE === '1' } },
  telemetry: { enabled: false },
});

/** Everybody has the same password, and its hash. */
async function fill() {
  const hash = await hashPassword(PASSWORD);
  const now = new Date().toISOString();
  const user = database.prepare(
    'insert into user (id, name, email, "emailVerified", "createdAt", "updatedAt") values (?, ?, ?, 1, ?, ?)',
  );
  const account = database.prepare(
    `insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     values (?, ?, 'credential', ?, ?, ?, ?)`,
  );
  database.exec('begin');
  for (let number = 0; number < Number(ACCOUNTS); number++) {
    const id = `user-${number}`;
    user.run(id, `Person ${number}`, `person-${number}@example.com`, now, now);
    account.run(`account-${number}`, id, id, hash, now, now);
  }
  database.exec('commit');
}

const { toBeCreated, runMigrations } = await getMigrations(auth.options);
if (toBeCreated.length > 0) {
  await runMigrations();
  await fill();
}
createServer(toNodeHandler(auth)).listen(Number(PORT), '127.0.0.1');
