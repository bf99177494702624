import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { proofOfWork } from '../../../test/support/proof-of-work.ts';

const flooder = '198.51.100.7';

/** More than a hundred askings at any time, until it is ended. */
function floodFrom(stranger: Browser) {
  let isOver = false;
  let refused = 0;
  const asking = Array.from({ length: 150 }, async () => {
    while (!isOver) {
      // A turn of the event loop between two: else the refusals alone would keep it.
      const [{ status }] = await Promise.all([stranger.get('/api/challenge'), setTimeout(1)]);
      if (status === 503) refused += 1;
    }
  });
  return {
    refused: () => refused,
    async end() {
      isOver = true;
      await Promise.all(asking);
    },
  };
}

eachApp('challenges that one address asks for at once', (open) => {
  test('V2.4.1 V15.2.2 are made one at a time, and past a hundred refused for a moment', async () => {
    const app = await open();
    const stranger = app.browser({ address: flooder });
    const answers = await Promise.all(Array.from({ length: 500 }, () => stranger.get('/api/challenge')));
    const made = answers.filter(({ status }) => status === 200);
    expect(made.length).toBeGreaterThanOrEqual(100);
    expect(made.length).toBeLessThan(300);
    for (const { status, body, headers } of answers.filter((answer) => !made.includes(answer)))
      expect([status, body.code, headers['retry-after']]).toEqual([503, 'busy', '1']);
    expect(app.log.join(''), 'no line more than that of the request').not.toContain('stack');
    expect((await stranger.get('/api/challenge')).status, 'a moment later').toBe(200);
  });

  test('V2.4.1 keep nobody else waiting: another address has its turn after one of them', async () => {
    const app = await open();
    const name = freshName();
    await app.browser().register(name, goodPassword);
    const stranger = app.browser({ address: flooder });
    const others = ['203.0.113.1', '2001:db8::1'].map((address) => app.browser({ address }));
    const flood = floodFrom(stranger);
    try {
      for (const other of others) {
        const before = flood.refused();
        await proofOfWork(other);
        expect((await other.login(name, goodPassword)).status).toBe(200);
        expect(flood.refused(), 'the flood fills its own line').toBeGreaterThan(before);
      }
    } finally {
      await flood.end();
    }
  });

  test('V2.4.1 V15.2.2 are made for no form: its page fetches its own when it asks for one', async () => {
    const app = await open({ limits: { challengeAfter: 0, registrationsBeforeChallenge: 0 } });
    const stranger = app.browser({ address: flooder });
    // More than the line of a hundred holds, as the honest twin shows.
    const often = (ask: () => ReturnType<Browser['get']>) =>
      Promise.all(Array.from({ length: 130 }, ask)).then((all) => new Set(all.map(({ status }) => status)));
    const username = freshName('nobody');
    for (const [page, password] of [
      ['/login', otherPassword],
      ['/register', goodPassword],
    ] as const) {
      expect(await often(() => stranger.submit(page, { username, password })), page).toEqual(new Set([403]));
    }
    const overApi = await often(() => stranger.login(username, otherPassword));
    expect(overApi, 'the honest twin').toEqual(new Set([403, 503]));
  });

  test('V2.4.1 wait in the same line as those that a refused request carries', async () => {
    const app = await open({ limits: { challengeAfter: 0, registrationsBeforeChallenge: 0 } });
    const stranger = app.browser({ address: flooder });
    const other = app.browser({ address: '203.0.113.1' });
    const flood = floodFrom(stranger);
    try {
      for (const ask of [
        (from: Browser) => from.login(freshName('nobody'), otherPassword),
        (from: Browser) => from.register(freshName('nobody'), goodPassword),
      ]) {
        const answers = await Promise.all(Array.from({ length: 40 }, () => ask(stranger)));
        expect(answers.map(({ body }) => body.code)).toContain('busy');
        expect((await ask(other)).body.code).toBe('challenge-required');
      }
    } finally {
      await flood.end();
    }
  });
});
