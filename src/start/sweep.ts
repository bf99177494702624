import { warnOfKeyEnds } from '../account/keys/index.ts';
import { deleteExpiredEmailCodes } from '../factors/email-code/index.ts';
import { deleteExpiredPasskeyChallenges, deleteOldRemovedPasskeys } from '../factors/passkey/index.ts';
import { days, hours } from '../kit/duration.ts';
import { deleteMailsBefore, forgetLateMails } from '../kit/mail/index.ts';
import type { Services } from '../kit/services.ts';
import { purgeDeletedAccounts } from '../operate/accounts/index.ts';
import { deleteExpiredSecrets, deleteUnusedApps } from '../operate/apps/index.ts';
import { deleteExpiredAttempts } from '../people/attempts/index.ts';
import { cutAudit, reportHead } from '../people/audit/index.ts';
import { deleteExpiredLinks } from '../people/emails/index.ts';
import { deleteOldEvents } from '../people/events/index.ts';
import { deleteOldGrants } from '../people/grants/index.ts';
import { deleteExpiredInvitations } from '../people/invitations/index.ts';
import { deleteExpiredKeys } from '../people/keys/index.ts';
import { deleteExpiredLimits } from '../people/limits/index.ts';
import { deleteOldNearNames } from '../people/near-names/index.ts';
import { deleteExpiredOutsideAttempts } from '../people/outside/index.ts';
import { deleteOldAdminTokens } from '../people/roles/index.ts';
import { takeSample } from '../people/search/index.ts';
import { deleteExpiredSessions, deleteToldEnds } from '../people/sessions/index.ts';
import { deleteOldStatistics } from '../people/statistics/index.ts';
import { deleteOldAppSessions, deleteOldRecords, deleteOldSigningKeys } from '../surfaces/provider/index.ts';
import { warnOfClocks } from './warn-of-clocks.ts';

/** How long an email is kept after it was sent or given up. */
const mailsKeptFor = days(7);

/** How long a link is kept after its time, so that whoever opens it late is told so. */
const linksKeptFor = days(7);

/** The same for codes. */
const codesKeptFor = hours(1);

/** How long invitations are kept after their time, so that admins see what became of them. */
const invitationsKeptFor = days(30);

/** How long what was allowed is kept after its end, so that the trail can tell why an app was refused. */
const grantsKeptFor = days(30);

/** How long a token or key of a program is kept after its end, so that its list tells what it was. */
const tokensKeptFor = days(30);

/** How long events without an account are kept: enough to investigate an attack. */
const nobodysKeptFor = days(30);

/** The databases that this process is sweeping now. */
const underWay = new WeakSet<Services['db']>();

/**
 * Deletes what has expired, only to save space: every reader checks the time itself. Does nothing while an earlier sweep
 * is running.
 */
export async function sweep(services: Services): Promise<void> {
  const { config, db, clock, log, trails } = services;
  if (underWay.has(db)) return;
  underWay.add(db);
  const now = clock();
  try {
    await deleteExpiredSessions(db, now);
    await deleteToldEnds(db, now);
    await deleteExpiredAttempts(db, now);
    await deleteExpiredOutsideAttempts(db, now);
    await deleteExpiredLimits(db, now);
    await deleteExpiredLinks(db, now - linksKeptFor);
    await deleteExpiredInvitations(db, now - invitationsKeptFor);
    await deleteExpiredEmailCodes(db, now - codesKeptFor);
    await deleteExpiredPasskeyChallenges(db, now);
    await deleteOldRemovedPasskeys(db, now);
    await deleteOldNearNames(db, now);
    await deleteOldEvents(db, {
      before: now - config.events.keep,
      beforeOfNobody: now - Math.min(config.events.keep, nobodysKeptFor),
    });
    await purgeDeletedAccounts(services, now);
    await cutAudit(services, { keep: config.audit.keep, now });
    await reportHead(services);
    await deleteUnusedApps(db, now);
    await deleteOldRecords(db, now);
    await deleteOldGrants(db, now - grantsKeptFor);
    await deleteOldAppSessions(db, now);
    await deleteExpiredSecrets(db, now);
    await deleteOldSigningKeys(db, now);
    await deleteOldAdminTokens(db, now - tokensKeptFor);
    await deleteExpiredKeys(db, now - tokensKeptFor);
    await warnOfKeyEnds(services);
    await trails.sweep();
    await deleteOldStatistics(db, now);
    await takeSample(db, now);
    await warnOfClocks(services);
    await forgetLateMails(db, now);
    await deleteMailsBefore(db, now - mailsKeptFor);
  } catch (error) {
    log.warn({ err: error }, "Couldn't delete expired data. Trying again in a minute.");
  } finally {
    underWay.delete(db);
  }
}
