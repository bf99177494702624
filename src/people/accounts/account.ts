import { isoTime } from '../../kit/clock.ts';
import { type Static, Type } from '../../kit/schema.ts';

const time = (description: string) => Type.String({ format: 'date-time', description });

/** An account as its owner sees it. */
export const accountSchema = Type.Object(
  {
    id: Type.String(),
    username: Type.String({ description: 'As typed at registration.' }),
    createdAt: time('When it was registered, in UTC.'),
    updatedAt: time('When its data, password or e-mail address last changed.'),
    lastLoginAt: Type.Unsafe<string | null>({
      // Not a union: its serialiser would try each of the two.
      type: ['string', 'null'],
      description: 'When somebody last logged in to it.',
    }),
  },
  { title: 'Account' },
);

export type Account = Static<typeof accountSchema>;

interface AccountColumns {
  id: string;
  username: string;
  created_at: number;
  updated_at: number;
  last_login_at: number | null;
}

export function toAccount(row: AccountColumns): Account {
  return {
    id: row.id,
    username: row.username,
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
    lastLoginAt: row.last_login_at === null ? null : isoTime(row.last_login_at),
  };
}
