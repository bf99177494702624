import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import type { Answer, Browser } from '../../../test/support/browser-of.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';

/** What the panel of a page says first; undefined for a page without one. */
const panelOf = ({ text }: Answer) => /<span class="what-happened-finding">(.*?)<\/span>/.exec(text)?.[1];

const html = { headers: { accept: 'text/html' } };

let addresses = 0;
const fromElsewhere = ({ browser }: TestApp): Browser => browser({ address: `10.9.1.${++addresses}` });

/** Registers somebody in a browser of their own. */
async function somebody(app: TestApp) {
  const username = freshName();
  const own = fromElsewhere(app);
  const { body } = await own.register(username, goodPassword);
  return { username, id: body.account?.id ?? '', own };
}

/** Signs in on the page, and answers the next one. */
async function signIn(browser: Browser, username: string): Promise<Answer> {
  const { status } = await browser.submit('/login', { username, password: goodPassword });
  expect(status).toBe(303);
  return browser.get('/account');
}

eachApp('what just happened, at the foot of a page', (open) => {
  test('is told on the pages after it, to whom it happened', async () => {
    const app = await open();
    const ada = await somebody(app);
    const browser = fromElsewhere(app);
    const signedIn = `${ada.username} signed in successfully.`;
    expect(panelOf(await signIn(browser, ada.username))).toBe(signedIn);
    expect(panelOf(await browser.get('/', html))).toBe(signedIn);
    const wrong = await browser.submit('/account/prove', { factor: 'password', password: otherPassword });
    expect(wrong.status).toBe(401);
    expect(panelOf(wrong)).toContain(`${ada.username} couldn't confirm their identity`);
    expect(panelOf(await browser.get('/account'))).toContain(
      `${ada.username} couldn't confirm their identity`,
    );
  });

  test('is told where nobody is signed in when it signed nobody in', async () => {
    const app = await open();
    const { username } = await somebody(app);
    const browser = fromElsewhere(app);
    const refused = await browser.submit('/login', { username, password: otherPassword });
    expect(panelOf(refused)).toContain(`${username} couldn't sign in`);
    expect(panelOf(await browser.get('/login', html))).toContain(`${username} couldn't sign in`);
  });

  test('tells of the form that a page refuses, and of nothing where it refuses anything else', async () => {
    const app = await open();
    const [ada, ben] = [await somebody(app), await somebody(app)];
    const browser = fromElsewhere(app);
    await signIn(browser, ben.username);
    const form = (fields: Record<string, string>) => ({ form: fields, ...html });
    const refusals: [number, Answer][] = [
      [409, await browser.submit('/account/data', { owner: ada.id, data: '{"mine": 1}' })],
      [409, await browser.submit('/logout', { owner: ada.id })],
      [404, await browser.get('/nothing', html)],
      [404, await browser.get('/problems/nothing', html)],
      [405, await browser.send('PUT', '/account/data', undefined, html)],
      [415, await browser.send('POST', '/account/data', { data: '{}' }, html)],
      [400, await browser.get('/account', { headers: { ...html.headers, host: 'a/b' } })],
      [
        403,
        await browser.send('POST', '/logout', undefined, {
          ...form({ owner: ben.id }),
          headers: { ...html.headers, origin: 'https://evil.example' },
        }),
      ],
      [422, await browser.submit('/account/data', { data: '{' })],
    ];
    for (const [status, answer] of refusals) {
      expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
      const told = expect(panelOf(answer), String(status));
      if ([403, 409, 415, 422].includes(status)) told.toContain("couldn't do that: ");
      else told.toBeUndefined();
    }
  });

  test('is nobody else’s: of who signed out, of who was signed in before, or of another sign-in', async () => {
    const app = await open();
    const [ada, ben] = [await somebody(app), await somebody(app)];
    const browser = fromElsewhere(app);
    await signIn(browser, ada.username);
    const out = await browser.submit('/logout', {});
    expect(out.status).toBe(303);
    expect(panelOf(await browser.get('/logout', html)), 'the page of the act').toBe(
      `${ada.username} sent a form, and it was accepted. It does what <code>POST /api/logout</code> does.`,
    );
    for (const path of ['/', '/login', '/register', '/logout'])
      expect(panelOf(await browser.get(path, html)), path).toBeUndefined();
    // A program that shares the cookies of a browser has no page that follows.
    await browser.login(ben.username, goodPassword);
    expect(panelOf(await browser.get('/account'))).toBeUndefined();
    const { secret = '' } = (await ben.own.post('/api/me/totp')).body;
    await ben.own.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    const visitor = fromElsewhere(app);
    await visitor.submit('/login', { username: ben.username, password: goodPassword });
    await visitor.submit('/recover', { identifier: ada.username });
    expect(panelOf(await visitor.get('/login/second-factor'))).toContain(
      `${ben.username} hasn't finished signing in`,
    );
  });

  test('is told of what a script of our pages did, and not of what another program did', async () => {
    const app = await open();
    const { username } = await somebody(app);
    const ask = async (headers: Record<string, string>) => {
      const browser = fromElsewhere(app);
      await browser.post('/api/login', { username, password: goodPassword }, { headers });
      return panelOf(await browser.get('/account'));
    };
    expect(await ask({ 'sec-fetch-site': 'same-origin' })).toContain(`${username} signed in successfully`);
    expect(await ask({})).toBeUndefined();
  });
});
