import { expect, test } from 'vitest';
import { minutes } from '../../src/kit/duration.ts';
import { findTrail } from '../../src/people/trails/index.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { proveAddress } from '../support/mails.ts';

const production = { mode: 'production', publicUrl: 'https://login.example.com' } as const;
const nobodys = 'att_0123456789ab';

/** Requests that anybody may send as often as they like, and that are refused. */
const ways: Readonly<Record<string, (browser: Browser) => Promise<Answer>>> = {
  'a code for an attempt of nobody': (browser) =>
    browser.post(`/api/login/${nobodys}/totp`, { code: '123456' }),
  'the error of a browser, for an attempt of nobody': (browser) =>
    browser.post(`/api/login/${nobodys}/passkey-error`, { error: 'AbortError', seconds: 1 }),
  'the form of a code': (browser) =>
    browser.submit('/login/second-factor', { factor: 'totp', code: '123456' }),
  'a registration with a short password': (browser) => browser.register(freshName(), 'short'),
  'a link that is none': (browser) => browser.post('/api/email/verify', { token: 'none' }),
};

async function countTrails({ services }: TestApp): Promise<number> {
  await services.trails.flush();
  const rows = await services.db.selectFrom('trail_parts').select('id').execute();
  return rows.length;
}

const isKept = async ({ services }: TestApp, { headers }: Answer): Promise<boolean> => {
  await services.trails.flush();
  return (await findTrail(services.db, headers['latchkey-attempt'] ?? '')) !== undefined;
};

const named = (answers: readonly Answer[]) =>
  answers.filter(({ headers }) => headers['latchkey-attempt'] !== undefined).length;

async function send(count: number, ask: (at: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < count; at++) answers.push(await ask(at));
  expect(answers.filter(({ status, text }) => status < 400 && !text.includes('<h1>'))).toEqual([]);
  return answers;
}

eachApp('what costs its sender nothing', (open) => {
  test.each(Object.entries(ways))('leaves 60 trails of an address in a minute: %s', async (_, ask) => {
    const app = await open(production);
    const before = await countTrails(app);
    const flooding = app.browser({ address: '2001:db8::1' });
    const answers = await send(90, (at) =>
      ask(at % 2 ? flooding : app.browser({ address: `2001:db8::${at}` })),
    );
    expect([(await countTrails(app)) - before, named(answers)]).toEqual([60, 60]);
    const other = await ask(app.browser({ address: '203.0.113.2' }));
    expect(await isKept(app, other), 'another address').toBe(true);
    app.clock.advance(minutes(1));
    expect(await isKept(app, await ask(flooding)), 'a minute later').toBe(true);
  });

  test('leaves 300 trails in a minute, from wherever it comes, and none too few of what was judged', async () => {
    const app = await open(production);
    const username = freshName();
    const local = await open();
    expect((await local.browser().register(username, goodPassword)).status).toBe(201);
    await local.services.trails.flush();
    const before = await countTrails(app);
    const answers = await send(330, (at) =>
      app.browser({ address: `10.0.0.${at % 200}` }).post(`/api/login/${nobodys}/totp`, { code: '123456' }),
    );
    expect([(await countTrails(app)) - before, named(answers)]).toEqual([300, 300]);
    const self = app.browser({ address: '10.0.0.1' });
    expect(await isKept(app, await self.login(username, otherPassword))).toBe(true);
    const right = await self.login(username, goodPassword);
    expect([right.status, await isKept(app, right)]).toEqual([200, true]);
  });

  test('V6.3.8 tells nobody by the name of an attempt whether there is an account', async () => {
    const mail = { url: 'smtp://localhost:1', from: 'login@example.com' };
    const app = await open({ ...production, mail, login: { emailCode: true } });
    const local = await open({ login: { emailCode: true } });
    const self = local.browser();
    const username = freshName();
    await self.register(username, goodPassword);
    await proveAddress(local, self);
    const flood = app.browser({ address: '203.0.113.9' });
    await send(70, () => flood.post('/api/email/verify', { token: 'none' }));
    const stranger = app.browser({ address: '203.0.113.9' });
    for (const ask of [
      (name: string) => stranger.post('/api/recover', { identifier: name }),
      (name: string) => stranger.post('/api/login', { username: name }),
      (name: string) => stranger.login(name, otherPassword),
    ]) {
      const [known, unknown] = [await ask(username), await ask(freshName())];
      expect(unknown.status).toBe(known.status);
      expect(Object.keys(unknown.headers).toSorted()).toEqual(Object.keys(known.headers).toSorted());
      expect(named([known, unknown])).toBe(2);
    }
  });

  test('is not counted for whoever tries this server on their own machine', async () => {
    const app = await open();
    const answers = await send(90, () =>
      app.browser().post(`/api/login/${nobodys}/totp`, { code: '123456' }),
    );
    expect(named(answers)).toBe(90);
  });
});
