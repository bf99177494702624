import { hash } from 'node:crypto';
import type { ParsedAuthenticatorData } from '@simplewebauthn/server/helpers';
import type { PasskeyRefusal } from '../refusal.ts';

export type AuthenticatorData = Pick<ParsedAuthenticatorData, 'rpIdHash'> & {
  readonly flags: Pick<ParsedAuthenticatorData['flags'], 'up' | 'uv' | 'be' | 'bs'>;
};

/** What must hold of an authenticator's own words, whether it was added or used. */
export function refuseAuthenticatorData(
  { rpIdHash, flags }: AuthenticatorData,
  wanted: { readonly rpId: string; readonly requireUserVerification: boolean },
): PasskeyRefusal | undefined {
  if (!hash('sha256', wanted.rpId, 'buffer').equals(rpIdHash)) return 'foreign-rp';
  if (!flags.up) return 'user-absent';
  if (wanted.requireUserVerification && !flags.uv) return 'not-verified';
  if (flags.bs && !flags.be) return 'impossible-backup';
  return undefined;
}
