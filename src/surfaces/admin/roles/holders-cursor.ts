import type { Services } from '../../../kit/services.ts';
import type { Holder } from '../../../operate/roles/index.ts';
import { cursorsOf, type ListPlace } from '../list-cursors.ts';

/** The cursors of the list of who holds a role. */
export const holdersCursors = (services: Pick<Services, 'secretKey'>, role: string) =>
  cursorsOf<string>(services, { list: 'role-holders', asked: { role } });

/** Who stands last on a page, if another follows. */
export const lastKey = (last: Holder | undefined): string | undefined =>
  last && `${last.grantedAt}.${last.accountId}`;

/** Whom a page comes after; undefined for the first page. */
export function holderBefore({ before }: ListPlace<string>) {
  const [grantedAt = '', accountId = ''] = before?.split('.') ?? [];
  return before === undefined ? undefined : { grantedAt: Number(grantedAt), accountId };
}
