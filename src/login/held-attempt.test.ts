import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../test/support/app.ts';
import { leadsTo } from '../../test/support/leads-to.ts';
import { freshAddress } from '../../test/support/mails.ts';
import { unfinished } from '../../test/support/second-factors.ts';
import { seconds } from '../kit/duration.ts';

const secondFactor = '/login/second-factor';
const over = 'This sign-in has expired';

const planted = (n: number) => `att_${String(n).padStart(12, '0')}.lka_${'x'.repeat(43)}`;

/** A login half-way, with the cookies of `before` in front of its own. */
async function unfinishedBehind(app: TestApp, before: (own: string) => string[]) {
  const { browser, attempt, code } = await unfinished(app);
  const own = browser.jar.get('latchkey-attempt') ?? '';
  const cookie = [...before(own), own].map((value) => `latchkey-attempt=${value}`).join('; ');
  return { browser, attempt, code: code(), extras: { headers: { cookie } } };
}

const ways: [string, (own: string) => string[]][] = [
  ['that never was', () => [planted(1)]],
  ['of its name with another secret', (own) => [`${own.split('.')[0]}.lka_${'x'.repeat(43)}`]],
  ['that is no attempt at all, many times', () => Array(9).fill('x')],
  ['and two more', () => [planted(1), planted(2), planted(3)]],
];

eachApp('an attempt whose cookie stands behind another', (open) => {
  test.each(ways)('%s goes on, on the pages and over the API', async (_, before) => {
    const app = await open();
    const page = await unfinishedBehind(app, before);
    const shown = await page.browser.get(secondFactor, page.extras);
    expect(shown.text).toContain('autocomplete="one-time-code"');
    const form = { factor: 'totp', code: page.code };
    const done = await page.browser.submit(secondFactor, form, page.extras);
    expect([done.status, leadsTo(done)]).toEqual([303, '/account']);
    expect(page.browser.jar.has('latchkey-attempt'), 'the attempt is forgotten').toBe(false);

    const api = await unfinishedBehind(app, before);
    const url = `/api/login/${api.attempt}/totp`;
    const answer = await api.browser.post(url, { code: api.code }, api.extras);
    expect(answer.body.status).toBe('complete');
  });

  test('that is finished goes on', async () => {
    const app = await open();
    let old = '';
    const first = await unfinishedBehind(app, (own) => {
      old = own;
      return [];
    });
    await first.browser.submit(secondFactor, { factor: 'totp', code: first.code }, first.extras);
    const { browser, code, extras } = await unfinishedBehind(app, () => [old]);
    const done = await browser.submit(secondFactor, { factor: 'totp', code }, extras);
    expect(done.status).toBe(303);
  });

  test.each(['before', 'behind'])('counts where it began last: a thief’s stands %s it', async (where) => {
    const app = await open();
    const thief = app.browser();
    await thief.register(freshName(), goodPassword, { email: freshAddress() });
    const theirs = thief.jar.get('latchkey-attempt') ?? '';
    app.clock.advance(seconds(1));
    const { browser, code } = await unfinishedBehind(app, () => []);
    const values = [theirs, browser.jar.get('latchkey-attempt')];
    if (where === 'behind') values.reverse();
    const cookie = values.map((value) => `latchkey-attempt=${value}`).join('; ');
    const extras = { headers: { cookie, accept: 'text/html' } };
    const theirPage = await browser.get('/login/verify-email', extras);
    expect(theirPage.text).not.toContain('action="/login/verify-email"');
    expect((await browser.get('/login', extras)).text).toContain('href="/login/second-factor');
    const done = await browser.submit(secondFactor, { factor: 'totp', code }, extras);
    expect([done.status, leadsTo(done)]).toEqual([303, '/account']);
  });

  test('is looked for among four, and no further', async () => {
    const app = await open();
    const { browser, attempt, code, extras } = await unfinishedBehind(app, () => [1, 2, 3, 4].map(planted));
    expect((await browser.get(secondFactor, extras)).text).toContain(over);
    const answer = await browser.post(`/api/login/${attempt}/totp`, { code }, extras);
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  });

  test('is answered like any other where none of them lives', async () => {
    const app = await open();
    const browser = app.browser();
    const answers = [];
    for (const values of [[], [planted(1)], [planted(1), planted(2)]]) {
      const cookie = values.map((value) => `latchkey-attempt=${value}`).join('; ');
      const extras = { headers: { cookie } };
      const page = await browser.get(secondFactor, extras);
      const { status, body } = await browser.post('/api/login/att_000000000001/totp', { code: '1' }, extras);
      answers.push([page.status, page.text.includes(over), status, body.code]);
    }
    expect(new Set(answers.map(String))).toEqual(new Set(['200,true,404,not-found']));
  });

  test('is taken up where it has no name', async () => {
    const app = await open();
    const browser = app.browser();
    const { attempt } = (await browser.post('/api/login', {})).body;
    const cookie = `latchkey-attempt=${planted(1)}; latchkey-attempt=${browser.jar.get('latchkey-attempt')}`;
    const again = await browser.post('/api/login', {}, { headers: { cookie } });
    expect([again.body.attempt, again.cookies]).toEqual([attempt, []]);
  });
});
