import type { Clock } from '../../kit/clock.ts';
import type { Outbound } from '../../kit/outbound/index.ts';
import type { Services } from '../../kit/services.ts';
import type { ProviderFault } from '../trails/index.ts';
import { createOutsideClients } from './client.ts';
import { faultOf } from './faults.ts';
import { backAddress, issuerOf, kindOf, type Provider } from './providers.ts';

/** One thing that was found, and whether it keeps people from signing in. */
export type Finding =
  | { readonly code: 'reached' | 'client-taken'; readonly verdict: 'ok' }
  | { readonly code: 'failed'; readonly verdict: 'refused'; readonly fault: ProviderFault | 'unknown' }
  | { readonly code: 'no-pkce' | 'secret-untried'; readonly verdict: 'note' };

export interface TriedProvider {
  readonly issuer: string;
  /** To be registered there. */
  readonly redirect: string;
  readonly findings: readonly Finding[];
}

/**
 * Asks for the document of a provider, and redeems a code that it can't have given: whoever takes the client refuses the code, and
 * whoever doesn't refuses the client. Nobody is signed in.
 */
export async function tryProvider(
  services: Pick<Services, 'config'> & { readonly outbound: Outbound; readonly clock: Clock },
  provider: Provider,
): Promise<TriedProvider> {
  const about = { issuer: issuerOf(provider), redirect: backAddress(services, provider) };
  try {
    const client = await import('openid-client');
    const configuration = await createOutsideClients(services).of(provider);
    const findings: Finding[] = [{ code: 'reached', verdict: 'ok' }];
    const { code_challenge_methods_supported: methods } = configuration.serverMetadata();
    if (methods && !methods.includes('S256')) findings.push({ code: 'no-pkce', verdict: 'note' });
    const answer = new URL(
      `${about.redirect}?code=latchkey-check&state=check&iss=${encodeURIComponent(about.issuer)}`,
    );
    const redeemed = client.authorizationCodeGrant(configuration, answer, {
      expectedState: 'check',
      pkceCodeVerifier: 'latchkey-check-'.padEnd(43, 'x'),
    });
    const fault = await redeemed.then(
      () => undefined,
      (error: unknown) => faultOf(error) ?? 'unknown',
    );
    return { ...about, findings: [...findings, findingOf(fault, provider)] };
  } catch (error) {
    return {
      ...about,
      findings: [{ code: 'failed', verdict: 'refused', fault: faultOf(error) ?? 'unknown' }],
    };
  }
}

function findingOf(fault: ProviderFault | 'unknown' | undefined, provider: Provider): Finding {
  if (fault === 'code-refused') return { code: 'client-taken', verdict: 'ok' };
  // GitHub and others say of a wrong code what they say of much else.
  if (fault === undefined || (kindOf(provider).isPlainOauth && fault !== 'client-refused'))
    return { code: 'secret-untried', verdict: 'note' };
  if (fault === 'provider-error' || fault === 'response') return { code: 'secret-untried', verdict: 'note' };
  return { code: 'failed', verdict: 'refused', fault };
}
