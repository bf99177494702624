import type { WeakSecret } from './config.ts';
import { findCosts } from './factors/password/index.ts';
import { endWeakSessions } from './flows/login/index.ts';
import { sealStoredMails } from './kit/mail/index.ts';
import { requireSecrets } from './secrets.ts';
import type { Services } from './services.ts';

/** What is made sure of before the first request. Throws `CliError` or `ConfigError` when the server must not start. */
export async function prepare(services: Services, weak: readonly WeakSecret[] = []): Promise<void> {
  await requireSecrets(services, weak);
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

/** Before somebody has to wait for it. What cannot be measured now is measured when it is needed. */
export async function measureHashes({ db, hasher, log }: Services): Promise<void> {
  await findCosts(db)
    .then(hasher.measure)
    .catch((error: unknown) =>
      log.warn({ err: error }, 'How long stored hashes take could not be measured yet.'),
    );
}
