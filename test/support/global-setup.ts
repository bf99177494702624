import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address of the PostgreSQL of this run. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run; `LATCHKEY_TEST_POSTGRES_URL` names another to use instead. */
export default async function setup({ provide }: TestProject) {
  const given = process.env.LATCHKEY_TEST_POSTGRES_URL;
  if (given) {
    provide('postgresUrl', given);
    return;
  }
  const postgres = await startPostgres();
  provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
