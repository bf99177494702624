import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { inSlots } from '../../kit/in-slots.ts';
import { findAccount, holdAccount, usernameKey } from '../../people/accounts/index.ts';
import { emailKey, findOwner, requireMail, sendRecoveryLink } from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { countMail, countRecovery, isKnownIn } from '../../people/limits/index.ts';
import { noteClosed, noteTypedName } from '../index.ts';
import type { Trailing } from '../trails/index.ts';

/** Who asks, and the browser that they ask in. */
interface RecoveryRequester extends Trailing {
  readonly request: FastifyRequest;
}

interface Wanted {
  /** A username or an e-mail address; a username has no "@". */
  readonly identifier: string;
  readonly proofOfWork: string | undefined;
}

/** Looked up where there is no account, so that a name without one asks the database as often (ASVS V6.3.8). */
const nobody = '';

/**
 * Sends a link to choose a new password to the confirmed address of an account. Nobody learns here whether there is
 * one: the answer is the same and comes at the same time, and the mail itself is sent later, by the queue. While
 * there is a good link its mail is sent again, a few times an hour, and more often to who asks in a known browser.
 * Throws `mail-off`, `too-many-attempts` or `challenge-required`.
 */
export async function askToRecover(
  services: UseCaseServices,
  wanted: Wanted,
  requester: RecoveryRequester,
): Promise<{ status: 'more' }> {
  requireMail(services.config);
  requester.trail.note({ code: 'recovery-link', state: 'asked' });
  const isAwaited = await inSlots(services.answerSlot, () => sendTo(services, wanted, requester));
  // The answer is the same for any name; only the trail says that there is no link to wait for.
  if (!isAwaited) requester.trail.end('refused');
  return { status: 'more' };
}

/** False where there is nobody to send a link to. */
async function sendTo(
  services: UseCaseServices,
  { identifier, proofOfWork }: Wanted,
  { client, trail, request }: RecoveryRequester,
): Promise<boolean> {
  const { db, clock, accounts } = services;
  noteTypedName(trail, identifier);
  const isAddress = identifier.includes('@');
  const key = isAddress ? emailKey(identifier) : usernameKey(identifier);
  const owner = await findOwner(db, isAddress ? 'address' : 'username', key);
  const account = await findAccount(db, owner?.accountId ?? nobody);
  const isKnown = isKnownIn(services, request, account);
  const knownTo = isKnown && account ? account.id : null;
  const asking = { client, trail, knownTo, proofOfWork, mayChallenge: true };
  const hasProved = await countRecovery(services, asking);
  // The trail belongs to an account without a proved address too: its operator is asked why no mail came.
  const named = isAddress ? undefined : await accounts.findByKey(key);
  const whose = named ?? account;
  if (whose) trail.account(whose.id);
  noteClosed(trail, whose);
  trail.missed(named || owner ? undefined : key);
  return inTransaction(db, async (tx) => {
    // Held, so that the account is not deleted or disabled meanwhile: it must leave neither a link nor a mail.
    const lives = (await holdAccount(tx, owner?.accountId ?? nobody)) && owner !== undefined;
    const subject = lives ? owner.accountId : hash('sha256', key, 'base64url');
    const by = { isKnown: isKnown && lives, hasProved, address: client.address };
    const mayCopy = await countMail(tx, services, `recover:${subject}`, { by });
    const isQueued = await sendRecoveryLink(tx, services, lives ? owner : null, {
      client,
      trailId: trail.id,
      mayCopy,
    });
    if (isQueued) trail.note({ code: 'mail-queued', kind: 'recover' });
    else trail.note({ code: 'recovery-link', state: lives ? 'too-many' : 'no-owner' });
    if (lives && !isQueued) return true;
    const accountId = lives ? owner.accountId : null;
    await recordEvent(tx, { type: 'recovery-asked', accountId, client, at: clock() });
    return lives;
  });
}
