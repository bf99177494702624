import type { Services } from '../../kit/services.ts';
import { findAccount, findData } from '../../people/accounts/index.ts';
import { findOwnEmail } from '../../people/emails/index.ts';
import { asking } from './asking.ts';

/** What an app may ask for, and the claims that it is told for it. */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
  profile: ['name', 'preferred_username', 'updated_at'],
  email: ['email', 'email_verified'],
  data: ['data'],
} as const;

/** The claims of these scopes, separated by spaces. */
export function claimsOf(scopes: string): string[] {
  const all: Readonly<Record<string, readonly string[]>> = claimsByScope;
  return scopes.split(' ').flatMap((scope) => (Object.hasOwn(all, scope) ? (all[scope] ?? []) : []));
}

/** Somebody as the provider knows them. */
export async function findPerson({ db }: Pick<Services, 'db'>, id: string) {
  const here = asking.getStore();
  const caller = here?.caller;
  const account = caller?.account.id === id ? caller.account : await findAccount(db, id);
  if (!account) return undefined;
  if (here) here.accountId = id;
  return {
    accountId: id,
    async claims(use: string, scope: string, named: Readonly<Record<string, unknown>> = {}) {
      const wanted = new Set(claimsOf(scope));
      // Apps keep ID tokens in cookies and send them in addresses, where a document of any length belongs only if it is named.
      if (use === 'id_token') wanted.delete('data');
      for (const claim of Object.keys(named)) wanted.add(claim);
      const wantsEmail = wanted.has('email') || wanted.has('email_verified');
      // What isn't told, nobody looks for.
      const address = wantsEmail ? (await findOwnEmail(db, id))?.address : undefined;
      const data = wanted.has('data') ? await findData(db, id) : undefined;
      return {
        sub: id,
        name: account.username,
        preferred_username: account.username,
        updated_at: Math.floor(account.updated_at / 1000),
        ...(address && { email: address, email_verified: true }),
        ...(data && { data: JSON.parse(data.data) as unknown }),
      };
    },
  };
}
