import { CliError } from './cli/failure.ts';
import { findCosts, listPeppers } from './factors/password/index.ts';
import { endWeakSessions } from './flows/login/index.ts';
import type { Services } from './services.ts';

/** What is made sure of before the first request. Throws `CliError` when the server must not start. */
export async function prepare(services: Services): Promise<void> {
  await requirePepper(services);
  if (services.config.mode === 'production') await endWeakSessions(services);
}

/** There is no rotation of the pepper: with another one, these people would be told that their password is wrong. */
async function requirePepper({ db, hasher }: Services): Promise<void> {
  const peppers = await listPeppers(db);
  if (peppers.every((pepper) => hasher.hasItsPepper({ pepper }))) return;
  throw new CliError(
    'Passwords in this database were hashed with a pepper that is not the configured one, so none of them would fit. Set password.pepper (LATCHKEY_PASSWORD_PEPPER) to what it was.',
  );
}

/** Before somebody has to wait for it. What cannot be measured now is measured when it is needed. */
export async function measureHashes({ db, hasher, log }: Services): Promise<void> {
  await findCosts(db)
    .then(hasher.measure)
    .catch((error: unknown) =>
      log.warn({ err: error }, 'How long stored hashes take could not be measured yet.'),
    );
}
