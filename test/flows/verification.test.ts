import { describe, expect, test } from 'vitest';
import { allRoutes } from '../../src/server.ts';
import { eachApp, type OpenApp, type TestApp } from '../support/app.ts';
import type { Answer } from '../support/browser-of.ts';
import { createIdentityProvider } from '../support/identity-provider.ts';
import {
  addressHolder,
  aWhile,
  bringThePassword,
  byPassword,
  furtherHolders,
  type Holder,
  holders,
  notSensitive,
  type SensitiveAct,
  sensitiveActs,
} from '../support/verifying.ts';

const provider = await createIdentityProvider();

/** Whether the act was refused for want of a verification, and only for that. */
function wantsVerification({ status, body, headers, text }: Answer): boolean {
  if (status === 403) return body.code === 'proof-required' || text.includes('href="/account/prove?');
  return status === 303 && headers.location?.startsWith('/account/prove?') === true;
}

/** The refusals of all acts, in one session: none of them changes anything. */
async function expectAllRefused(holder: Holder, acts: readonly SensitiveAct[]) {
  for (const { route, act } of acts) {
    const answer = await act(holder);
    expect(wantsVerification(answer), `${route}: ${answer.status} ${answer.text}`).toBe(true);
    if (!route.includes('/api/')) continue;
    const { needs, next = [] } = answer.body as typeof answer.body & { needs?: number };
    expect([needs, next.map(({ factor }) => factor)], route).toEqual([holder.needs, holder.factors]);
  }
}

/** What an honest owner is answered, and not that a verification is missing. */
async function expectDone(holder: Holder, { route, act, done }: SensitiveAct) {
  const answer = await act(holder);
  const status = done(holder) ?? answer.status;
  expect([answer.status, wantsVerification(answer)], `${route}: ${answer.text}`).toEqual([status, false]);
}

eachApp('a sensitive act needs a verification of the strength of the account', (open: OpenApp) => {
  // One server for all of them: it is the people who must not share anything.
  let shared: TestApp | undefined;
  const server = async () => {
    shared ??= await open({
      login: { emailCode: true, with: [provider.settings({ id: 'example' })] },
      outbound: provider.outbound,
    });
    return shared;
  };

  // Each act has a person of its own.
  describe.each(Object.entries(holders))('with %s', (_kind, make) => {
    test('V7.5.1 and is done within ten minutes of one', async () => {
      const app = await server();
      for (const act of sensitiveActs) await expectDone(await make(app), act);
    });

    test('V7.5.3 and is done after a new one', async () => {
      const app = await server();
      for (const act of sensitiveActs) {
        const holder = await make(app);
        app.clock.advance(aWhile);
        const verified = await holder.verify();
        expect(verified.body.status, verified.text).toBe('complete');
        await expectDone(holder, act);
      }
    });

    test('V7.5.1 and not later, nor by the password where the account has more', async () => {
      const app = await server();
      const holder = await make(app);
      const isWeak = holder.needs === 1;
      const refused = sensitiveActs.filter(({ route }) => !(isWeak && bringThePassword.has(route)));
      app.clock.advance(aWhile);
      await expectAllRefused(holder, refused);
      expect((await byPassword(holder.self)).status, 'the password renews level 1').toBe(200);
      if (!isWeak) await expectAllRefused(holder, refused);
      await holder.verify();
      app.clock.advance(aWhile);
      await expectAllRefused(holder, refused);
    });
  });

  describe.each(Object.entries(furtherHolders))('with %s', (_kind, make) => {
    test('V7.5.1 V7.5.3 neither later nor by the password, and again after a new one', async () => {
      const app = await server();
      const holder = await make(app);
      const acts = holder.isProgram
        ? sensitiveActs.filter(({ route }) => route.includes('/api/'))
        : sensitiveActs;
      await holder.verify();
      app.clock.advance(aWhile);
      await expectAllRefused(holder, acts);
      const byItself = await holder.self.post('/api/reauthenticate', { password: holder.password });
      expect(byItself.status, 'the password renews level 1').toBe(200);
      await expectAllRefused(holder, acts);
      expect((await holder.verify()).body.status).toBe('complete');
      expect((await holder.self.get('/api/me/export')).status).toBe(200);
      app.clock.advance(aWhile);
      await expectAllRefused(holder, acts);
    });
  });

  describe('with an address and neither a password nor a second factor', () => {
    const acts = sensitiveActs.filter(({ route }) => !bringThePassword.has(route));
    // Whether the last way in may be removed is another question.
    const allowed = acts.filter(({ route }) => !/email\/remove|DELETE \/api\/me\/email/.test(route));

    test('V7.5.1 V7.5.3 and is done after a code by email, for ten minutes', async () => {
      const app = await server();
      for (const act of allowed) {
        const holder = await addressHolder(app);
        app.clock.advance(aWhile);
        expect((await holder.verify()).body.status).toBe('complete');
        await expectDone(holder, act);
      }
    });

    test('V7.5.1 and not later, nor by any password', async () => {
      const app = await server();
      const holder = await addressHolder(app);
      app.clock.advance(aWhile);
      await expectAllRefused(holder, acts);
      expect((await byPassword(holder.self)).status).toBe(401);
      await expectAllRefused(holder, acts);
      await holder.verify();
      app.clock.advance(aWhile);
      await expectAllRefused(holder, acts);
    });
  });

  test('every route of a session is in the matrix, or changes nothing of the kind', async () => {
    const { services } = await open();
    const known = new Set([...sensitiveActs.map(({ route }) => route), ...notSensitive]);
    const routes = allRoutes(services, '0.0.0-test')
      .filter(({ access }) => access === 'signed-in')
      .map(({ method, path }) => `${method} ${path}`);
    expect(routes.filter((route) => !known.has(route))).toEqual([]);
    expect([...known].filter((route) => !routes.includes(route))).toEqual([]);
  });
});
