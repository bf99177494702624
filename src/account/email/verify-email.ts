import type { UseCaseServices } from '../../factors/index.ts';
import { problem } from '../../kit/problem.ts';
import { hashToken } from '../../kit/secret-token.ts';
import type { Trailing } from '../../login/trails/index.ts';
import { touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import {
  consumeLink,
  deleteVerifiedEmail,
  emailKey,
  emailTaken,
  findLink,
  insertVerifiedEmail,
  refuseGone,
  refuseLink,
  requireAllowedDomain,
  tokenIn,
  wasLinkSent,
  wasMadeHere,
} from '../../people/emails/index.ts';
import { findCountedLink } from '../../people/limits/index.ts';

/**
 * Whoever has the link reads the mail of this address, so it is the account's from now on, in the place of an older
 * one. Nobody need be logged in: people open their mail where it suits them. Other accounts go on asking for this
 * address, for ever: whoever registered one with the address of somebody else would learn by its vanishing that there
 * is now an account. Throws `link-over`, `domain-refused`, `too-many-attempts` or
 * `email-taken`.
 */
export async function verifyEmail(
  services: UseCaseServices,
  pasted: string,
  trailing: Trailing,
): Promise<string> {
  const { db, clock } = services;
  const { client, trail } = trailing;
  const token = tokenIn(pasted);
  const tokenHash = hashToken(token);
  const waiting = await findCountedLink(services, trailing, {
    find: () => findLink(db, 'verify-email', tokenHash, clock()),
    wasMadeHere: wasMadeHere(services, token),
    wasSent: () => wasLinkSent(db, tokenHash),
  });
  const why = { purpose: 'verify-email', pasted, trail } as const;
  if (!waiting) throw await refuseLink(db, services, why);
  const { account_id: accountId } = waiting;
  trail.account(accountId);
  // It may have been sent before the domain was blocked.
  requireAllowedDomain(services, emailKey(waiting.address), { pointer: '/token', trail });
  const over = () => refuseGone('verify-email', trail);
  const by = { kind: 'link', purpose: 'verify-email', accountId, client, trail, over } as const;
  return act(services, by, 'email-verified', {
    async change(tx, { now }) {
      const link = await consumeLink(tx, 'verify-email', tokenHash, now);
      if (!link) throw await refuseLink(tx, services, why);
      const email = { address: link.address, key: emailKey(link.address) };
      await touchAccount(tx, accountId, now);
      await deleteVerifiedEmail(tx, accountId);
      if (!(await insertVerifiedEmail(tx, accountId, email, now))) {
        trail.note({ code: 'email', state: 'taken' });
        throw problem(emailTaken, ({ accountEmail }) => accountEmail.taken);
      }
      trail.note({ code: 'email', state: 'proved' });
      return {
        value: email.address,
        events: [{ type: 'email-verified' }],
        notice: { kind: 'email-changed' },
      };
    },
    finish: (_tx, { value: address }) => address,
  });
}
