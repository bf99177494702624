import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type OpenApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { codeTo, freshAddress, proveAddress } from '../../../test/support/mails.ts';
import { unfinished } from '../../../test/support/second-factors.ts';
import { minutes } from '../../kit/duration.ts';

const notice = "You haven't finished signing in.";
const production = { mode: 'production', publicUrl: 'http://localhost:5000' } as const;

/** As a browser opens it; the workshop's request has the same address. */
const openLogin = (browser: Browser, query = '') =>
  browser.get(`/login${query}`, { headers: { accept: 'text/html' } });

const linkOn = (page: string) => /<a href="([^"]*)">Continue signing in<\/a>/.exec(page)?.[1];

const steps: [string, string, (open: OpenApp) => Promise<Browser>][] = [
  ['a second factor', 'second-factor', async (open) => (await unfinished(await open())).browser],
  [
    'a new password',
    'new-password',
    async (open) => {
      const username = freshName();
      await (await open()).browser().post(`/register?username=${username}&password=weak`);
      const browser = (await open(production)).browser();
      await browser.login(username, 'weak');
      return browser;
    },
  ],
  [
    'a confirmed address',
    'verify-email',
    async (open) => {
      const browser = (await open()).browser();
      await browser.register(freshName(), goodPassword, { email: freshAddress() });
      return browser;
    },
  ],
  [
    'nothing but a click, since the address was confirmed meanwhile',
    'verify-email',
    async (open) => {
      const app = await open();
      const [browser, email] = [app.browser(), freshAddress()];
      await browser.register(freshName(), goodPassword, { email });
      await app.browser().post('/api/email/verify', { token: await codeTo(app, email) });
      return browser;
    },
  ],
  [
    'a second factor to be added',
    'add-second-factor',
    async (open) => {
      const browser = (await open({ login: { secondFactor: 'required' } })).browser();
      await browser.register(freshName(), goodPassword);
      return browser;
    },
  ],
];

eachApp('the login page in a browser that is half-way through a login', (open) => {
  test.each(steps)('leads on to %s, and leaves the attempt as it is', async (_, page, begin) => {
    const browser = await begin(open);
    const held = browser.jar.get('latchkey-attempt');
    const shown = await openLogin(browser, '?next=/problems');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain(notice);
    const link = `/login/${page}?next=%2Fproblems`;
    expect(linkOn(shown.text)).toBe(link);
    expect(shown.text, 'no script begins another').not.toContain('data-suggests');
    expect(shown.text).not.toContain('webauthn');
    expect([shown.cookies, browser.jar.get('latchkey-attempt')]).toEqual([[], held]);
    const next = await browser.get(link);
    expect(next.text).toContain(`action="/login/${page}"`);
  });

  test('names nobody, and another may log in by its form, which takes the place of the attempt', async () => {
    const app = await open();
    const first = await unfinished(app);
    const second = await unfinished(app);
    const { browser } = first;
    const { text } = await openLogin(browser);
    expect(text).not.toContain(first.username);
    expect(text, 'its button begins one when it is pressed').toContain('data-passkey="log-in"');
    const refused = await browser.submit('/login', { username: second.username, password: 'not this one' });
    expect([refused.status, linkOn(refused.text)]).toEqual([401, '/login/second-factor?next=%2Faccount']);
    expect(refused.text).not.toContain('data-suggests');

    const led = await browser.submit('/login', { username: second.username, password: goodPassword });
    expect(led.headers.location).toBe('/login/second-factor?next=%2Faccount');
    expect(
      (await browser.submit('/login/second-factor', { factor: 'totp', code: second.code() })).status,
    ).toBe(303);
    expect((await browser.get('/api/session')).body.account?.username).toBe(second.username);
  });

  test('also leads on from a page that the attempt does not wait for', async () => {
    const { browser } = await unfinished(await open());
    const { text } = await browser.get('/login/verify-email?next=/problems');
    expect(linkOn(text)).toBe('/login/second-factor?next=%2Fproblems');
    expect(text).not.toContain('took too long');
    expect(text).not.toContain('data-suggests');
  });

  test('is as ever where nothing is proved, or the attempt is over or another’s', async () => {
    const app = await open({ login: { emailCode: true } });
    const [nobody, nameless, byCode] = [app.browser(), app.browser(), app.browser()];
    await nameless.post('/api/login', {});
    const self = app.browser();
    const username = freshName();
    await self.register(username, goodPassword);
    await proveAddress(app, self);
    await byCode.post('/api/login', { username });
    const { browser: thief } = await unfinished(app);
    const [id = ''] = thief.jar.get('latchkey-attempt')?.split('.') ?? [];
    thief.jar.set('latchkey-attempt', `${id}.lka_${'x'.repeat(43)}`);
    const { browser: done, code } = await unfinished(app);
    const finished = done.jar.get('latchkey-attempt') ?? '';
    await done.submit('/login/second-factor', { factor: 'totp', code: code() });
    done.jar.clear();
    done.jar.set('latchkey-attempt', finished);
    const plain = (await openLogin(nobody)).text;
    expect(plain).toContain('data-suggests');
    for (const browser of [nameless, byCode, thief, done]) {
      expect(browser.jar.has('latchkey-attempt')).toBe(true);
      expect((await openLogin(browser)).text).toBe(plain);
    }
    const { browser: late } = await unfinished(app);
    app.clock.advance(minutes(10));
    expect((await openLogin(late)).text).toBe(plain);
  });
});
