import { randomInt } from 'node:crypto';
import { readTypedCode } from '../../kit/typed-code.ts';

/** Crockford's base 32 in lower case: no i, l, o or u, which are misread. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const prefix = 'att_';

const asMade = /^att_[0-9a-hjkmnp-tv-z]{12}$/;

/** A new name for an attempt: `att_` and 60 random bits. It is public and proves nothing. */
export function newTrailId(): string {
  return prefix + sixLetters() + sixLetters();
}

/** 30 random bits, of which Node has many ready. */
function sixLetters(): string {
  let text = '';
  for (let bits = randomInt(2 ** 30), count = 0; count < 6; count += 1, bits >>= 5)
    text += alphabet.charAt(bits & 31);
  return text;
}

/**
 * Reads the name of an attempt as a person may write it: `att_7k3mq2xv9d4t`, `7K3M-Q2XV-9D4T`, or with the letters
 * that Crockford takes for digits. Undefined when it is none.
 */
export function readTrailId(text: string): string | undefined {
  // Every login brings its own back, or none.
  if (text === '' || asMade.test(text)) return text || undefined;
  if (text.length > 40) return undefined;
  const letters = readTypedCode(text)
    .toLowerCase()
    .replace(/^att_/, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return /^[0-9a-hjkmnp-tv-z]{12}$/.test(letters) ? prefix + letters : undefined;
}

/** The short code that people are shown: `7K3M-Q2XV-9D4T`. */
export function trailCode(id: string): string {
  const letters = id.slice(prefix.length).toUpperCase();
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-');
}
