import { CliError } from './cli/failure.ts';
import { listPeppers } from './factors/password/index.ts';
import { endWeakSessions } from './flows/login/index.ts';
import { sealStoredMails } from './kit/mail/index.ts';
import type { Services } from './services.ts';

/** What is made sure of before the first request. Throws `CliError` when the server must not start. */
export async function prepare(services: Services): Promise<void> {
  await requirePepper(services);
  await sealMails(services);
  if (services.config.mode === 'production') await endWeakSessions(services);
}

/** A disk without room to write the database anew keeps nobody from logging in: the next start tries it again. */
async function sealMails({ database, secretKey, log }: Services): Promise<void> {
  try {
    await sealStoredMails(database, secretKey);
  } catch (error) {
    log.warn(
      { err: error },
      "Couldn't compact the database, so deleted data from version 0.1.0 may still be in its file. Free some disk space and restart.",
    );
  }
}

/** There is no rotation of the pepper: with another one, these people would be told that their password is wrong. */
async function requirePepper({ db, hasher }: Services): Promise<void> {
  const peppers = await listPeppers(db);
  if (peppers.every((pepper) => hasher.hasItsPepper({ pepper }))) return;
  throw new CliError(
    'Passwords in this database were hashed with a pepper that is not the configured one, so none of them would fit. Set password.pepper (LATCHKEY_PASSWORD_PEPPER) to what it was.',
  );
}
