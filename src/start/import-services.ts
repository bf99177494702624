import type { Config } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import type { Database } from '../kit/db/index.ts';
import { compileDataSchema } from '../people/accounts/index.ts';
import { english } from '../words.ts';
import { requireServersPepper } from './secrets.ts';

/**
 * What an import of accounts needs; `slots` passwords are hashed at the same time, and `parallel` entries are worked on.
 * `database` is undefined where a dry run has none to look into. Throws `CliError` when the pepper isn't the server's.
 */
export async function importServices(config: Config, database: Database | undefined, slots: number) {
  // Entries wait for a slot behind others that are written meanwhile, so none of the slots is ever idle.
  const parallel = slots * 2;
  const hash = { ...config.hash, concurrency: slots, queue: parallel };
  const hasher = createPasswordHasher({ ...config, hash });
  if (database) await requireServersPepper(database.db, hasher);
  const dataSchema = compileDataSchema(config.data.schema);
  return { config, database, clock: Date.now, hasher, dataSchema, words: english, parallel };
}
