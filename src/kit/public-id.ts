import { randomInt } from 'node:crypto';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A prefix and 12 characters: it names a thing to people and proves nothing. */
export const publicId = (prefix: string): string =>
  prefix + Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('');
