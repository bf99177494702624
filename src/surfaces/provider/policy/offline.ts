import type { KoaContextWithOIDC } from 'oidc-provider';

/** Keeps in a pushed request that it asked for `offline_access`, of which the library strips the scope. */
export const offlineParam = 'latchkey_offline';

/**
 * Takes `offline_access` without `prompt=consent` as well, as many apps send it: the consent page is shown anyway where nobody has
 * allowed that yet (OpenID Connect Core section 11 leaves that open). The library would ignore it, and the app would lose its access
 * with the person's session. With `prompt=none` no page can ask, so there it stays ignored.
 */
export function keepOffline(ctx: KoaContextWithOIDC): void {
  const { params, body, client, prompts } = ctx.oidc;
  const sent = body?.scope ?? ctx.query.scope;
  const isAsked = scopesIn(sent).includes('offline_access') || params?.[offlineParam] !== undefined;
  const mayHave = scopesIn(client?.scope ?? 'offline_access').includes('offline_access');
  const isTaken = isAsked && mayHave && client?.grantTypeAllowed('refresh_token') && !prompts.has('none');
  if (!params || !isTaken) return;
  params[offlineParam] = '1';
  params.scope = [...new Set([...scopesIn(params.scope), 'offline_access'])].join(' ');
}

const scopesIn = (scope: unknown): string[] =>
  typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : [];
