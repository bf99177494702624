import type { Config } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import type { Database } from '../kit/db/index.ts';
import { compileDataSchema } from '../people/accounts/data-schema.ts';
import { english } from '../words.ts';
import { requireServersPepper } from './secrets.ts';

/**
 * What an import of accounts needs. It hashes `slots` passwords at once and works on `parallel` entries. `database` is
 * undefined for a dry run without one. Throws `CliError` when the pepper isn't the server's.
 */
export async function importServices(config: Config, database: Database | undefined, slots: number) {
  // While some entries are being written, others wait for a slot, so that no slot is ever idle.
  const parallel = slots * 2;
  const hash = { ...config.hash, concurrency: slots, queue: parallel };
  const hasher = createPasswordHasher({ ...config, hash });
  if (database) await requireServersPepper(database.db, hasher);
  const dataSchema = compileDataSchema(config.data.schema);
  return { config, database, clock: Date.now, hasher, dataSchema, words: english, parallel };
}
