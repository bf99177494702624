import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type Settings, type TestApp } from '../../../test/support/app.ts';
import { loginCodeTo, proveAddress } from '../../../test/support/mails.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';

const wrong = { code: 'not a code' };

async function person(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  await self.register(username, goodPassword);
  return { self, username, email: await proveAddress(app, self) };
}

async function begin(app: TestApp, username: string) {
  const browser = app.browser();
  const answer = await browser.post('/api/login', { username });
  const send = (body: object) => browser.post(`/api/login/${answer.body.attempt}/email-code`, body);
  return { browser, answer, send };
}

eachApp('wrong codes by mail', (open) => {
  const unhindered: Settings = {
    login: { emailCode: true },
    // Each begin and each code takes a tenth of a second, so six wrong codes stand for fifty.
    limits: { disableAfter: 12, challengeAfter: 100, waitAfter: 100, emailCodesBeforeChallenge: 1000 },
    email: { mailsAnHour: 1000 },
  };

  /** Sends wrong codes until none is judged any more, and answers how many were. */
  async function exhaust(app: TestApp, username: string): Promise<number> {
    for (let judged = 0; ; judged++) {
      const { send } = await begin(app, username);
      if ((await send(wrong)).status !== 401) return judged;
    }
  }

  test('V6.3.8 are judged so many times in a row, for whatever name, and the refusal says what helps', async () => {
    const app = await open(unhindered);
    const { username } = await person(app);
    const answers: unknown[] = [];
    for (const name of [username, `${freshName()}-nobody`]) {
      expect(await exhaust(app, name)).toBe(6);
      const { send } = await begin(app, name);
      const { status, headers, body } = await send(wrong);
      answers.push({ status, wait: headers['retry-after'], detail: body.detail, next: body.next });
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toEqual({
      status: 429,
      wait: undefined,
      next: undefined,
      detail:
        "Codes are turned off after 6 incorrect codes in a row. To continue, sign in with your password or a passkey, use a browser you've signed in with before, or ask the site's admin for help.",
    });
  });

  test('of a stranger do not turn codes off for good: the next login of the owner begins a new count', async () => {
    const app = await open(unhindered);
    const { username, email } = await person(app);
    expect(await exhaust(app, username)).toBe(6);
    expect((await app.browser().login(username, goodPassword)).body.status).toBe('complete');
    const { send } = await begin(app, username);
    expect((await send({ code: await loginCodeTo(app, email) })).body.status).toBe('complete');
  });

  test('V6.3.1 a right one gives no new tries at the code of an app', async () => {
    const app = await open(unhindered);
    const { self, username, email } = await person(app);
    await setUpTotp(app, self);
    let judged = 0;
    for (let n = 0; n < 10; n++) {
      const { browser, answer, send } = await begin(app, username);
      const mailed = await send({ code: await loginCodeTo(app, email) });
      if (mailed.status !== 200) continue;
      const tried = await browser.post(`/api/login/${answer.body.attempt}/totp`, { code: '000000' });
      if (tried.status === 401) judged += 1;
    }
    expect(judged).toBe(6);
  });
});
