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
    test(`V2.4.1 of one address are refused after 30 in an hour (${entrance})`, async () => {
      const app = await open();
      const links = await withLinks(app);
      const right = entrance.includes('recover') ? links.recover : links.verify;
      const address = freshNetwork();
      const stranger = app.browser({ address });
      for (let n = 0; n < 30; n++) {
        const token = n % 2 === 0 ? wrong(n) : 'not a link at all';
        expect((await use(stranger, token)).status, `link ${n}`).toBe(410);
      }
      const refused = await use(stranger, wrong(31));
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

  test('right ones are not counted, and one that is refused for its password is right', async () => {
    const app = await open({ email: { mailsAnHour: 1000 }, limits: { wrongLinks: 2 } });
    const address = freshNetwork();
    for (let n = 0; n < 4; n++) {
      const { recover, verify } = await withLinks(app);
      const browser = app.browser({ address });
      expect((await browser.post('/api/email/verify', { token: verify })).status).toBe(200);
      const weak = { token: recover, newPassword: 'short' };
      // The confirmed address is another now, so what was sent to the old one is dead: the one link that counts.
      if (n === 0) expect((await browser.post('/api/recover/complete', weak)).status).toBe(410);
    }
    const browser = app.browser();
    await browser.register(freshName(), goodPassword);
    const email = await proveAddress(app, browser);
    await app.browser().post('/api/recover', { identifier: email });
    const token = await codeTo(app, email);
    const owner = app.browser({ address });
    for (let n = 0; n < 4; n++) {
      const weak = await owner.post('/api/recover/complete', { token, newPassword: 'short' });
      expect(weak.body.code).toBe('password-refused');
    }
    const done = await owner.post('/api/recover/complete', { token, newPassword: otherPassword });
    expect(done.status).toBe(204);
  });

  test('100 at once: 30 are looked up, and not one more; the last of them is an event', async () => {
    const app = await open();
    const address = freshNetwork();
    const stranger = app.browser({ address });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => stranger.post('/api/email/verify', { token: wrong(n) })),
    );
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(30);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(70);
    const events = await app.services.db
      .selectFrom('events')
      .select('detail')
      .where('type', '=', 'link-limited')
      .where('address', '=', address)
      .execute();
    expect(events).toEqual([{ detail: '{"wrongLinks":30}' }]);
  });
});
