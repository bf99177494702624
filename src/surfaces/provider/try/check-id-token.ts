import { demoApp } from '../../../operate/apps/index.ts';
import { isSignedBy, type PublicJwk, readJwt } from './jwt.ts';

/** What an app checks before it believes an ID token: OpenID Connect Core section 3.1.3.7. */
export type CheckName = 'signature' | 'issuer' | 'audience' | 'time' | 'nonce';

export interface Check {
  readonly name: CheckName;
  readonly ok: boolean;
}

interface Expected {
  readonly keys: readonly PublicJwk[];
  readonly issuer: string;
  readonly nonce: string;
  /** In Unix milliseconds, by the clock that the token was made by. */
  readonly now: number;
}

/** Checks an ID token as the demo app must. */
export function checkIdToken(token: string, { keys, issuer, nonce, now }: Expected): readonly Check[] {
  const { claims = {} } = readJwt(token) ?? {};
  return [
    { name: 'signature', ok: isSignedBy(token, keys) },
    { name: 'issuer', ok: claims.iss === issuer },
    { name: 'audience', ok: claims.aud === demoApp.id },
    { name: 'time', ok: Number(claims.exp) * 1000 > now },
    { name: 'nonce', ok: claims.nonce === nonce },
  ];
}
