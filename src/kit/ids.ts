import { randomInt, randomUUID } from 'node:crypto';

let lastTime = 0;
let counter = 0;

/**
 * A new identifier: a UUIDv7, so rows of one table lie in the order of their birth. Ids of one millisecond are
 * kept in order by a counter (RFC 9562 section 6.2, method 1), which starts low and at random.
 * It names a thing and proves nothing; what must not be guessed is a secret token.
 */
export function newId(): string {
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    counter = randomInt(256);
  } else if (counter === 0xfff) {
    lastTime += 1;
    counter = 0;
  } else {
    counter += 1;
  }
  return uuid(lastTime, counter, randomUUID().slice(19));
}

/** The lowest id of a moment, in Unix milliseconds: those that are made later are greater. */
export function firstIdAt(time: number): string {
  return uuid(time, 0, '8000-000000000000');
}

/** When an id was made, in Unix milliseconds. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function uuid(time: number, count: number, end: string): string {
  const at = time.toString(16).padStart(12, '0');
  return `${at.slice(0, 8)}-${at.slice(8)}-7${count.toString(16).padStart(3, '0')}-${end}`;
}
