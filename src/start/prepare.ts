import type { WeakSecret } from '../config/index.ts';
import { findCosts } from '../factors/password/index.ts';
import { CliError } from '../kit/failure.ts';
import { sealStoredMails } from '../kit/mail/index.ts';
import type { Services } from '../kit/services.ts';
import { endWeakSessions } from '../login/index.ts';
import { findMoveInTheWay, moveSentence } from '../operate/move/index.ts';
import { requireSecrets } from './secrets.ts';

/** What is made sure of before the first request. Throws `CliError` or `ConfigError` when the server must not start. */
export async function prepare(services: Services, weak: readonly WeakSecret[] = []): Promise<void> {
  await requireHere(services);
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

/** Two servers on two copies of the same data would each lose what the other writes. */
async function requireHere({ db }: Services): Promise<void> {
  const move = await findMoveInTheWay(db);
  if (move) throw new CliError(moveSentence(move));
}

/**
 * Calls `stop` when the data was moved away under a server that nobody noticed: it must not get a second life here.
 * A database that doesn't answer is left to others.
 */
export async function stopWhenMoved({ db, log }: Services, stop: () => void): Promise<void> {
  const move = await findMoveInTheWay(db).catch(() => undefined);
  if (!move) return;
  log.fatal(moveSentence(move));
  stop();
}

/** Before somebody has to wait for it. What cannot be measured now is measured when it is needed. */
export async function measureHashes({ db, hasher, log }: Services): Promise<void> {
  await findCosts(db)
    .then(hasher.measure)
    .catch((error: unknown) =>
      log.warn({ err: error }, 'How long stored hashes take could not be measured yet.'),
    );
}
