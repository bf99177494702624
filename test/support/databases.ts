import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { type Database, type DatabaseLocation, openDatabase } from '../../src/kit/db/index.ts';
import { createDatabase } from './create-database.ts';

export type Dialect = 'sqlite' | 'postgres';

export interface MakeDatabase {
  readonly dialect: Dialect;
  /** Opens a new database with the whole schema; it is closed and removed after the tests of this block. */
  (): Promise<Database>;
  /** The same one for all tests of the block that ask for it: what they must not share, each chooses for itself. */
  shared(): Promise<Database>;
  /** An empty place, for tests that migrate themselves or open it in several processes; removed like the above. */
  location(): Promise<DatabaseLocation>;
}

/** Describes the same tests for SQLite and for PostgreSQL. */
export function eachDatabase(title: string, define: (make: MakeDatabase) => void) {
  describe.each(['sqlite', 'postgres'] as const)(`${title} (%s)`, (dialect) => {
    const cleanUps: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    });

    const keep = <Location>(fresh: { location: Location; remove(): Promise<void> }) => {
      cleanUps.push(fresh.remove);
      return fresh.location;
    };
    const location = async () =>
      keep<DatabaseLocation>(dialect === 'sqlite' ? await freshSqlite() : await freshPostgres());
    const make = async () => {
      const copied = keep<DatabaseLocation>(
        dialect === 'sqlite' ? await copySqlite() : bySocket(await copyPostgres()),
      );
      const database = openDatabase(copied);
      cleanUps.push(() => database.close());
      return database;
    };
    let kept: Promise<Database> | undefined;
    const shared = () => {
      kept ??= make();
      return kept;
    };
    define(Object.assign(make, { dialect, location, shared }));
  });
}

/** A file in a new temporary folder. */
async function freshSqlite(): Promise<{ location: { file: string }; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  return {
    location: { file: join(folder, 'latchkey.sqlite') },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function copySqlite(): ReturnType<typeof freshSqlite> {
  const fresh = await freshSqlite();
  await copySchemaTo(fresh.location.file);
  return fresh;
}

/** Makes a file of SQLite with the whole schema. */
export const copySchemaTo = (file: string): Promise<void> => copyFile(inject('sqliteTemplate'), file);

/** A new database with the whole schema on the PostgreSQL of this run. */
export const copyPostgres = (): Promise<FreshPostgres> =>
  createPostgres(`template ${inject('postgresTemplate')}`);

/** The same database by the Unix socket of its server, if it has one. */
function bySocket({ location, remove }: FreshPostgres): FreshPostgres {
  const folder = inject('postgresSockets');
  if (folder === '') return { location, remove };
  const url = new URL(location.url);
  url.host = `${encodeURIComponent(folder)}:${url.port}`;
  return { location: { ...location, url: url.href }, remove };
}

/** A new, empty database on the PostgreSQL of this run. */
export function freshPostgres(encoding: 'UTF8' | 'LATIN1' = 'UTF8'): Promise<FreshPostgres> {
  return createPostgres(`encoding '${encoding}' locale 'C' template template0`);
}

interface FreshPostgres {
  readonly location: { url: string; poolSize: number };
  remove(): Promise<void>;
}

async function createPostgres(like: string): Promise<FreshPostgres> {
  const { url, remove } = await createDatabase(inject('postgresUrl'), like);
  return { location: { url, poolSize: 10 }, remove };
}

/** Has a database answer the version of an older PostgreSQL, such as `13.4` and `130004`, when it is asked for its own. */
export async function pretendOlder(database: string, version: string, number: number): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    await client.query(`
      create function public.current_setting(setting text) returns text language sql as $$
        select case setting when 'server_version' then '${version}' when 'server_version_num' then '${number}'
          else pg_catalog.current_setting(setting) end $$`);
    const name = new URL(database).pathname.slice(1);
    await client.query(`alter database ${name} set search_path = public, pg_catalog`);
  } finally {
    await client.end();
  }
}
