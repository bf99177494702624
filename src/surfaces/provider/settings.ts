import type { Client, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { findResource, type ResourceRow, scopesOfResource } from '../../people/resources/index.ts';
import { usesSecureCookies } from '../../people/sessions/index.ts';
import { adapterFor } from './adapter.ts';
import { asking } from './asking.ts';
import { claimsByScope, findPerson } from './claims.ts';
import { assertionFault } from './clients/assertion.ts';
import { fetchBy } from './clients/fetch.ts';
import { grantFor } from './existing-grant.ts';
import type { PrivateJwk } from './keys/keys.ts';
import { acrOf, requireReadableLevel } from './policy/acr.ts';
import { keepOffline, offlineParam } from './policy/offline.ts';
import { type Library, policyOf, waitsFor } from './policy/policy.ts';
import { signInThen } from './sign-in-then.ts';
import { ownMetadata } from './to-client.ts';

export type ProviderServices = Pick<
  Services,
  'config' | 'database' | 'db' | 'clock' | 'secretKey' | 'log' | 'accounts' | 'pages' | 'outbound'
>;

/** Where the provider is asked. A contract: apps keep these in their settings. */
export const paths = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  userinfo: '/oauth/userinfo',
  introspection: '/oauth/introspect',
  revocation: '/oauth/revoke',
  end_session: '/oauth/logout',
  device_authorization: '/oauth/device',
  code_verification: '/device',
  jwks: '/.well-known/jwks.json',
  pushed_authorization_request: '/oauth/par',
} as const;

/** Where an app registers itself, which is a route of ours. */
export const registrationPath = '/oauth/register';

export const scopes = ['openid', 'profile', 'email', 'data', 'offline_access'] as const;

/** The cookies of a request that waits for somebody; its own session the provider keeps nowhere. */
export const cookieNames = {
  session: 'latchkey-app-unused',
  interaction: 'latchkey-app-ask',
  resume: 'latchkey-app-resume',
} as const;

/** What an app is told when too many requests of its network wait here (RFC 9126 section 2.3 has the status 429 for it). */
const tooManyWait = 'too many requests of this network wait here';

