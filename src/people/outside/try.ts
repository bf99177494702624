import type { Configuration } from 'openid-client';
import type { Clock } from '../../kit/clock.ts';
import type { Outbound } from '../../kit/outbound/index.ts';
import type { Services } from '../../kit/services.ts';
import type { ProviderFault } from '../trails/index.ts';
import { createOutsideClients, fetchBy } from './client.ts';
import { faultOf, Unreachable } from './faults.ts';
import { backAddress, issuerOf, kindOf, type Provider } from './providers.ts';

/** One thing that was found, and whether it keeps people from signing in. */
export type Finding =
  | { readonly code: 'reached' | 'redirect-taken' | 'client-taken'; readonly verdict: 'ok' }
  | { readonly code: 'redirect-refused'; readonly verdict: 'refused' }
  | { readonly code: 'failed'; readonly verdict: 'refused'; readonly fault: ProviderFault | 'unknown' }
  | { readonly code: 'no-pkce' | 'redirect-untried' | 'secret-untried'; readonly verdict: 'note' };

export interface TriedProvider {
  readonly issuer: string;
  /** To be registered there. */
  readonly redirect: string;
  readonly findings: readonly Finding[];
}

type TryServices = Pick<Services, 'config'> & { readonly outbound: Outbound; readonly clock: Clock };

/**
 * Asks for the document of a provider, begins a sign-in that shows nothing to anybody, and redeems a code that it can't have given:
 * whoever takes the client refuses the code, and whoever doesn't refuses the client. Nobody is signed in.
 */
export async function tryProvider(services: TryServices, provider: Provider): Promise<TriedProvider> {
  const about = { issuer: issuerOf(provider), redirect: backAddress(services, provider) };
  try {
    const configuration = await createOutsideClients(services).of(provider);
    const findings: Finding[] = [{ code: 'reached', verdict: 'ok' }];
    const { code_challenge_methods_supported: methods } = configuration.serverMetadata();
    if (!methods?.includes('S256')) findings.push({ code: 'no-pkce', verdict: 'note' });
    findings.push(await tryRedirect(services.outbound, provider, configuration, about.redirect));
    findings.push(await tryClient(provider, configuration, about.redirect));
    return { ...about, findings };
  } catch (error) {
    return {
      ...about,
      findings: [{ code: 'failed', verdict: 'refused', fault: faultOf(error) ?? 'unknown' }],
    };
  }
}

const state = 'latchkey-check';
const verifier = 'latchkey-check-'.padEnd(43, 'x');

/**
 * A provider sends nobody to an address that isn't registered with it (RFC 6749 §4.1.2.1), so a redirect there shows that this one is.
 * One that asks for a password first doesn't show it.
 */
async function tryRedirect(
  outbound: Outbound,
  provider: Provider,
  configuration: Configuration,
  redirect: string,
): Promise<Finding> {
  const client = await import('openid-client');
  const { isPlainOauth, scope } = kindOf(provider);
  const address = client.buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirect, scope, state, prompt: 'none' },
    ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
    ...(!isPlainOauth && { nonce: state }),
  });
  try {
    const { status, headers } = await fetchBy(outbound, provider.issuer)(address.href, {});
    if (headers.get('location')?.startsWith(redirect)) return { code: 'redirect-taken', verdict: 'ok' };
    if (status === 400) return { code: 'redirect-refused', verdict: 'refused' };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
  return { code: 'redirect-untried', verdict: 'note' };
}

async function tryClient(
  provider: Provider,
  configuration: Configuration,
  redirect: string,
): Promise<Finding> {
  const client = await import('openid-client');
  const { issuer } = configuration.serverMetadata();
  const answer = new URL(`${redirect}?${new URLSearchParams({ code: state, state, iss: issuer })}`);
  const redeemed = client.authorizationCodeGrant(configuration, answer, {
    expectedState: state,
    pkceCodeVerifier: verifier,
  });
  const fault = await redeemed.then(
    () => undefined,
    (error: unknown) => faultOf(error) ?? 'unknown',
  );
  return findingOf(fault, provider);
}

function findingOf(fault: ProviderFault | 'unknown' | undefined, provider: Provider): Finding {
  if (fault === 'code-refused') return { code: 'client-taken', verdict: 'ok' };
  // GitHub and others say of a wrong code what they say of much else.
  if (fault === undefined || (kindOf(provider).isPlainOauth && fault !== 'client-refused'))
    return { code: 'secret-untried', verdict: 'note' };
  if (fault === 'provider-error' || fault === 'response') return { code: 'secret-untried', verdict: 'note' };
  return { code: 'failed', verdict: 'refused', fault };
}
