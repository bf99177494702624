import type { Config } from '../../../config/index.ts';
import type { Administrator } from '../../../kit/http/index.ts';
import type { Act } from '../../../kit/ui/console/acts.tsx';
import type { Words } from '../../../kit/words/index.ts';
import type { Person } from '../../../operate/accounts/index.ts';
import { accountOfAdministrator, permissionsOf } from '../../../people/roles/index.ts';
import { accountActs, type ConfirmedAct, impersonate, isClosed } from './acts/account-acts.ts';

/** What this administrator may do to this account now; nothing to their own, or to one that may do more. */
export function actsFor(
  words: Words,
  administrator: Administrator,
  person: Person,
  { admin }: Pick<Config, 'admin'>,
): { readonly usual: readonly Act[]; readonly dangerous: readonly Act[] } {
  const { permissions } = administrator;
  const { account, roles } = person;
  const theirs = roles.filter(({ kind }) => kind === 'admin').flatMap(permissionsOf);
  const isOwn = accountOfAdministrator(administrator) === account.id;
  const mayAct = !isOwn && theirs.every((one) => permissions.has(one));
  const open = accountActs.filter((act) => mayAct && permissions.has(act.permission) && act.isOf(person));
  const canLook = admin.impersonation && permissions.has('accounts:impersonate');
  const isForLooks = canLook && !isOwn && theirs.length === 0 && !isClosed(person);
  const toAct = ({ name, lacks }: ConfirmedAct): Act => {
    const { title, text, label } = words.admin.accounts.person.acts[name];
    const lacking = lacks?.(person);
    if (lacking) return { title, text: lacking(words), label };
    return { title, text, label, href: `/admin/accounts/${account.id}/${name}` };
  };
  return {
    usual: [...open.filter(({ danger }) => !danger), ...(isForLooks ? [impersonate] : [])].map(toAct),
    dangerous: open.filter(({ danger }) => danger).map(toAct),
  };
}
