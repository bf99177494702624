import { randomBytes } from 'node:crypto';
import { hashToken } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';
import { insertOutsideAttempt, outsideLifetime, secretsOf } from './attempts.ts';
import type { OutsideClients } from './client.ts';
import { backAddress, canVerify, kindOf, type Provider } from './providers.ts';
import type { OutsideAttemptsTable } from './table.ts';

/** What somebody is sent to a provider for. */
export interface Asking
  extends Pick<OutsideAttemptsTable, 'purpose' | 'account_id' | 'session_id' | 'trail_id'> {
  /** The key that the browser holds. */
  readonly browser: string;
  readonly remember: boolean;
  readonly next: string;
}

type AskServices = Pick<Services, 'config' | 'clock' | 'db' | 'secretKey'> & {
  readonly outside: OutsideClients;
};

/**
 * Where to send somebody, with a `state`, a `nonce` and a PKCE challenge that are good for this once (RFC 9700 §2.1,
 * OIDC Core §3.1.2.1). Throws `Unreachable` or what openid-client throws.
 */
export async function sendToProvider(
  services: AskServices,
  provider: Provider,
  asking: Asking,
): Promise<URL> {
  const { db, clock, secretKey } = services;
  const client = await import('openid-client');
  const configuration = await services.outside.of(provider);
  const state = randomBytes(32).toString('base64url');
  const { nonce, verifier } = secretsOf(secretKey, state);
  const { isPlainOauth, answersByForm, scope } = kindOf(provider);
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: backAddress(services, provider),
    scope,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(!isPlainOauth && { nonce }),
    ...(answersByForm && { response_mode: 'form_post' }),
    // Some providers look at one of them alone.
    ...(asking.purpose === 'verify' && canVerify(provider) && { prompt: 'login', max_age: '0' }),
  });
  await insertOutsideAttempt(db, {
    state_hash: hashToken(state),
    trail_id: asking.trail_id,
    provider: provider.id,
    browser_hash: hashToken(asking.browser),
    next: asking.next,
    purpose: asking.purpose,
    account_id: asking.account_id,
    session_id: asking.session_id,
    remember: asking.remember ? 1 : 0,
    expires_at: clock() + outsideLifetime,
    used_at: null,
    newcomer: null,
  });
  return address;
}
