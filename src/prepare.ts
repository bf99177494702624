import type { WeakSecret } from './config.ts';
import { findCosts } from './factors/password/index.ts';
import { endWeakSessions } from './flows/login/index.ts';
import { requireSecrets } from './secrets.ts';
import type { Services } from './services.ts';

/** What is made sure of before the first request. Throws `CliError` or `ConfigError` when the server must not start. */
export async function prepare(services: Services, weak: readonly WeakSecret[] = []): Promise<void> {
  await requireSecrets(services, weak);
  if (services.config.mode === 'production') await endWeakSessions(services);
}

/** Before somebody has to wait for it. What cannot be measured now is measured when it is needed. */
export async function measureHashes({ db, hasher, log }: Services): Promise<void> {
  await findCosts(db)
    .then(hasher.measure)
    .catch((error: unknown) =>
      log.warn({ err: error }, 'How long stored hashes take could not be measured yet.'),
    );
}
