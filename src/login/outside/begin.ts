import type { Problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { countProviderLogin } from '../../people/limits/index.ts';
import {
  faultOf,
  type OutsideAttemptsTable,
  type Provider,
  sendToProvider,
} from '../../people/outside/index.ts';
import type { ProviderFault } from '../../people/trails/index.ts';
import type { Trailing } from '../trails/index.ts';
import { failed } from './failed.ts';

export type OutsideServices = Pick<Services, 'config' | 'clock' | 'db' | 'secretKey' | 'outside' | 'log'>;

export interface Wanted extends Pick<OutsideAttemptsTable, 'purpose' | 'account_id' | 'session_id'> {
  /** The key that the browser holds. */
  readonly browser: string;
  readonly remember: boolean;
  readonly next: string;
}

/**
 * Sends somebody to a provider: to sign in, to link an identity to the account, or to verify who they are. Answers where to.
 * Throws `too-many-attempts` or `outside-login-failed`.
 */
export async function beginOutside(
  services: OutsideServices,
  provider: Provider,
  wanted: Wanted,
  { trail, client }: Trailing,
): Promise<URL> {
  if (wanted.purpose === 'sign-in') await countProviderLogin(services, client);
  else trail.account(wanted.account_id ?? '');
  const purpose = wanted.purpose;
  trail.note({ code: 'provider-asked', provider: provider.id, for: purpose });
  try {
    return await sendToProvider(services, provider, { ...wanted, trail_id: trail.id });
  } catch (error) {
    throw refusal(services, provider, error, trail);
  }
}

/** A refusal for what a provider has done, which the trail and the log say; what nobody expected stays as it was. */
export function refusal(
  { log }: Pick<Services, 'log'>,
  provider: Provider,
  error: unknown,
  trail: Trailing['trail'],
): Problem | unknown {
  const fault = faultOf(error);
  if (fault === undefined) return error;
  trail.note({ code: 'provider-answered', provider: provider.id, ok: false, fault });
  if (isOperators(fault)) {
    log.warn(
      { provider: provider.id, fault },
      `Couldn't sign anyone in with ${provider.label}. Run "latchkey login-with check ${provider.id}".`,
    );
  }
  return failed(provider, fault);
}

/** Whether whoever runs the server can mend it. */
const isOperators = (fault: ProviderFault): boolean =>
  ['unreachable', 'client-refused', 'response', 'issuer', 'signature', 'provider-error'].includes(fault);
