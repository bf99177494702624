import { expect, test } from 'vitest';
import { days, hours } from '../../src/kit/duration.ts';
import { hashToken } from '../../src/kit/secret-token.ts';
import { sweep } from '../../src/start/sweep.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { codeTo, freshAddress, proveAddress } from '../support/mails.ts';

/** Every entrance that takes the token of a link. */
const entrances: Readonly<Record<string, (browser: Browser, token: string) => Promise<Answer>>> = {
  'POST /api/email/verify': (browser, token) => browser.post('/api/email/verify', { token }),
  'POST /email/verify': (browser, token) => browser.submit('/email/verify', { token }),
  'POST /api/recover/complete': (browser, token) =>
    browser.post('/api/recover/complete', { token, newPassword: otherPassword }),
  'POST /recover/complete': (browser, token) =>
    browser.submit('/recover/complete', { token, newPassword: otherPassword }),
};

let addresses = 0;
const freshNetwork = () => `198.51.100.${++addresses}`;
const wrong = (n: number) => `lnk_${String(n).padStart(43, 'x')}`;

/** Somebody who waits for both kinds of links, which came by email. */
async function withLinks(app: TestApp) {
  const browser = app.browser();
  await browser.register(freshName(), goodPassword);
  const email = await proveAddress(app, browser);
  await app.browser().post('/api/recover', { identifier: email });
  const recover = await codeTo(app, email);
  const next = freshAddress();
  await browser.send('PUT', '/api/me/email', { email: next });
  return { recover, verify: await codeTo(app, next), person: browser };
}

