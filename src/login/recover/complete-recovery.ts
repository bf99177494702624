import type { UseCaseServices } from '../../factors/index.ts';
import { hashNewPassword, requirePassword, setPassword } from '../../factors/password/index.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { findAccount, touchAccount } from '../../people/accounts/index.ts';
import { act } from '../../people/act/index.ts';
import {
  consumeLink,
  findLink,
  findProvedAt,
  refuseGone,
  refuseLink,
  tokenIn,
  verifyPendingEmail,
  wasLinkSent,
  wasMadeHere,
} from '../../people/emails/index.ts';
import { findCountedLink } from '../../people/limits/index.ts';
import { deleteIdentitiesBefore } from '../../people/outside/index.ts';
import type { Trailing } from '../trails/index.ts';

/**
 * Gives the account of a link a new password. Nobody is logged in by it, and a second factor stays as it is and is
 * asked for at the next login (NIST SP 800-63B-4 §4.2: a mail alone does not stand for both). All sessions, unfinished
 * logins and links of the account end; a password that too many guesses had disabled can be used again, while wrong
 * codes of a second factor stay counted. An identity at another provider that was connected before the address was proved is
 * disconnected: whoever made the account may have left it there as a way back in (pre-hijacking). The link that an account was made with verifies its address too. A refused password (`password-refused`) leaves the link as it was. Throws also
 * `link-over`, `too-many-attempts` or `busy`.
 */
export async function completeRecovery(
  services: UseCaseServices,
  pasted: string,
  newPassword: string,
  { client, trail }: Trailing,
): Promise<void> {
  const { config, db, clock } = services;
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
  const why = { purpose: 'recover', pasted, trail } as const;
  if (!account) throw await refuseLink(db, services, why);
  const accountId = account.id;
  trail.account(accountId);
  const over = () => refuseGone('recover', trail);
  const by = { kind: 'link', purpose: 'recover', accountId, client, trail, over } as const;
  await act(services, by, 'password-recovered', {
    async prepare() {
      await requirePassword(config, newPassword, account.username, '/newPassword', trail);
      return hashNewPassword(services, newPassword, trail);
    },
    async change(tx, { now, prepared: fresh }) {
      const link = await consumeLink(tx, 'recover', tokenHash, now);
      if (!link) throw await refuseLink(tx, services, why);
      await setPassword(tx, accountId, { ...fresh, weak: 0 }, now);
      await touchAccount(tx, accountId, now);
      const provedAt = (await findProvedAt(tx, accountId)) ?? now;
      const removed = await deleteIdentitiesBefore(tx, accountId, provedAt);
      const verified = await verifyPendingEmail(tx, accountId, link.address, now);
      trail.note({ code: 'recovery-link', state: 'used' });
      trail.note({ code: 'password-set' });
      return {
        value: undefined,
        events: [
          { type: 'password-recovered' },
          ...(verified ? [{ type: 'email-verified' } as const] : []),
          ...removed.map((provider) => ({ type: 'identity-removed', detail: { provider } }) as const),
        ],
        notice: { kind: 'password-recovered' },
      };
    },
    finish: () => undefined,
  });
}
