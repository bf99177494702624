import type { TestProject } from 'vitest/node';
import { migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { createDatabase } from './create-database.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address of the PostgreSQL of this run. */
    postgresUrl: string;
    /** The name of a database there with the whole schema, of which copies are made. */
    postgresTemplate: string;
  }
}

/** One PostgreSQL for the whole run; `LATCHKEY_TEST_POSTGRES_URL` names another to use instead. */
export default async function setup({ provide }: TestProject) {
  const given = process.env.LATCHKEY_TEST_POSTGRES_URL;
  const started = given ? undefined : await startPostgres();
  const server = given || (started?.url ?? '');
  const template = await createDatabase(server, "encoding 'UTF8' locale 'C' template template0");
  const database = openDatabase({ url: template.url, poolSize: 1 });
  await migrate(database, migrations, 0);
  // PostgreSQL copies only what nobody is connected to.
  await database.close();
  provide('postgresUrl', server);
  provide('postgresTemplate', template.name);
  return async () => {
    await template.remove();
    await started?.stop();
  };
}
