import { inTransaction } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import {
  consumeLink,
  deleteLinksOf,
  deletePendingEmail,
  deleteUnusedLinks,
  deleteVerifiedEmail,
  emailKey,
  emailTaken,
  findLink,
  insertVerifiedEmail,
  linkIsOver,
  noticeTo,
  tokenIn,
  wasLinkSent,
  wasMadeHere,
} from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { findCountedLink } from '../../people/limits/index.ts';
import { deleteAttemptsByMail } from '../login/index.ts';
import type { Trailing } from '../trails/index.ts';

/**
 * Whoever has the link reads the mail of this address, so it is the account's from now on, in the place of an older
 * one. Nobody need be logged in: people open their mail where it suits them. Throws
 * `link-over`, `too-many-attempts` or `email-taken`.
 */
export async function verifyEmail(
  services: Services,
  pasted: string,
  { client, trail }: Trailing,
): Promise<string> {
  const { db, clock } = services;
  const token = tokenIn(pasted);
  const tokenHash = hashToken(token);
  const waiting = await findCountedLink(
    services,
    { client, trail },
    {
      find: () => findLink(db, 'verify-email', tokenHash, clock()),
      wasMadeHere: wasMadeHere(services, token),
      wasSent: () => wasLinkSent(db, tokenHash),
    },
  );
  if (!waiting) throw over(trail);
  const { account_id: accountId } = waiting;
  trail.account(accountId);
  return inTransaction(db, async (tx) => {
    const now = clock();
    // First, as in every step of a login: it is over before, or comes too late.
    await holdAccount(tx, accountId);
    await touchAccount(tx, accountId, now);
    const link = await consumeLink(tx, 'verify-email', tokenHash, now);
    if (!link) throw over(trail);
    const email = { address: link.address, key: emailKey(link.address) };
    await noticeTo(tx, services, accountId, { kind: 'email-changed', client });
    await deleteVerifiedEmail(tx, accountId);
    if (!(await insertVerifiedEmail(tx, accountId, email, now))) {
      trail.note({ code: 'email', state: 'taken' });
      throw problem(emailTaken, 'Another account has confirmed this address by now.');
    }
    trail.note({ code: 'email', state: 'proved' });
    await deletePendingEmail(tx, accountId);
    await deleteUnusedLinks(tx, accountId, 'verify-email');
    // Other accounts go on asking for this address, for ever: whoever registered one with the address of somebody else
    // would learn by its vanishing that there is now an account.
    // What was sent to the old address opens nothing any more.
    await deleteLinksOf(tx, accountId, 'recover');
    await deleteAttemptsByMail(tx, accountId);
    await recordEvent(tx, { type: 'email-verified', accountId, client, at: now });
    return email.address;
  });
}

function over(trail: Trailing['trail']) {
  trail.note({ code: 'email', state: 'expired' });
  return linkIsOver();
}
