import type { IconName } from '../../../kit/ui/console/icon.tsx';
import type { Permission } from '../../../people/roles/index.ts';
import type { english } from './words.ts';

/** The headings of the navigation, in this order; the first has none. */
export const groups = ['people', 'access', 'server'] as const;

export type SectionName = keyof (typeof english)['pages'];

interface ListedPage {
  readonly href: string;
  /** The permission of its route: the navigation shows nobody a page that they can't open. */
  readonly permission: Permission;
  readonly name: SectionName;
  readonly icon: IconName;
  /** The key that leads there after `g`. */
  readonly key: string;
  readonly group: (typeof groups)[number];
}

/** The pages of the console that the navigation leads to, in its order. */
export const consolePages: readonly ListedPage[] = [
  {
    ...{ href: '/admin', permission: 'console:open', group: 'people' },
    ...{ name: 'overview', icon: 'overview', key: 'o' },
  },
  {
    ...{ href: '/admin/accounts', permission: 'accounts:read', group: 'people' },
    ...{ name: 'accounts', icon: 'people', key: 'p' },
  },
  {
    ...{ href: '/admin/attempts', permission: 'attempts:read', group: 'people' },
    ...{ name: 'attempts', icon: 'attempts', key: 's' },
  },
  {
    ...{ href: '/admin/export', permission: 'accounts:export', group: 'people' },
    ...{ name: 'export', icon: 'export', key: 'x' },
  },
  {
    ...{ href: '/admin/invitations', permission: 'accounts:read', group: 'access' },
    ...{ name: 'invitations', icon: 'invitations', key: 'i' },
  },
  {
    ...{ href: '/admin/roles', permission: 'roles:read', group: 'access' },
    ...{ name: 'roles', icon: 'roles', key: 'r' },
  },
  {
    ...{ href: '/admin/apps', permission: 'apps:read', group: 'access' },
    ...{ name: 'apps', icon: 'apps', key: 'a' },
  },
  {
    ...{ href: '/admin/tokens', permission: 'tokens:write', group: 'access' },
    ...{ name: 'tokens', icon: 'tokens', key: 't' },
  },
  {
    ...{ href: '/admin/mail', permission: 'system:read', group: 'server' },
    ...{ name: 'mail', icon: 'mail', key: 'e' },
  },
  {
    ...{ href: '/admin/audit', permission: 'audit:read', group: 'server' },
    ...{ name: 'audit', icon: 'audit', key: 'l' },
  },
  {
    ...{ href: '/admin/settings', permission: 'system:read', group: 'server' },
    ...{ name: 'settings', icon: 'settings', key: 'c' },
  },
];
