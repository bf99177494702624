import { randomUUIDv7 } from 'node:crypto';

/**
 * A new identifier: a UUIDv7, so rows of one table lie in the order of their birth.
 * It names a thing and proves nothing; what must not be guessed is a secret token.
 */
export function newId(): string {
  return randomUUIDv7();
}
