import { isoTime } from '../../kit/clock.ts';
import { type Static, Type } from '../../kit/schema.ts';

const time = (description: string, example: string) =>
  Type.String({ format: 'date-time', description, examples: [example] });

/** An account as its owner sees it. */
export const accountSchema = Type.Object(
  {
    id: Type.String({
      description: 'Never changes. Use it in your own tables.',
      examples: ['01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15'],
    }),
    username: Type.String({ description: 'As typed at registration.', examples: ['ada'] }),
    createdAt: time('When it was created, in UTC.', '2026-11-29T09:30:00.000Z'),
    updatedAt: time('When its data, password or email address last changed.', '2026-11-29T09:30:00.000Z'),
    lastLoginAt: Type.Unsafe<string | null>({
      // Not a union: its serialiser would try each of the two.
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When someone last logged in to it.',
      examples: ['2026-11-29T09:30:00.000Z'],
    }),
    roles: Type.Array(Type.String(), {
      description: 'Its roles for your app. Only admins can change them.',
      examples: [['editor']],
    }),
    attributes: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What admins have set, such as a plan. The account itself can only read it.',
      examples: [{ plan: 'pro' }],
    }),
  },
  { title: 'Account', description: 'An account, as its owner sees it.' },
);

export type Account = Static<typeof accountSchema>;

interface AccountColumns {
  id: string;
  username: string;
  created_at: number;
  updated_at: number;
  last_login_at: number | null;
  app_roles: string | null;
  attributes: string | null;
}

export function toAccount(row: AccountColumns): Account {
  return {
    id: row.id,
    username: row.username,
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
    lastLoginAt: row.last_login_at === null ? null : isoTime(row.last_login_at),
    roles: appRolesOf(row),
    attributes: attributesOf(row),
  };
}

/** The names of the account's roles for apps. */
function appRolesOf({ app_roles }: Pick<AccountColumns, 'app_roles'>): string[] {
  return app_roles === null ? [] : (JSON.parse(app_roles) as string[]);
}

/** What admins say of the account. */
export function attributesOf({ attributes }: Pick<AccountColumns, 'attributes'>): Record<string, unknown> {
  return attributes === null ? {} : (JSON.parse(attributes) as Record<string, unknown>);
}