/** How the provider is set up: what is on, what everything is called, and how long it lives. */
export function settingsFor(
  services: ProviderServices,
  library: Library,
  keys: readonly PrivateJwk[],
): Configuration {
  const { config } = services;
  const { errors } = library;
  const secure = usesSecureCookies(config);
  const cookie = { httpOnly: true, sameSite: 'lax', secure, signed: false } as const;
  const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
  return {
    adapter: adapterFor(services, {
      reused: () => new errors.InvalidGrant('used at the same moment'),
      slowDown: () => new errors.SlowDown(),
      requestOver: () => new errors.SessionNotFound('interaction session not found'),
      tooMany: () => Object.assign(new errors.TemporarilyUnavailable(tooManyWait), { statusCode: 429 }),
    }),
    jwks: { keys: [...keys] as never[] },
    routes: { ...paths },
    scopes: [...scopes],
    // Much software looks for the name and email in the ID token, and nowhere else.
    conformIdTokenClaims: false,
    claims: Object.fromEntries(Object.entries(claimsByScope).map(([scope, claims]) => [scope, [...claims]])),
    acrValues: [acrOf(1), acrOf(2)],
    subjectTypes: ['public'],
    responseTypes: ['code'],
    extraParams: { [offlineParam]: keepOffline },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    allowOmittingSingleRegisteredRedirectUri: false,
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    clockTolerance: 15,
    fetch: fetchBy(services) as never,
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims, header) => {
      const fault = assertionFault(claims, header, { issuer: config.publicUrl, now: services.clock() });
      if (fault !== undefined) throw new errors.InvalidClientAuth(fault);
    },
    discovery: unregisteredIn(config),
    cookies: { names: cookieNames, long: cookie, short: cookie },
    extraClientMetadata: { properties: [...ownMetadata] },
    pkce: { required: (_ctx, client) => client.latchkey_pkce !== false },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'],
    },
    features: {
      devInteractions: { enabled: false },
      introspection: {
        enabled: true,
        // Only the app whose token it is: others would learn who uses it.
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      // Whom to tell, and when, is said in `logout/tell-apps.ts`.
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      // Its pages are ours, and take the code from nobody's address.
      deviceFlow: { enabled: true, charset: 'base-20', mask: '****-****' },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf ?? [],
        useGrantedResource: () => false,
        getResourceServerInfo: async (_ctx, url, app) => {
          const resource = await findResource(services.db, url);
          const here = asking.getStore();
          if (!resource && here) here.resource = url;
          if (!resource) throw new errors.InvalidTarget('unknown resource');
          return {
            audience: url,
            scope: scopesFor(app, resource),
            accessTokenTTL: resource.token_seconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
      claimsParameter: {
        enabled: true,
        assertClaimsParameter: ({ oidc }, claims) => requireReadableLevel(errors, oidc.route, claims),
      },
    },
    ttl: {
      AccessToken: (_ctx, token) =>
        token.resourceServer?.accessTokenTTL ?? inSeconds(config.apps.accessToken),
      ClientCredentials: (_ctx, token) =>
        token.resourceServer?.accessTokenTTL ?? inSeconds(config.apps.accessToken),
      AuthorizationCode: () => inSeconds(config.apps.code),
      IdToken: () => inSeconds(config.apps.accessToken),
      // Never longer than what was allowed.
      RefreshToken: (ctx) =>
        Math.max(1, Math.min(inSeconds(config.apps.refreshIdle), ctx.oidc.entities.Grant?.remainingTTL ?? 1)),
      DeviceCode: 10 * 60,
      Interaction: 60 * 60,
      Session: 60 * 60,
      Grant: inSeconds(config.apps.refreshAbsolute),
    },
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: () => true,
    revokeGrantPolicy: (ctx) => !(ctx.oidc.route === 'revocation' && ctx.oidc.entities.AccessToken),
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((address) => URL.parse(address)?.origin === origin),
    findAccount: (_ctx, id) => findPerson(services, id),
    loadExistingGrant: (ctx) => findExistingGrant(services, ctx),
    interactions: {
      policy: policyOf(services, library),
      url(_ctx, { uid, params, prompt }) {
        const here = asking.getStore();
        const { caller = null, original = '' } = here ?? {};
        if (here) here.waitsFor = waitsFor(prompt, here);
        // Whoever isn't signed in leaves nothing here: the request itself goes along.
        return caller ? `/oauth/ask/${uid}` : signInThen(original, params);
      },
    },
    renderError(ctx, out) {
      const here = asking.getStore();
      if (here) here.isShown = true;
      ctx.body = out;
    },
  };
}

/** What the metadata says of apps that no operator has added. */
function unregisteredIn({ apps: { unregistered }, publicUrl }: ProviderServices['config']) {
  return {
    ...(unregistered !== 'off' && { client_id_metadata_document_supported: true }),
    ...(unregistered === 'documents-and-registration' && {
      registration_endpoint: `${publicUrl}${registrationPath}`,
    }),
  };
}

/** The scopes that an app may ask for at a resource. */
function scopesFor({ latchkey_scopes: allowed }: Client, resource: ResourceRow): string {
  const all = Object.keys(scopesOfResource(resource));
  return (Array.isArray(allowed) ? all.filter((scope) => allowed.includes(scope)) : all).join(' ');
}

/** A session that has ended meanwhile allows nothing, and its browser is led to sign in. */
function nothingOfNobody(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}

/** What is asked for at each resource, of what it has. */
function scopesByResource({ oidc: { resourceServers = {}, requestParamScopes } }: KoaContextWithOIDC) {
  const asked: Record<string, string[]> = {};
  for (const [url, { scopes: known }] of Object.entries(resourceServers)) {
    asked[url] = [...requestParamScopes].filter((scope) => known.has(scope));
  }
  return asked;
}

async function findExistingGrant(services: ProviderServices, ctx: KoaContextWithOIDC) {
  const { client, session, account, result, provider, requestParamOIDCScopes } = ctx.oidc;
  const here = asking.getStore();
  const caller = here?.caller;
  if (!client || !account || !caller || session?.uid !== caller.via.session.id) return undefined;
  const consented = result?.consent?.grantId;
  const id =
    typeof consented === 'string'
      ? consented
      : await grantFor(services, {
          appId: client.clientId,
          caller,
          client: here.client,
          scopes: [...requestParamOIDCScopes],
          resources: scopesByResource(ctx),
          isAllowed: client.latchkey_first_party === true,
        }).catch(nothingOfNobody);
  if (here && id !== undefined && consented === undefined)
    here.allowedBy = client.latchkey_first_party === true ? 'operator' : 'earlier';
  return id === undefined ? undefined : provider.Grant.find(id);
}
