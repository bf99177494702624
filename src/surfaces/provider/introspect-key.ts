import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { findKey, scopesOfKey, touchKey } from '../../people/keys/index.ts';
import { findResource, resourceScope, scopesOfResource } from '../../people/resources/index.ts';
import { asking } from './asking.ts';
import type { ProviderServices } from './settings.ts';

/** What RFC 7662 has a service told of an access key. */
interface KeyView {
  readonly active: true;
  readonly sub: string;
  readonly scope: string;
  readonly client_id: 'key';
  readonly exp: number;
}

/** Has services learn of access keys as of tokens, once they have shown who they are. */
export function tellOfKeys(services: ProviderServices, provider: Provider): void {
  provider.use(async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => {
    await next();
    if (ctx.oidc?.route !== 'introspection' || ctx.status !== 200) return;
    const { client, params } = ctx.oidc;
    const token = params?.token;
    // Whoever only says who they are learns nothing.
    if (!client || client.clientAuthMethod === 'none' || typeof token !== 'string') return;
    ctx.body = (await viewOf(services, token, client.latchkey_resource)) ?? ctx.body;
  });
}

/** Undefined unless the key works and holds a scope of the service's own resource: of others the service learns nothing. */
async function viewOf(
  { db, clock }: ProviderServices,
  token: string,
  url: unknown,
): Promise<KeyView | undefined> {
  const resource = typeof url === 'string' ? await findResource(db, url) : undefined;
  if (!resource) return undefined;
  const now = clock();
  const key = await findKey(db, token, now);
  const all = key ? scopesOfKey(key) : [];
  const held = Object.keys(scopesOfResource(resource)).filter((scope) =>
    all.includes(resourceScope(resource.url, scope)),
  );
  if (!key || held.length === 0) return undefined;
  await touchKey(db, key, { now, address: asking.getStore()?.client.address ?? '' });
  return {
    active: true,
    sub: key.account_id,
    scope: held.join(' '),
    client_id: 'key',
    exp: Math.floor(key.expires_at / 1000),
  };
}
