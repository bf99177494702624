import { randomBytes } from 'node:crypto';
import { Type } from '../../kit/schema.ts';
import { hashToken } from '../../kit/secret-token.ts';
import { readTypedCode } from '../../kit/typed-code.ts';

/** How many an account has. */
export const codesInASet = 10;

/** Crockford's base32: no i, l, o and u, so that nothing is read for something else. Five bits a character. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 24;

/** 120 random bits as `xxxx-xxxx-xxxx-xxxx-xxxx-xxxx`. */
export function newRecoveryCode(): string {
  // 256 is a multiple of 32: every character is as likely as any other.
  const letters = Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % 32));
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** The code as it was made, from how people write it; undefined for what can be none. */
export function readRecoveryCode(typed: string): string | undefined {
  const letters = readTypedCode(typed).toLowerCase().replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return letters.length === length && [...letters].every((letter) => alphabet.includes(letter))
    ? letters
    : undefined;
}

/** A plain hash does, since nobody can try 2^120 codes (NIST SP 800-63B-4 §3.1.2 asks for 112 bits). */
export function hashRecoveryCode(code: string): string {
  return hashToken(`recovery-code\n${code}`);
}

/** New recovery codes in an answer of the API. */
export const codesSchema = Type.Array(Type.String(), {
  title: 'RecoveryCodes',
  description: "Each works once, in place of a second factor. Show them now: they can't be shown again.",
  examples: [['br7x-0kq2-m9vd-4tgz-8whn-c3sf']],
});
