import { deletePassword } from '../../../factors/password/index.ts';
import { closureOf } from '../../../people/accounts/index.ts';
import type { Acting } from '../acting.ts';
import { type Acted, type ActServices, actOn } from './act-on.ts';
import { findReach, giveLink, type PasswordLink } from './password-link.ts';

/** `no-address`: no email could reach the owner, and the link is shown to nobody but the command line. */
export type AskedPassword = Acted<PasswordLink> | 'no-address' | 'closed' | undefined;

/**
 * Removes somebody's password, which may be known to others, and has them choose a new one by a link. All sessions end and
 * all browsers are strangers; second factors and passkeys stay. The link goes to the verified address and is shown to
 * nobody. Only the command prints one, for accounts without an address, since whoever runs it has the database anyway.
 * Asked again, it sends another link. Undefined when the account doesn't exist; `closed` when it's disabled or deleted.
 */
export async function askNewPassword(
  services: ActServices,
  acting: Acting,
  accountId: string,
): Promise<AskedPassword> {
  let refused: 'no-address' | 'closed' | undefined;
  let reach: string | undefined;
  let link: PasswordLink | undefined;
  const acted = await actOn<undefined>(services, acting, accountId, {
    kind: 'new-password-asked',
    audit: 'new-password-asked',
    needsReason: true,
    async change(tx, { account }) {
      reach = await findReach(tx, services, account);
      if (closureOf(account) !== undefined) refused = 'closed';
      else if (!reach && acting.actor.kind !== 'command') refused = 'no-address';
      if (refused) return undefined;
      await deletePassword(tx, accountId);
      return { value: undefined, events: [{ type: 'new-password-asked' }] };
    },
    // After the links of before have ended.
    async finish(tx, { account }) {
      link = await giveLink(tx, services, { account, reach, why: 'asked' });
    },
  });
  return refused ?? (acted && { ...acted, value: link });
}
