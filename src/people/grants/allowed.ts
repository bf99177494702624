import { isoTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { type Static, Type } from '../../kit/schema.ts';
import { type GrantedScopes, listGrants, type NamedGrant } from './store.ts';

const time = { format: 'date-time' } as const;

/** An app with access, as whoever has allowed it sees it. */
export const allowedAppSchema = Type.Object(
  {
    id: Type.String({ description: 'The ID of the app.', examples: ['app_5kq2hTzLr5VbYh2KcNd7P'] }),
    name: Type.String({ description: 'The name of the app.', examples: ['Grafana'] }),
    scopes: Type.Array(Type.String(), {
      description: 'What it may do: `profile`, `email`, `offline_access` and others.',
      examples: [['openid', 'profile', 'email']],
    }),
    allowedAt: Type.String({
      ...time,
      description: 'When access was first allowed, in UTC.',
      examples: ['2026-11-29T09:30:00.000Z'],
    }),
    lastUsedAt: Type.String({
      ...time,
      description: 'When the account was last used to sign in to it.',
      examples: ['2026-11-29T09:45:00.000Z'],
    }),
    expiresAt: Type.String({
      ...time,
      description: "When access ends if it isn't allowed again.",
      examples: ['2027-02-27T09:30:00.000Z'],
    }),
  },
  { title: 'AllowedApp', description: 'An app that has access to the account.' },
);

export type AllowedApp = Static<typeof allowedAppSchema>;

/** What an account has allowed, app by app: each has a grant for every session in which somebody signed in to it. */
export async function listAllowedApps(db: Db, accountId: string, now: number): Promise<AllowedApp[]> {
  const byApp = Map.groupBy(await listGrants(db, accountId, now), ({ app_id }) => app_id);
  return [...byApp].map(([id, grants]) => toAllowedApp(id, grants));
}

function toAllowedApp(id: string, grants: readonly NamedGrant[]): AllowedApp {
  const scopes = grants.flatMap((grant) => {
    const { openid = '', resources = {} } = JSON.parse(grant.scopes) as GrantedScopes;
    return [openid, ...Object.values(resources)].flatMap((some) => some.split(' '));
  });
  return {
    id,
    name: grants[0]?.app_name ?? id,
    scopes: [...new Set(scopes)].filter((scope) => scope !== ''),
    allowedAt: isoTime(Math.min(...grants.map((grant) => grant.created_at))),
    lastUsedAt: isoTime(Math.max(...grants.map((grant) => grant.used_at))),
    expiresAt: isoTime(Math.max(...grants.map((grant) => grant.expires_at))),
  };
}
