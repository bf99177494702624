import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword } from '../../../test/support/app.ts';
import type { Answer } from '../../../test/support/browser-of.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { minutes, seconds } from '../../kit/duration.ts';

/** What the form of a page holds for a browser without JavaScript, and what it tells it. */
function withoutScript({ text }: Answer) {
  const waited = /<input type="hidden" name="waited" value="([^"]+)"/.exec(text)?.[1];
  const said = /<noscript><p class="notice notice-problem">([^<]+)</.exec(text)?.[1];
  return { waited: waited ?? '', said };
}

const waitFor = (left: number) =>
  `JavaScript is turned off. Wait ${left} seconds, then enter your password again.`;

eachApp('a sign-in without JavaScript', (open) => {
  test('goes on after three wrong passwords by waiting, and the trail says so', async () => {
    const app = await open();
    const username = freshName();
    await app.browser().register(username, goodPassword);
    const browser = app.browser({ address: '203.0.113.38' });
    const submit = (password: string, waited = '') =>
      browser.submit('/login', { username, password, waited, remember: 'on' });
    for (const count of [1, 2]) {
      const refused = withoutScript(await submit(otherPassword));
      expect(refused, `after ${count}`).toEqual({ waited: '', said: undefined });
    }
    const third = withoutScript(await submit(otherPassword));
    expect(third.said).toBe(waitFor(30));

    app.clock.advance(seconds(10));
    const early = await submit(goodPassword, third.waited);
    expect([early.status, withoutScript(early)]).toEqual([403, { waited: third.waited, said: waitFor(20) }]);
    expect(early.text).toContain(`value="${username}"`);
    app.clock.advance(seconds(20));
    const late = await submit(goodPassword, third.waited);
    expect([late.status, leadsTo(late)]).toEqual([303, '/account']);
    const { text } = await browser.get('/dev/trails');
    expect(text).toContain('The browser waited instead of doing a proof of work.');
    const [, id] = /id="(att_\w+)".*?id="(att_\w+)"/s.exec(text)?.slice(1) ?? [];
    expect((await browser.get(`/dev/trails/${id}`)).text).toContain(
      'couldn&#39;t sign in: the wait that replaces the proof of work wasn&#39;t over yet'.replaceAll(
        '&#39;',
        "'",
      ),
    );
  });

  test('goes on the same way through waits and more wrong passwords, for a name without an account too', async () => {
    const app = await open();
    const known = freshName();
    await app.browser().register(known, goodPassword);
    const story = async (username: string, address: string) => {
      const browser = app.browser({ address });
      const met: unknown[] = [];
      let waited = '';
      for (const pause of [0, 0, 0, 0, 30, 30, 1, 29, 60, 120]) {
        app.clock.advance(seconds(pause));
        const answer = await browser.submit('/login', { username, password: otherPassword, waited });
        const told = withoutScript(answer);
        waited = told.waited;
        // The panel of development tells a developer more than a person may know.
        const page = answer.text.replace(/<details class="what-happened.*<\/details>/s, '');
        const lengths = [waited.length, page.length];
        met.push([answer.status, told.said, answer.headers['retry-after'], ...lengths]);
      }
      return met;
    };
    const told = await story(known, '203.0.113.39');
    expect(told.map((one) => (one as unknown[])[0])).toEqual([
      401, 401, 401, 403, 401, 401, 429, 401, 401, 401,
    ]);
    expect(await story(freshName(), '203.0.113.40')).toEqual(told);
  });

  test("goes on after somebody else's wrong passwords, and a wait gets nobody past another name", async () => {
    const app = await open();
    const [ada, ben] = [freshName(), freshName()];
    for (const name of [ada, ben]) await app.browser().register(name, goodPassword);
    for (const name of [ada, ben])
      for (let count = 0; count < 3; count += 1)
        await app.browser({ address: '203.0.113.41' }).login(name, otherPassword);
    const browser = app.browser({ address: '203.0.113.42' });
    const first = await browser.submit('/login', { username: ada, password: goodPassword });
    expect(first.status).toBe(403);
    const { waited } = withoutScript(first);
    app.clock.advance(seconds(30));
    const other = await browser.submit('/login', { username: ben, password: goodPassword, waited });
    expect([other.status, withoutScript(other).said]).toEqual([403, waitFor(30)]);
    const right = await browser.submit('/login', { username: ada, password: goodPassword, waited });
    expect(right.status).toBe(303);
  });

  test('is no way for the API: a ticket is refused there', async () => {
    const app = await open();
    const username = freshName();
    const refused = await app.browser().login(username, otherPassword, { waited: '1' });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid-request']);
    expect((await app.browser().login(username, otherPassword)).text).not.toContain('waited');
  });

  test('goes on after three wrong codes too', async () => {
    const app = await open();
    const username = freshName();
    const owner = app.browser();
    await owner.register(username, goodPassword);
    const { secret = '' } = (await owner.post('/api/me/totp')).body;
    await owner.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    app.clock.advance(minutes(2));
    const browser = app.browser({ address: '203.0.113.43' });
    await browser.submit('/login', { username, password: goodPassword });
    const answer = (code: string, waited = '') =>
      browser.submit('/login/second-factor', { factor: 'totp', code, waited });
    for (let count = 0; count < 2; count += 1) await answer('000000');
    const { waited, said } = withoutScript(await answer('000000'));
    expect(said).toBe('JavaScript is turned off. Wait 30 seconds, then enter your code again.');
    expect((await answer(totpCode(secret, app.clock()), waited)).status).toBe(403);
    app.clock.advance(seconds(30));
    expect((await answer(totpCode(secret, app.clock()), waited)).status).toBe(303);
  });
});