eachApp('incorrect links', (open) => {
  for (const [entrance, use] of Object.entries(entrances)) {
    test(`V2.4.1 of one address are refused after 45 in an hour (${entrance})`, async () => {
      const app = await open();
      const links = await withLinks(app);
      const right = entrance.includes('recover') ? links.recover : links.verify;
      const address = freshNetwork();
      const stranger = app.browser({ address });
      for (let n = 0; n < 45; n++) {
        const token = n % 2 === 0 ? wrong(n) : 'not a link at all';
        expect((await use(stranger, token)).status, `link ${n}`).toBe(410);
      }
      const refused = await use(stranger, wrong(46));
      expect([refused.status, refused.headers['retry-after']]).toEqual([429, '3600']);
      for (const other of Object.values(entrances)) {
        expect((await other(stranger, wrong(32))).status, 'they count together').toBe(429);
      }
      const login = await stranger.login(freshName(), goodPassword);
      expect(login.status, 'nothing else is held up').toBe(401);
      expect((await use(app.browser({ address: freshNetwork() }), right)).status, 'elsewhere').toBeLessThan(
        400,
      );
      app.clock.advance(hours(1));
      expect((await use(stranger, wrong(33))).status, 'an hour later').toBe(410);
    });
  }

  test('that were sent once are not counted: right ones, used ones and expired ones', async () => {
    const app = await open({ limits: { wrongLinks: 2 } });
    const owner = app.browser({ address: freshNetwork() });
    const { recover, verify } = await withLinks(app);
    for (let n = 0; n < 4; n++) {
      const weak = await owner.post('/api/recover/complete', { token: recover, newPassword: 'short' });
      expect(weak.body.code, 'a right link and a bad password').toBe('password-refused');
    }
    const chosen = { token: recover, newPassword: otherPassword };
    expect((await owner.post('/api/recover/complete', chosen)).status).toBe(204);
    for (let n = 0; n < 4; n++) {
      expect((await owner.post('/api/recover/complete', chosen)).status, 'used').toBe(410);
    }
    const other = await withLinks(app);
    expect((await owner.post('/api/email/verify', { token: verify })).status, 'withdrawn').toBe(410);
    app.clock.advance(hours(25));
    for (let n = 0; n < 4; n++) {
      expect((await owner.post('/api/email/verify', { token: other.verify })).status, 'expired').toBe(410);
    }
    const good = await withLinks(app);
    expect((await owner.post('/api/email/verify', { token: good.verify })).status).toBe(200);
  });

  const gone: Readonly<Record<string, (app: TestApp, person: Browser) => Promise<unknown>>> = {
    'they expired and were swept': async (app) => {
      app.clock.advance(days(9));
      await sweep(app.services);
    },
    'their account was deleted': async (_, person) => {
      const deleted = await person.send('DELETE', '/api/me', { password: goodPassword });
      expect(deleted.status).toBe(204);
    },
  };

  test.each(Object.keys(gone))('that were sent are not counted once %s', async (how) => {
    const app = await open({ limits: { wrongLinks: 2 } });
    const browser = app.browser({ address: freshNetwork() });
    const { recover, verify, person } = await withLinks(app);
    await gone[how]?.(app, person);
    const left = await app.services.db.selectFrom('links').select('token_hash').execute();
    for (const token of [recover, verify]) {
      expect(
        left.map((row) => row.token_hash),
        'nothing is left of it',
      ).not.toContain(hashToken(token));
      for (const use of Object.values(entrances)) expect((await use(browser, token)).status).toBe(410);
    }
    expect((await entrances['POST /api/email/verify']?.(browser, wrong(1)))?.status, 'the first').toBe(410);
  });

  test('of one address keep nobody there from using a link that was sent', async () => {
    const app = await open({ limits: { wrongLinks: 2 } });
    for (const [entrance, use] of Object.entries(entrances)) {
      const { recover, verify } = await withLinks(app);
      const browser = app.browser({ address: freshNetwork() });
      for (const status of [410, 410, 429]) expect((await use(browser, wrong(1))).status).toBe(status);
      const right = entrance.includes('recover') ? recover : verify;
      expect((await use(browser, right)).status, entrance).toBeLessThan(400);
      expect((await use(browser, right)).status, 'used').toBe(410);
      expect((await use(browser, wrong(1))).status, 'and guesses are refused as before').toBe(429);
    }
  });

  test('that are made from a right one are counted: whoever guesses cannot mark a guess', async () => {
    const app = await open({ limits: { wrongLinks: 1 } });
    const { verify } = await withLinks(app);
    const [random, mark] = [verify.slice(0, 47), verify.slice(47)];
    const other = await withLinks(
      await open({ secretKey: 'a key that another server has, and not this one' }),
    );
    const guesses = {
      'another token with its mark': `${wrong(1)}${mark}`,
      'itself without its mark': random,
      'itself with another mark': `${random}${mark.startsWith('A') ? 'B' : 'A'}${mark.slice(1)}`,
      'itself with the mark of another token': `${random}${other.verify.slice(47)}`,
    };
    for (const [kind, token] of Object.entries(guesses)) {
      const browser = app.browser({ address: freshNetwork() });
      for (const status of [410, 429]) {
        expect((await browser.post('/api/email/verify', { token })).status, kind).toBe(status);
      }
    }
    expect((await app.browser().post('/api/email/verify', { token: verify })).status).toBe(200);
  });

  test.each(['of an older version, without a mark', 'that another secret key has marked'])(
    'do not hold up a link %s, while it is stored',
    async (kind) => {
      const [app, before] = [
        await open({ limits: { wrongLinks: 1 } }),
        await open({ secretKey: 'the key of this server before it was rotated' }),
      ];
      const { verify } = await withLinks(before);
      const token = kind.includes('older') ? verify.slice(0, 47) : verify;
      const { db } = app.services;
      const stored = hashToken(verify);
      await db
        .updateTable('links')
        .set({ token_hash: hashToken(token) })
        .where('token_hash', '=', stored)
        .execute();
      const browser = app.browser({ address: freshNetwork() });
      expect((await browser.post('/api/email/verify', { token })).status).toBe(200);
      for (let n = 0; n < 3; n++)
        expect((await browser.post('/api/email/verify', { token })).status).toBe(410);
      app.clock.advance(days(9));
      await sweep(app.services);
      for (const status of [410, 429]) {
        expect((await browser.post('/api/email/verify', { token })).status, 'as any other').toBe(status);
      }
    },
  );

  test('100 at once: 45 are looked up, and not one more; the last of them is an event', async () => {
    const app = await open();
    const address = freshNetwork();
    const stranger = app.browser({ address });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => stranger.post('/api/email/verify', { token: wrong(n) })),
    );
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(45);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(55);
    const events = await app.services.db
      .selectFrom('events')
      .select('detail')
      .where('type', '=', 'link-limited')
      .where('address', '=', address)
      .execute();
    expect(events).toEqual([{ detail: '{"wrongLinks":45}' }]);
  });
});
