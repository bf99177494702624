/**
 * Makes `test/fixtures/VERSION/`: a SQLite file and the same kinds of people as SQL for PostgreSQL, by this very
 * version, which later versions must go on with. Once a release: `npm run fixture`.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../src/kit/db/index.ts';
import { freePort } from '../test/support/free-port.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { type RunningServer, startLatchkey } from '../test/support/server-process.ts';
import { makePeople, type People } from './fixture/people.ts';
import { postgresSql } from './fixture/postgres-sql.ts';

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
const folder = join('test', 'fixtures', version);
const secretKey = 'Jw3fXq8TzLr5VbYh2KcNd7PmQs4GtUe9';
const publicUrl = 'http://localhost:5000';

const common = {
  LATCHKEY_PUBLIC_URL: publicUrl,
  LATCHKEY_SECRET_KEY: secretKey,
  LATCHKEY_LOGIN_EMAIL_CODE: 'true',
  LATCHKEY_MAIL_FROM: 'Latchkey <login@example.com>',
  // Nobody answers there, so the mails wait.
  LATCHKEY_MAIL_URL: `smtp://127.0.0.1:${await freePort()}`,
};

await mkdir(folder, { recursive: true });
const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-fixture-'));
try {
  await record('sqlite', await onServer({ ...common, LATCHKEY_DATA_DIR: dataDir }, dataDir));
  await cp(join(dataDir, 'latchkey.sqlite'), join(folder, 'latchkey.sqlite'));
} finally {
  await rm(dataDir, { recursive: true });
}

const postgres = await startPostgres();
try {
  const elsewhere = await mkdtemp(join(tmpdir(), 'latchkey-fixture-'));
  await record('postgres', await onServer({ ...common, LATCHKEY_DATABASE_URL: postgres.url }, elsewhere));
  await rm(elsewhere, { recursive: true });
  const database = openDatabase({ url: postgres.url, poolSize: 1 });
  const schema = await database.dumpSchema();
  await database.close();
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await writeFile(join(folder, 'postgres.sql'), await postgresSql(client, schema));
  await client.end();
} finally {
  await postgres.stop();
}

/** Starts the built server, makes the people and has it end, so that SQLite's log is in its file. */
async function onServer(env: Record<string, string>, dataDir: string): Promise<People> {
  const server: RunningServer = await startLatchkey({ env, dataDir });
  try {
    const people = await makePeople(server, { ...env, LATCHKEY_DATA_DIR: dataDir });
    return { madeAt: Date.now(), secretKey, publicUrl, ...people };
  } finally {
    await server.stop();
  }
}

async function record(dialect: 'sqlite' | 'postgres', people: People): Promise<void> {
  await writeFile(join(folder, `${dialect}.json`), `${JSON.stringify(people, null, 2)}\n`);
  console.log(`${folder}: ${dialect}`);
}
