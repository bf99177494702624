import { requirePassword, setPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { findAccount, holdAccount, raiseSecurityVersion, touchAccount } from '../../people/accounts/index.ts';
import {
  consumeLink,
  deleteUnusedLinks,
  findLink,
  linkIsOver,
  noticeTo,
  tokenIn,
  wasLinkSent,
  wasMadeHere,
  withdrawEmail,
} from '../../people/emails/index.ts';
import { recordEvent } from '../../people/events/index.ts';
import { findCountedLink, forgetGuessesBeforeRecovery } from '../../people/limits/index.ts';
import { endOtherLogins } from '../login/index.ts';
import type { Trailing } from '../trails/index.ts';

/**
 * Gives the account of a link a new password. Nobody is logged in by it, and a second factor stays as it is and is
 * asked for at the next login (NIST SP 800-63B-4 §4.2: a mail alone does not stand for both). All sessions, unfinished
 * logins and links of the account end; a password that too many guesses had disabled can be used again, while wrong
 * codes of a second factor stay counted. A refused password (`password-refused`) leaves the link as it was. Throws also
 * `link-over`, `too-many-attempts` or `busy`.
 */
export async function completeRecovery(
  services: Services,
  pasted: string,
  newPassword: string,
  { client, trail }: Trailing,
): Promise<void> {
  const { config, db, clock, hasher } = services;
  const token = tokenIn(pasted);
  const tokenHash = hashToken(token);
  const account = await findCountedLink(
    services,
    { client, trail },
    {
      async find() {
        const waiting = await findLink(db, 'recover', tokenHash, clock());
        return waiting && findAccount(db, waiting.account_id);
      },
      wasMadeHere: wasMadeHere(services, token),
      wasSent: () => wasLinkSent(db, tokenHash),
    },
  );
  if (!account) throw over(trail);
  const accountId = account.id;
  trail.account(accountId);
  await requirePassword(config, newPassword, account.username, '/newPassword', trail);
  const fresh = await hasher.hash(newPassword, trail);
  await inTransaction(db, async (tx) => {
    const now = clock();
    const isThere = await holdAccount(tx, accountId);
    if (!isThere || !(await consumeLink(tx, 'recover', tokenHash, now))) throw over(trail);
    await setPassword(tx, accountId, { ...fresh, weak: 0 }, now);
    await touchAccount(tx, accountId, now);
    await raiseSecurityVersion(tx, accountId);
    trail.note({ code: 'recovery-link', state: 'used' });
    trail.note({ code: 'password-set' });
    const count = await endOtherLogins(tx, accountId, '');
    if (count > 0) trail.note({ code: 'sessions-ended', count, why: 'recovered' });
    await withdrawEmail(tx, accountId, now);
    await deleteUnusedLinks(tx, accountId, 'recover');
    await forgetGuessesBeforeRecovery(tx, accountId);
    await recordEvent(tx, { type: 'password-recovered', accountId, client, at: now });
    await noticeTo(tx, services, accountId, { kind: 'password-recovered', client, trail });
  });
}

function over(trail: Trailing['trail']) {
  trail.note({ code: 'recovery-link', state: 'expired' });
  return linkIsOver();
}
