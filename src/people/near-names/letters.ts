import { createHmac } from 'node:crypto';
import { hours } from '../../kit/duration.ts';
import { sign } from '../../kit/secret-token.ts';

/** Longer ones are no slip of a finger: no username is, and few addresses are. */
const longest = 100;

/** Hashes texts with the key of one hour, to eight characters of 48 bits: enough that no two are alike by chance. */
type Hash = (text: string) => string;

export const hourOf = (time: number): number => Math.floor(time / hours(1));

export function hashOfHour(secretKey: string, hour: number): Hash {
  const key = sign(secretKey, 'near-name', String(hour));
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 8);
}

/**
 * Whether a folded name or address may be kept as hashes. What has two characters that no username has is no name with a
 * typo, but may be a password in the wrong field.
 */
export function mayBeName(name: string): boolean {
  const letters = [...name];
  if (letters.length === 0 || letters.length > longest) return false;
  if (/^[^\s@]+@[^\s@]+$/.test(name)) return true;
  return letters.filter((letter) => !/[\p{L}\p{M}\p{N}._-]/u.test(letter)).length <= 1;
}

const without = (letters: readonly string[], at: number): string => letters.toSpliced(at, 1).join('');

const whole = (text: string): string => `=${text}`;
const part = (at: number, text: string): string => `${at}:${text}`;

/** What is stored of a name. */
export function lettersOf(name: string, hash: Hash): string {
  const letters = [...name];
  return [hash(whole(name)), ...letters.map((_, at) => hash(part(at, without(letters, at))))].join('');
}

/**
 * Tells stored names that are one letter away from a name of an account: one that is missing, one too many, a wrong one,
 * or two that have changed places. The name itself is not.
 */
export function nearTo(name: string, hash: Hash): (stored: string) => boolean {
  const letters = [...name];
  const shorter = new Set(letters.map((_, at) => hash(whole(without(letters, at)))));
  const same = hash(whole(name));
  const longer = Array.from({ length: letters.length + 1 }, (_, at) => hash(part(at, name)));
  const replaced = letters.map((_, at) => hash(part(at, without(letters, at))));
  const swapped = letters
    .slice(1)
    .map((_, at) => [hash(part(at, without(letters, at + 1))), hash(part(at + 1, without(letters, at)))]);
  return (stored) => {
    const [first = '', ...parts] = stored.match(/.{8}/g) ?? [];
    if (first === same) return false;
    if (parts.length === letters.length - 1) return shorter.has(first);
    if (parts.length === letters.length + 1) return parts.some((one, at) => one === longer[at]);
    if (parts.length !== letters.length) return false;
    const isSwapped = swapped.some(([one, other], at) => parts[at] === one && parts[at + 1] === other);
    return isSwapped || parts.some((one, at) => one === replaced[at]);
  };
}
