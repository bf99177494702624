import type { Db } from '../../kit/db/index.ts';
import { mailIsConfigured } from '../../kit/mail/index.ts';
import type { Services } from '../../kit/services.ts';
import type { EmailState } from './state.ts';
import { findProofOfAddress } from './store.ts';

/**
 * Whether the policy keeps a session from the account until it has confirmed an address: with `before-login` one that has
 * asked for an address and has confirmed none, and one without any where an address is required. Another address that is
 * asked for beside a confirmed one holds nobody up.
 */
export async function mustVerifyEmail(
  db: Db,
  config: Services['config'],
  accountId: string,
): Promise<boolean> {
  return isHeldUp(config, await findProofBeforeLogin(db, config, accountId));
}

/** The same of what was read of the account. */
export function mustVerifyAddress(
  config: Services['config'],
  { verified, pending }: Pick<EmailState, 'verified' | 'pending'>,
): boolean {
  if (!isAskedBeforeLogin(config)) return false;
  return isHeldUp(config, verified ? 'proved' : pending === null ? 'none' : 'asked');
}

const isHeldUp = ({ email }: Services['config'], proof: 'proved' | 'asked' | 'none' | undefined): boolean =>
  proof === 'asked' || (proof === 'none' && email.registration === 'required');

/** The same for an account whose owner could be asked for no address, as the workshop's. */
export async function waitsForProof(db: Db, config: Services['config'], accountId: string): Promise<boolean> {
  return (await findProofBeforeLogin(db, config, accountId)) === 'asked';
}

/**
 * Whether the next login waits until an address is confirmed that the account asks for now, or has asked for: where it has
 * confirmed none, and the policy asks for that before the login.
 */
export function holdsUpLogin(
  config: Services['config'],
  { verified }: Pick<EmailState, 'verified'>,
): boolean {
  return !verified && isAskedBeforeLogin(config);
}

/** Undefined where the policy asks no proof before the login. */
async function findProofBeforeLogin(db: Db, config: Services['config'], accountId: string) {
  return isAskedBeforeLogin(config) ? findProofOfAddress(db, accountId) : undefined;
}

function isAskedBeforeLogin(config: Services['config']): boolean {
  return config.email.verification === 'before-login' && mailIsConfigured(config);
}

/** Whether the page of a registration has a field for an address. */
export function asksForAddress(config: Services['config']): boolean {
  const { registration, verification } = config.email;
  return mailIsConfigured(config) && (verification !== 'none' || registration === 'required');
}
