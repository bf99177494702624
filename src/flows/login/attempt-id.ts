import { randomBytes } from 'node:crypto';

/** Crockford's: no i, l, o and u, so that it can be read out over a telephone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const form = /^att_[0-9a-hjkmnp-tv-z]{12}$/;

/** Names one attempt to register, log in, recover or prove: 60 random bits. It is public and proves nothing. */
export function newAttemptId(): string {
  let id = 'att_';
  for (const byte of randomBytes(12)) id += alphabet[byte % 32];
  return id;
}

export function isAttemptId(text: string): boolean {
  return form.test(text);
}
