import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes } from '../../src/kit/duration.ts';
import { createOutbound } from '../../src/kit/outbound/index.ts';
import { eachApp, freshName } from '../support/app.ts';
import { type Latchkey, type Person, startForClients } from '../support/real-clients.ts';

let home: Latchkey;
beforeAll(async () => {
  home = await startForClients();
});
afterAll(() => home?.stop());

// Its provider is built on oidc-provider, which none of the lines that judge its answers has seen.
eachApp('signing in with another Latchkey', (open) => {
  test('makes an account, leads back to it, and confirms who it is by a sign-in of now', async () => {
    const back = 'http://localhost:5000/login/with/home/back';
    const { app: registered, secret } = await home.addApp({ redirects: [back] });
    const app = await open({
      outbound: createOutbound(),
      login: {
        with: [
          {
            ...{ id: 'home', kind: 'oidc', issuer: home.url, label: 'Home', apple: null },
            ...{ clientId: registered.id, clientSecret: secret ?? '' },
            ...{ newAccounts: true, trustsEmail: false, secondFactor: 'ours' },
          },
        ],
      },
    });
    // The other server has a clock of its own.
    app.clock.set(Date.now());
    const person = await home.person();
    const browser = app.browser();
    const visit = async (address: string | undefined, who: Person) => {
      const { left, met } = await who.leave(address ?? '');
      expect(`${left.origin}${left.pathname}`).toBe(back);
      return { met, answer: await browser.get(`${left.pathname}${left.search}`) };
    };
    const start = async () => (await browser.get('/login/with/home?next=/account')).headers.location;

    const newcomer = await visit(await start(), person);
    expect(newcomer.answer.headers.location).toMatch(/^\/login\/with\/home\/new\?/);
    const shown = await browser.get(newcomer.answer.headers.location ?? '');
    expect(shown.text).toContain(`value="${person.username}"`);
    const username = freshName();
    expect((await browser.submit('/login/with/home/new', { username })).status).toBe(303);
    expect((await browser.get('/api/session')).body).toMatchObject({
      account: { username },
      session: { amr: ['fed'] },
    });

    await browser.post('/api/logout');
    await visit(await start(), person);
    expect((await browser.get('/api/session')).body).toMatchObject({ account: { username } });

    await app.services.db
      .updateTable('sessions')
      .set({ auth_time: app.clock() - minutes(11) })
      .execute();
    expect((await browser.get('/api/me/export')).body.code).toBe('proof-required');
    const { url } = (await browser.post('/api/reauthenticate/with/home', {})).body as { url?: string };
    // `auth_time` counts seconds: the sign-in there was in an earlier one.
    await wait(1100);
    const again = await visit(url, person);
    expect(again.met, 'its own page has asked for the password').toEqual(['/account/prove']);
    expect((await browser.get('/api/me/export')).status).toBe(200);

    await browser.post('/api/logout');
    const { answer } = await visit(await start(), await home.person());
    expect(answer.headers.location, 'another person there is nobody here').toMatch(
      /^\/login\/with\/home\/new/,
    );
  });
});
