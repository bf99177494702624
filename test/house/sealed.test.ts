import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { readImports } from '../../scripts/check/import-rules.ts';
import { listFiles } from '../../scripts/check/project-files.ts';

/** The rooms that keep something sealed under the secret key, or under one that is made of it. */
const sealing = listFiles(/^src\/(?!.*\.test\.tsx?$).*\.tsx?$/).filter(
  (path) => !path.startsWith('src/start/') && /\bsealSecret\(secretKey/.test(readFileSync(path, 'utf8')),
);

const roomsThat = (path: string): readonly string[] =>
  readImports(path, readFileSync(path, 'utf8')).map(({ to }) => posix.dirname(to));

test('what is sealed under the secret key is sealed anew when that is rotated', () => {
  const rooms = [
    ...new Set(sealing.filter((path) => path !== 'src/kit/sealed-secret.ts').map(posix.dirname)),
  ];
  expect(rooms).toContain('src/factors/totp');
  // A folder of a room shares its door.
  const reached = roomsThat('src/start/rotate-secret-key.ts');
  const isReached = (room: string) => reached.some((door) => `${room}/`.startsWith(`${door}/`));
  expect(rooms.filter((room) => !isReached(room))).toEqual([]);
});

test('and a move looks whether the key of the new place opens it', () => {
  const looked = readFileSync('src/operate/move/sealed.ts', 'utf8');
  for (const path of sealing) {
    const [, purpose] = /purpose: '([\w-]+)'/.exec(readFileSync(path, 'utf8')) ?? [];
    if (purpose !== undefined) expect(looked, path).toContain(`purpose: '${purpose}'`);
  }
});
