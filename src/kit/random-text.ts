import { randomFillSync } from 'node:crypto';

const drawn = Buffer.alloc(1024);
let taken = drawn.length;

/**
 * So many random bytes in base64url, for what must not be guessed. They are drawn 1 KiB at a time, as Node does for
 * `randomUUID`: one call of the generator takes longer than all else that makes a token. What was taken is wiped.
 */
export function randomText(bytes: number): string {
  if (bytes > drawn.length) throw new RangeError(`At most ${drawn.length} bytes.`);
  if (taken + bytes > drawn.length) {
    randomFillSync(drawn);
    taken = 0;
  }
  const end = taken + bytes;
  const text = drawn.toString('base64url', taken, end);
  drawn.fill(0, taken, end);
  taken = end;
  return text;
}
