import { Session } from 'node:inspector/promises';
import type { WeakSecret } from '../config/index.ts';
import { findCosts } from '../factors/password/index.ts';
import { CliError } from '../kit/failure.ts';
import { sealStoredMails } from '../kit/mail/index.ts';
import type { Services } from '../kit/services.ts';
import { endWeakSessions } from '../login/index.ts';
import { findMoveInTheWay, moveInWords, moveSentence } from '../operate/move/index.ts';
import { refreshWords } from '../operate/search/index.ts';
import { requireSecrets } from './secrets.ts';
import { inBackground, type Stoppable } from './stop.ts';

/** Checks done before the first request. Throws `CliError` or `ConfigError` when the server must not start. */
export async function prepare(services: Services, weak: readonly WeakSecret[] = []): Promise<void> {
  await requireHere(services);
  await requireSecrets(services, weak);
  await sealMails(services);
  if (services.config.mode === 'production') await endWeakSessions(services);
}

/** A full disk doesn't keep the server from starting. The next start tries again. */
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

/** Two servers on two copies of the data would each lose what the other writes. */
async function requireHere({ db }: Services): Promise<void> {
  const move = await findMoveInTheWay(db);
  if (move) throw new CliError(...moveInWords(move));
}

/** Calls `stop` when the data was moved away from under a running server. Ignores a database that doesn't respond. */
export async function stopWhenMoved({ db, log }: Services, stop: () => void): Promise<void> {
  const move = await findMoveInTheWay(db).catch(() => undefined);
  if (!move) return;
  log.fatal(moveSentence(move));
  stop();
}

/** Does what the first requests need not wait for, and then lets go of the memory that only the start needed. */
export const settle = (services: Services): Stoppable =>
  inBackground(async (signal) => {
    await measureHashes(services);
    if (!signal.aborted) await letGoOfStart();
  });

/** Measures stored hashes before anyone has to wait for it. What fails now is measured when it's needed. */
async function measureHashes({ db, hasher, log }: Services): Promise<void> {
  await findCosts(db)
    .then(hasher.measure)
    .catch((error: unknown) =>
      log.warn(
        { err: error },
        "Couldn't measure how long stored hashes take. Trying again at the next sign-in.",
      ),
    );
}

/** Indexes all accounts again when `search.dataFields` has changed. What fails now is done at the next start. */
export async function indexAccounts(services: Services, signal: AbortSignal): Promise<void> {
  await refreshWords(services, signal).catch((error: unknown) =>
    services.log.warn(
      { err: error },
      'Couldn\'t index all accounts for the search. Restart the server, or run "latchkey search rebuild".',
    ),
  );
}

/**
 * Gives back the memory that only the start needed, once it is over: a collection that moves together what lives, and lets go of
 * the pages in between. V8 does so by itself only when memory is short. It stops the process once, for 30 to 50 ms.
 */
export async function letGoOfStart(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}
