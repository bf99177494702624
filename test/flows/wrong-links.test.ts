import { expect, test } from 'vitest';
import { hours } from '../../src/kit/duration.ts';
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
  return { recover, verify: await codeTo(app, next) };
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
