import type { Holder } from '../../../operate/roles/index.ts';

/** Where the next holders of a role begin: after this one. */
export const cursorOf = ({ grantedAt, accountId }: Holder): string => `${grantedAt}.${accountId}`;

const form = /^(\d{1,16})\.([0-9a-f-]{36})$/;

/** What the API takes. */
export const holdersCursor = form.source;

/** Undefined for what is no such cursor: the list begins at its beginning. */
export function readHolder(cursor: string | null | undefined) {
  const [, grantedAt, accountId] = form.exec(cursor ?? '') ?? [];
  return accountId === undefined ? undefined : { grantedAt: Number(grantedAt), accountId };
}
