import { deleteExpiredAttempts } from './flows/login/index.ts';
import { deleteExpiredLimits } from './people/limits/index.ts';
import { deleteExpiredSessions } from './people/sessions/index.ts';
import type { Services } from './services.ts';

/** Removes what has expired. It only saves room: every reader looks at the time by itself. */
export async function sweep({ db, clock, log }: Services): Promise<void> {
  const now = clock();
  try {
    await deleteExpiredSessions(db, now);
    await deleteExpiredAttempts(db, now);
    await deleteExpiredLimits(db, now);
  } catch (error) {
    log.warn({ err: error }, 'What has expired could not be removed; it will be tried again in a minute.');
  }
}
