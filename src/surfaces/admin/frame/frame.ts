import type { Administrator } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import type { NavGroup } from '../../../kit/ui/console/nav.ts';
import type { Permission } from '../../../people/roles/index.ts';
import { viewerOf } from '../../../people/sessions/index.ts';
import { consolePages, groups } from './pages.ts';

/** The frame of every page of the console for whoever opened it. The navigation lists only what they may open. */
export function frameOf(
  { pages: { site, words } }: Pick<Services, 'pages'>,
  { by, permissions }: Administrator,
): ConsoleFrame {
  if (by.kind !== 'person') throw new Error('A token opens no page.');
  const said = words.admin.frame;
  const nav = groups.flatMap((group): NavGroup[] => {
    const items = consolePages
      .filter((page) => page.group === group && permissions.has(page.permission))
      .map(({ href, name, icon, key }) => ({ href, label: said.pages[name], icon, key }));
    if (items.length === 0) return [];
    return [group === 'people' ? { items } : { label: said.groups[group], items }];
  });
  const searchAt = canOpen(permissions, '/admin/accounts') ? '/admin/accounts' : undefined;
  return { site, viewer: viewerOf(by.caller), nav, searchAt };
}

/** Whether somebody with these permissions may open a page of the navigation. */
const canOpen = (permissions: ReadonlySet<Permission>, href: string): boolean =>
  consolePages.some((page) => page.href === href && permissions.has(page.permission));
