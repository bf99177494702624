import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { hashToken } from '../../kit/secret-token.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 62^43 is more than 2^256, and 62^6 more than 2^32. */
const lengths = { secret: 43, checksum: 6 };

/** What an access key looks like, for scanners of secrets: its prefix occurs in nothing else, and the last six characters check it. */
export const keyForm = /\blkp_[0-9A-Za-z]{49}\b/;

const wholeKey = /^lkp_[0-9A-Za-z]{49}$/;

/** A new key, and all that is kept of it: its SHA-256, and how it ends. */
export function newKey(): { readonly key: string; readonly hash: string; readonly ending: string } {
  const start = `lkp_${base62(BigInt(`0x${randomBytes(32).toString('hex')}`), lengths.secret)}`;
  const key = start + checksumOf(start);
  return { key, hash: hashToken(key), ending: key.slice(-4) };
}

/** Whether a text is one that this server could have made. No row is looked up for any other. */
export function isKey(text: string): boolean {
  return (
    wholeKey.test(text) && checksumOf(text.slice(0, -lengths.checksum)) === text.slice(-lengths.checksum)
  );
}

/** CRC-32 of the prefix and the secret, as the secret scanning of GitHub asks for. */
const checksumOf = (start: string): string => base62(BigInt(crc32(start)), lengths.checksum);

function base62(number: bigint, length: number): string {
  let text = '';
  for (let rest = number; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text;
  return text;
}
