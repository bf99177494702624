import type { Administrator } from '../../../kit/http/index.ts';
import type { Act } from '../../../kit/ui/console/acts.tsx';
import type { Words } from '../../../kit/words/index.ts';
import type { Person } from '../../../operate/accounts/index.ts';
import { closureOf } from '../../../people/accounts/index.ts';
import { accountOfAdministrator, type Permission, permissionsOf } from '../../../people/roles/index.ts';

type ActName = keyof Words['admin']['accounts']['person']['acts'];

interface OfferedAct {
  readonly name: ActName;
  readonly permission: Permission;
  readonly danger?: true;
  /** Whether there is anything to do; always unless said. */
  isOf?(person: Person): boolean;
}

const isClosed = ({ account }: Person): boolean => closureOf(account) !== undefined;

const offered: readonly OfferedAct[] = [
  {
    ...{ name: 'unlock', permission: 'accounts:unlock' },
    isOf: ({ facts: { counts } }) => counts.holds.length > 0 || counts.strangers > 0,
  },
  {
    ...{ name: 'enable', permission: 'accounts:disable' },
    isOf: ({ account }) => closureOf(account) === 'disabled',
  },
  { name: 'end-sessions', permission: 'accounts:end-sessions', isOf: (person) => !isClosed(person) },
  {
    ...{ name: 'ask-new-password', permission: 'accounts:ask-new-password' },
    isOf: (person) => !isClosed(person),
  },
  { name: 'names', permission: 'accounts:change-names' },
  { name: 'roles', permission: 'roles:grant' },
  { name: 'disable', permission: 'accounts:disable', danger: true, isOf: (person) => !isClosed(person) },
  {
    ...{ name: 'remove-factors', permission: 'accounts:remove-factors', danger: true },
    isOf: ({ hasSecondFactor }) => hasSecondFactor,
  },
  {
    ...{ name: 'delete', permission: 'accounts:delete', danger: true },
    isOf: ({ account }) => closureOf(account) !== 'deleted',
  },
];

/** What this administrator may do to this account now; nothing to their own, or to one that may do more. */
export function actsFor(
  words: Words,
  administrator: Administrator,
  person: Person,
): { readonly usual: readonly Act[]; readonly dangerous: readonly Act[] } {
  const { permissions } = administrator;
  const { account, roles } = person;
  const theirs = roles.filter(({ kind }) => kind === 'admin').flatMap(permissionsOf);
  const isOwn = accountOfAdministrator(administrator) === account.id;
  const mayAct = !isOwn && theirs.every((one) => permissions.has(one));
  const open = offered.filter(
    ({ permission, isOf }) => mayAct && permissions.has(permission) && (isOf?.(person) ?? true),
  );
  const said = words.admin.accounts.person.acts;
  const toAct = ({ name }: OfferedAct): Act => ({
    ...said[name],
    href: `/admin/accounts/${account.id}/${name}`,
  });
  return {
    usual: open.filter(({ danger }) => !danger).map(toAct),
    dangerous: open.filter(({ danger }) => danger).map(toAct),
  };
}
