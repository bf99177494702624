import { deleteExpiredEmailCodes } from '../factors/email-code/index.ts';
import { deleteExpiredPasskeyChallenges } from '../factors/passkey/index.ts';
import { days } from '../kit/duration.ts';
import { deleteMailsBefore, forgetLateMails } from '../kit/mail/index.ts';
import type { Services } from '../kit/services.ts';
import { deleteExpiredAttempts } from '../people/attempts/index.ts';
import { deleteExpiredLinks } from '../people/emails/index.ts';
import { deleteOldEvents } from '../people/events/index.ts';
import { deleteExpiredLimits } from '../people/limits/index.ts';
import { deleteExpiredSessions } from '../people/sessions/index.ts';

/** Long after a mail was sent or given up. */
const mailsKeptFor = days(7);

/** Events of nobody's account: enough to look into an attack. */
const nobodysKeptFor = days(30);

/** The databases that this process is sweeping now. */
const underWay = new WeakSet<Services['db']>();

/**
 * Removes what has expired. It only saves room: every reader looks at the time by itself. Does nothing while an earlier
 * sweep still goes on.
 */
export async function sweep({ config, db, clock, log, trails }: Services): Promise<void> {
  if (underWay.has(db)) return;
  underWay.add(db);
  const now = clock();
  try {
    await deleteExpiredSessions(db, now);
    await deleteExpiredAttempts(db, now);
    await deleteExpiredLimits(db, now);
    await deleteExpiredLinks(db, now);
    await deleteExpiredEmailCodes(db, now);
    await deleteExpiredPasskeyChallenges(db, now);
    await deleteOldEvents(db, {
      before: now - config.events.keep,
      beforeOfNobody: now - Math.min(config.events.keep, nobodysKeptFor),
    });
    await trails.sweep();
    await forgetLateMails(db, now);
    await deleteMailsBefore(db, now - mailsKeptFor);
  } catch (error) {
    log.warn({ err: error }, "Couldn't remove what has expired. Trying again in a minute.");
  } finally {
    underWay.delete(db);
  }
}
