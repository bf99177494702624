import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { findTrail } from '../../people/trails/index.ts';

const paths = ['/api/me/passkeys/error', '/api/reauthenticate/passkey-error'] as const;

eachApp('what a browser reports of a passkey', (open) => {
  test.each(paths)('%s is kept ten times an hour, and names no attempt beyond that', async (path) => {
    const { browser, services } = await open();
    const person = browser();
    await person.register(freshName(), goodPassword);
    const codes: (string | undefined)[] = [];
    for (let count = 0; count < 12; count++) {
      const answer = await person.post(path, { error: 'AbortError', seconds: 1 });
      expect(answer.status).toBe(204);
      codes.push(answer.headers['latchkey-attempt']);
    }
    await services.trails.flush();
    const found = await Promise.all(codes.map((code) => code && findTrail(services.db, code)));
    expect(found.map((trail) => trail !== undefined)).toEqual(codes.map((_, count) => count < 10));
    expect(codes.filter((code) => code !== undefined)).toHaveLength(10);
  });
});
