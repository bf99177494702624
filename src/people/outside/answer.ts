import type { Configuration, TokenEndpointResponse } from 'openid-client';
import { seconds } from '../../kit/duration.ts';
import type { Services } from '../../kit/services.ts';
import { secretsOf } from './attempts.ts';
import type { OutsideClients } from './client.ts';
import { Malformed } from './faults.ts';
import { type Identity, readIdentity } from './identity.ts';
import { isMicrosoft, requireKeyOfTenant } from './microsoft.ts';
import { plainIdentity } from './plain-oauth.ts';
import { backAddress, kindOf, type Provider } from './providers.ts';

export interface Answer {
  readonly provider: Provider;
  /** What came back in the address, as the provider sent it. */
  readonly parameters: URLSearchParams;
  readonly state: string;
  /** Since when the person must have proved who they are, in Unix milliseconds; left out where any proof will do. */
  readonly provedSince?: number | undefined;
}

/** A provider's clock may be so far behind ours. */
const skew = seconds(30);

/**
 * Exchanges the code and says who it is (OIDC Core §3.1.3.7): the ID token's signature, issuer, audience, `azp`, `nonce` and times
 * are judged by openid-client, which asks for the keys itself. Throws `Unreachable`, `Malformed` or what openid-client throws;
 * `faultOf` says what each of them means.
 */
export async function readAnswer(
  services: Pick<Services, 'config' | 'secretKey'> & { readonly outside: OutsideClients },
  { provider, parameters, state, provedSince }: Answer,
): Promise<Identity> {
  const client = await import('openid-client');
  const configuration = await services.outside.of(provider);
  const { isPlainOauth } = kindOf(provider);
  const { nonce, verifier } = secretsOf(services.secretKey, state);
  const address = new URL(`${backAddress(services, provider)}?${parameters}`);
  const tokens = await client.authorizationCodeGrant(configuration, address, {
    expectedState: state,
    pkceCodeVerifier: verifier,
    ...(!isPlainOauth && { expectedNonce: nonce }),
  });
  if (isPlainOauth) return plainIdentity(provider, configuration, tokens.access_token);
  const claims = tokens.claims();
  if (!claims) throw new Malformed('token');
  const identity = readIdentity(claims.iss, await withEmail(configuration, tokens, claims));
  const isFresh = (since: number) => identity.provedAt !== undefined && identity.provedAt >= since - skew;
  if (provedSince !== undefined && !isFresh(provedSince)) throw new Malformed('auth-time');
  if (!isMicrosoft(provider)) return identity;
  await requireKeyOfTenant(configuration, tokens.id_token ?? '', claims);
  return { ...identity, isEmailVerified: false };
}

/** The claims, with those of the userinfo where the ID token has no address, as GitLab's hasn't. */
async function withEmail(
  configuration: Configuration,
  tokens: TokenEndpointResponse,
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
): Promise<Readonly<Record<string, unknown>>> {
  const { userinfo_endpoint: endpoint } = configuration.serverMetadata();
  if (claims.email !== undefined || endpoint === undefined) return claims;
  const client = await import('openid-client');
  // Its `sub` must be that of the ID token (OIDC Core §5.3.2).
  const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  const { email, email_verified, preferred_username, nickname } = more;
  return { preferred_username, nickname, ...claims, email, email_verified };
}
