import type { ConsoleFrame } from '../../../src/kit/ui/console/console-page.tsx';
import type { NavGroup } from '../../../src/kit/ui/console/nav.ts';

/** What somebody could have called themselves, to see whether a page takes it for anything but text. */
export const hostile = '</title></textarea><script>alert("1")</script><img src=x onerror=alert(1)>';

/** As wide as a name can be, and without a place to break it. */
export const widest = 'W'.repeat(32);

const groups: readonly NavGroup[] = [
  {
    items: [
      { href: '/admin', label: 'Overview', icon: 'overview', key: 'o' },
      { href: '/admin/accounts', label: 'People', icon: 'people', key: 'p' },
      { href: '/admin/attempts', label: 'Sign-in attempts', icon: 'attempts', key: 's' },
      { href: '/admin/invitations', label: 'Invitations', icon: 'invitations', key: 'i', count: '3' },
    ],
  },
  {
    label: 'Access',
    items: [
      { href: '/admin/roles', label: 'Roles', icon: 'roles', key: 'r' },
      { href: '/admin/tokens', label: 'API tokens', icon: 'tokens', key: 't' },
      { href: '/admin/apps', label: 'Apps', icon: 'apps', key: 'a' },
    ],
  },
  {
    label: 'Server',
    items: [
      { href: '/admin/mail', label: 'Email', icon: 'mail', key: 'e', count: '1,280' },
      { href: '/admin/audit', label: 'Audit log', icon: 'audit', key: 'l' },
      { href: '/admin/settings', label: 'Settings', icon: 'settings', key: 'c' },
    ],
  },
];

/** The frame of a site with these assets, for a viewer of this name. */
export const frameOf = (asset: (name: string) => string, username = 'grace'): ConsoleFrame => ({
  site: { name: 'Latchkey', development: false, asset },
  viewer: { username },
  nav: groups,
  searchAt: '/admin/accounts',
});
