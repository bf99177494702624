import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type DatabaseLocation, migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { createDatabase } from './create-database.ts';
import { startPostgres } from './postgres.ts';
import { makeWorkFolder } from './work-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address of the PostgreSQL of this run. */
    postgresUrl: string;
    /** The name of a database there with the whole schema, of which copies are made. */
    postgresTemplate: string;
    /** The folder of that PostgreSQL's Unix socket; empty where there is none. */
    postgresSockets: string;
    /** A file of SQLite with the whole schema, of which copies are made. */
    sqliteTemplate: string;
  }
}

/** One PostgreSQL for the whole run; `LATCHKEY_TEST_POSTGRES_URL` names another to use instead. */
export default async function setup({ provide }: TestProject) {
  const work = await makeWorkFolder();
  const given = process.env.LATCHKEY_TEST_POSTGRES_URL;
  const started = given ? undefined : await startPostgres();
  const server = given || (started?.url ?? '');
  const template = await createDatabase(server, "encoding 'UTF8' locale 'C' template template0");
  const file = join(work.folder, 'template.sqlite');
  await makeTemplate({ url: template.url, poolSize: 1 });
  await makeTemplate({ file });
  provide('postgresUrl', server);
  provide('postgresTemplate', template.name);
  provide('postgresSockets', started?.sockets ?? '');
  provide('sqliteTemplate', file);
  return async () => {
    await template.remove();
    await started?.stop();
    await work.remove();
  };
}

/** Closed before it is copied: PostgreSQL copies only what nobody is connected to, and SQLite is whole in its file then. */
async function makeTemplate(location: DatabaseLocation): Promise<void> {
  const database = openDatabase(location);
  await migrate(database, migrations, 0);
  await database.close();
}
