import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { randomText } from './random-text.ts';

/** A secret that a person's browser or program holds, and the only trace of it that may be stored. */
export interface SecretToken {
  /** `prefix` and 256 random bits in base64url: 43 characters. ASVS V7.2.3 asks for 128 bits. */
  readonly token: string;
  /** SHA-256 of the token in base64url. The token has full entropy, so it needs no salt. */
  readonly hash: string;
}

export function newSecretToken(prefix: string): SecretToken {
  const token = prefix + randomText(32);
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** An HMAC-SHA-256 in base64url. `purpose` keeps signatures made for one use from passing in another. */
export function sign(key: string, purpose: string, text: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
}

/** Compares in constant time; different lengths are unequal. */
export function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}
