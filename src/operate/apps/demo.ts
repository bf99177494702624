import { inTransaction } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import { hashToken, newSecretToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { secretPrefix } from './app.ts';
import { type AppRow, deleteSecret, demoApp, insertSecret, saveDemoRow } from './store.ts';

/** For a sign-in that nobody comes back from. */
const secretLives = hours(1);

/**
 * Writes down the demo app of development, as it shall be, and makes a secret for one sign-in. It is a row like any other, so that
 * what it asks for goes the way of every app. Where people are sent back to isn't in it: the provider says so.
 */
export function saveDemoApp({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<string> {
  const now = clock();
  const app: AppRow = {
    ...demoApp,
    ...{ kind: 'web', metadata: '{}', first_party: 0, pkce: 1 },
    ...{ created_by: 'development', created_at: now, disabled_at: null },
  };
  const { token, hash } = newSecretToken(secretPrefix);
  return inTransaction(db, async (tx) => {
    await saveDemoRow(tx, app);
    await insertSecret(tx, { hash, app_id: app.id, created_at: now, expires_at: now + secretLives });
    return token;
  });
}

/** Ends such a secret, which a page shows as soon as its sign-in is over. */
export function endDemoSecret({ db }: Pick<Services, 'db'>, secret: string): Promise<void> {
  return deleteSecret(db, hashToken(secret));
}
