import { randomBytes } from 'node:crypto';
import { startPostgres } from '../test/support/postgres.ts';
import { fillPostgres } from './people.ts';

/** Measures on a PostgreSQL of its own with so many accounts. `settings` lead a server to it. */
export async function onPostgres<Result>(
  accounts: number,
  measure: (url: string, settings: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const postgres = await startPostgres();
  try {
    await fillPostgres(postgres.url, accounts);
    return await measure(postgres.url, {
      LATCHKEY_DATABASE_URL: postgres.url,
      LATCHKEY_SECRET_KEY: randomBytes(32).toString('base64url'),
    });
  } finally {
    await postgres.stop();
  }
}
