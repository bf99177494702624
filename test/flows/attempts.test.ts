import { expect, test } from 'vitest';
import { type Addable, addableFactors } from '../../src/factors/index.ts';
import { minutes } from '../../src/kit/duration.ts';
import { findTrail, type Step, trailCode } from '../../src/people/trails/index.ts';
import { allRoutes } from '../../src/server.ts';
import { sweep } from '../../src/start/sweep.ts';
import {
  eachApp,
  freshName,
  goodPassword,
  type OpenApp,
  otherPassword,
  type TestApp,
} from '../support/app.ts';
import type { Answer } from '../support/browser-of.ts';
import { addExample, exampleFor } from '../support/factor-examples.ts';
import { createIdentityProvider } from '../support/identity-provider.ts';
import { codeTo, freshAddress, loginCodeTo, proveAddress } from '../support/mails.ts';
import { protectedPerson } from '../support/second-factors.ts';
import { totpCode, wrongTotpCode } from '../support/totp-codes.ts';

/** The routes of the flows of which every request leaves a trail; a new one of them is held to that by being there. */
const flows = /^\/(?:api\/)?(?:register|login|recover|email\/verify|reauthenticate|account\/prove)(?:\/|$)/;

const production = { mode: 'production', publicUrl: 'http://localhost:5000' } as const;
const noPasskey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};

/** Somebody with a confirmed address and an authenticator app. */
async function person(app: TestApp) {
  const { self, username, secret, codes } = await protectedPerson(app);
  const email = await proveAddress(app, self);
  const begin = async () => {
    const browser = app.browser();
    const { attempt } = (await browser.login(username, goodPassword)).body;
    return { browser, url: `/api/login/${attempt}` };
  };
  const right = () => totpCode(secret, app.clock());
  const wrong = () => wrongTotpCode(secret, app.clock());
  return { self, username, email, begin, right, wrong, paper: codes[0] ?? '' };
}

/** Somebody who can sign in with a provider, and how they come back from it. */
async function visitorFromProvider(open: OpenApp) {
  const provider = await createIdentityProvider();
  const app = await open({
    login: { with: [provider.settings({ id: 'example' })] },
    outbound: provider.outbound,
  });
  const browser = app.browser();
  provider.person = { sub: freshName() };
  const visit = async (start: string) => {
    const back = provider.visit((await browser.get(start)).headers.location ?? '');
    return browser.get(`${back.pathname}${back.search}`);
  };
  return { browser, visit, stranger: app.browser() };
}

/** An account whose only way in is a provider. */
async function personOfProvider(open: OpenApp) {
  const { browser, visit } = await visitorFromProvider(open);
  await visit('/login/with/example');
  await browser.submit('/login/with/example/new', { username: freshName() });
  return { browser };
}

/** A login in production that waits for a better password. */
async function weakLogin(app: TestApp, open: OpenApp) {
  const username = freshName();
  await app.browser().post(`/register?username=${username}&password=weak`);
  const browser = (await open(production)).browser();
  const begun = await browser.login(username, 'weak');
  return { browser, url: `/api/login/${begun.body.attempt}/new-password` };
}

type Way = (app: TestApp, open: OpenApp) => Promise<Answer[]>;

/** A registration that waits until its address is confirmed. */
async function unprovedLogin(app: TestApp) {
  const browser = app.browser();
  const email = freshAddress();
  const { attempt } = (await browser.register(freshName(), goodPassword, { email })).body;
  const prove = async () => {
    const token = await codeTo(app, email);
    await app.browser().post('/api/email/verify', { token });
  };
  return { browser, prove, url: `/api/login/${attempt}/verify-email` };
}

/** A registration that waits for a second factor. */
async function unprotectedLogin(open: OpenApp) {
  const app = await open({ login: { secondFactor: 'required' } });
  const browser = app.browser();
  const { attempt, next } = (await browser.register(freshName(), goodPassword)).body;
  const secret = String(next?.find(({ factor }) => factor === 'add-totp')?.secret);
  const right = () => totpCode(secret, app.clock());
  return { browser, right, url: `/api/login/${attempt}` };
}

type Ways = readonly [statuses: readonly number[], way: Way];

/** Factors that anybody can answer, by typing a code. */
const guessable = addableFactors.filter(({ isGuessable }) => isGuessable);

function answerOf(factor: Addable): Ways {
  const way: Way = async (app) => {
    const self = app.browser();
    const username = freshName();
    await self.register(username, goodPassword);
    const { held } = await addExample(app, self, factor);
    const browser = app.browser();
    const { attempt } = (await browser.login(username, goodPassword)).body;
    const answer = (body: object) => browser.post(`/api/login/${attempt}/${factor.name}`, body);
    const [wrong, right] = [held.wrong(app.clock()), held.right(app.clock())];
    return [await answer(wrong), await answer(right), await answer(right)];
  };
  return [[401, 200, 404], way];
}

function additionOf(factor: Addable): Ways {
  const way: Way = async (_, open) => {
    const app = await open({ login: { secondFactor: 'required' } });
    const browser = app.browser();
    const { attempt, next = [] } = (await browser.register(freshName(), goodPassword)).body;
    const begun = next.find((offer) => offer.factor === `add-${factor.name}`) ?? {};
    const { body } = exampleFor(factor).make(begun, app.clock());
    const add = () => browser.post(`/api/login/${attempt}/add-${factor.name}`, body);
    return [await add(), await add()];
  };
  return [[200, 404], way];
}

/** Each route with the answers that it can give: the statuses are in their order. */
const ways: Readonly<Record<string, Ways>> = {
  'POST /api/register': [
    [201, 409, 422, 422],
    async (app) => {
      const name = freshName();
      const register = (...of: [string, string]) => app.browser().register(...of);
      return [
        await register(name, goodPassword),
        await register(name, goodPassword),
        await register('a b', goodPassword),
        await register(freshName(), 'short'),
      ];
    },
  ],
  'POST /api/login': [
    [200, 401, 401, 400, 200],
    async (app) => {
      const { username } = await person(app);
      const browser = app.browser();
      return [
        await browser.login(username, goodPassword),
        await browser.login(username, otherPassword),
        await browser.login(`${username}-nobody`, otherPassword),
        await browser.post('/api/login', { username }),
        await browser.post('/api/login', {}),
      ];
    },
  ],
  ...Object.fromEntries(
    guessable.flatMap((factor) => [
      [`POST /api/login/:attempt/${factor.name}`, answerOf(factor)],
      [`POST /api/login/:attempt/add-${factor.name}`, additionOf(factor)],
    ]),
  ),
  'POST /api/login/:attempt/recovery-code': [
    [401, 200, 404],
    async (app) => {
      const { begin, paper } = await person(app);
      const { browser, url } = await begin();
      const answer = (code: string) => browser.post(`${url}/recovery-code`, { code });
      return [await answer('wrong'), await answer(paper), await answer(paper)];
    },
  ],
  'POST /api/login/:attempt/passkey': [
    [401, 404],
    async (app) => {
      const browser = app.browser();
      const { attempt } = (await browser.post('/api/login', {})).body;
      const answer = (name = '') => browser.post(`/api/login/${name}/passkey`, { response: noPasskey });
      return [await answer(attempt), await answer('att_000000000000')];
    },
  ],
  'POST /api/login/:attempt/email-code': [
    [401, 200, 404],
    async (app, open) => {
      const { username, email } = await person(app);
      const browser = (await open({ login: { emailCode: true } })).browser();
      const { attempt } = (await browser.post('/api/login', { username })).body;
      const answer = (code: string) => browser.post(`/api/login/${attempt}/email-code`, { code });
      const right = await loginCodeTo(app, email);
      return [await answer('1'), await answer(right), await answer(right)];
    },
  ],
  'POST /api/login/:attempt/verify-email': [
    [200, 422, 200, 404],
    async (app) => {
      const { browser, prove, url } = await unprovedLogin(app);
      const waiting = [await browser.post(url, {}), await browser.post(url, { email: 'none' })];
      await prove();
      return [...waiting, await browser.post(url, {}), await browser.post(url, {})];
    },
  ],
  'POST /api/login/:attempt/add-totp': [
    [422, 200, 404],
    async (_, open) => {
      const { browser, right, url } = await unprotectedLogin(open);
      const answer = (code: string) => browser.post(`${url}/add-totp`, { code });
      return [await answer('1'), await answer(right()), await answer(right())];
    },
  ],
  'POST /api/login/:attempt/add-passkey': [
    [422, 404],
    async (app, open) => {
      const { browser, url } = await unprotectedLogin(open);
      const response = { clientDataJSON: 'AAAA', attestationObject: 'AAAA' };
      const made = { response: { ...noPasskey, response } };
      return [
        await browser.post(`${url}/add-passkey`, made),
        await app.browser().post(`${url}/add-passkey`, made),
      ];
    },
  ],
  'POST /api/login/:attempt/new-password': [
    [422, 200, 404],
    async (app, open) => {
      const { browser, url } = await weakLogin(app, open);
      const choose = (newPassword: string) => browser.post(url, { newPassword });
      return [await choose('short'), await choose(goodPassword), await choose(goodPassword)];
    },
  ],
  'POST /api/recover': [
    [202, 202],
    async (app) => {
      const { username } = await person(app);
      const ask = (identifier: string) => app.browser().post('/api/recover', { identifier });
      return [await ask(username), await ask(freshName())];
    },
  ],
  'POST /api/recover/complete': [
    [410, 422, 204],
    async (app) => {
      const { email } = await person(app);
      await app.browser().post('/api/recover', { identifier: email });
      const token = await codeTo(app, email);
      const choose = (code: string, newPassword: string) =>
        app.browser().post('/api/recover/complete', { token: code, newPassword });
      return [
        await choose('lnk_none', otherPassword),
        await choose(token, 'short'),
        await choose(token, otherPassword),
      ];
    },
  ],
  'POST /api/email/verify': [
    [200, 410],
    async (app) => {
      const email = freshAddress();
      await app.browser().register(freshName(), goodPassword, { email });
      const token = await codeTo(app, email);
      const verify = () => app.browser().post('/api/email/verify', { token });
      return [await verify(), await verify()];
    },
  ],
  'POST /api/login/:attempt/passkey-error': [
    [204, 404],
    async (app) => {
      const { begin } = await person(app);
      const { browser, url } = await begin();
      const report = { error: 'NotAllowedError', seconds: 4 };
      const ofAStranger = await app.browser().post(`${url}/passkey-error`, report);
      return [await browser.post(`${url}/passkey-error`, report), ofAStranger];
    },
  ],
  'POST /api/reauthenticate/passkey-error': [
    [204],
    async (app) => {
      const { self } = await person(app);
      return [await self.post('/api/reauthenticate/passkey-error', { error: 'AbortError', seconds: 0 })];
    },
  ],
  'POST /api/reauthenticate': [
    [401, 200, 401, 200],
    async (app) => {
      const { self, right, wrong } = await person(app);
      const prove = (proof: object) => self.post('/api/reauthenticate', proof);
      return [
        await prove({ password: otherPassword }),
        await prove({ password: goodPassword }),
        await prove({ factor: 'totp', code: wrong() }),
        await prove({ factor: 'totp', code: right() }),
      ];
    },
  ],
  'POST /register': [
    [303, 422],
    async (app) => {
      const register = (password: string) =>
        app.browser().submit('/register', { username: freshName(), password });
      return [await register(goodPassword), await register('short')];
    },
  ],
  'POST /login': [
    [401, 303],
    async (app) => {
      const { username } = await person(app);
      const login = (password: string) => app.browser().submit('/login', { username, password });
      return [await login(otherPassword), await login(goodPassword)];
    },
  ],
  'POST /login/second-factor': [
    [401, 303, 200],
    async (app) => {
      const { begin, right, wrong } = await person(app);
      const { browser } = await begin();
      const answer = (code: string) => browser.submit('/login/second-factor', { factor: 'totp', code });
      return [await answer(wrong()), await answer(right()), await answer(right())];
    },
  ],
  'POST /login/verify-email': [
    [303, 422, 303],
    async (app) => {
      const { browser, prove } = await unprovedLogin(app);
      const send = (form: Record<string, string>) => browser.submit('/login/verify-email', form);
      const waiting = [await send({ act: 'continue' }), await send({ act: 'send', email: 'none' })];
      await prove();
      return [...waiting, await send({ act: 'continue' })];
    },
  ],
  'POST /login/add-second-factor': [
    [422, 200],
    async (_, open) => {
      const { browser, right } = await unprotectedLogin(open);
      const answer = (code: string) => browser.submit('/login/add-second-factor', { factor: 'totp', code });
      return [await answer('1'), await answer(right())];
    },
  ],
  'POST /login/new-password': [
    [422, 303, 200],
    async (app, open) => {
      const { browser } = await weakLogin(app, open);
      const choose = (newPassword: string) => browser.submit('/login/new-password', { newPassword });
      return [await choose('short'), await choose(goodPassword), await choose(goodPassword)];
    },
  ],
  'POST /recover': [
    [303],
    async (app) => {
      return [await app.browser().submit('/recover', { identifier: freshName() })];
    },
  ],
  'POST /recover/complete': [
    [410, 303],
    async (app) => {
      const { email } = await person(app);
      await app.browser().submit('/recover', { identifier: email });
      const choose = (token: string) =>
        app.browser().submit('/recover/complete', { token, newPassword: otherPassword });
      return [await choose('lnk_none'), await choose(await codeTo(app, email))];
    },
  ],
  'POST /email/verify': [
    [303, 410],
    async (app) => {
      const email = freshAddress();
      await app.browser().register(freshName(), goodPassword, { email });
      const token = await codeTo(app, email);
      const verify = () => app.browser().submit('/email/verify', { token });
      return [await verify(), await verify()];
    },
  ],
  'POST /login/with/:provider/new': [
    [422, 303, 410],
    async (_, open) => {
      const { browser, visit, stranger } = await visitorFromProvider(open);
      await visit('/login/with/example');
      const choose = (username: string) => browser.submit('/login/with/example/new', { username });
      const again = () => stranger.submit('/login/with/example/new', { username: freshName() });
      return [await choose('a b'), await choose(freshName()), await again()];
    },
  ],
  'POST /api/reauthenticate/with/:provider': [
    [200],
    async (_, open) => {
      const { browser } = await personOfProvider(open);
      return [await browser.post('/api/reauthenticate/with/example', {})];
    },
  ],
  'POST /account/prove/with/:provider': [
    [200],
    async (_, open) => {
      const { browser } = await personOfProvider(open);
      return [await browser.submit('/account/prove/with/example', {})];
    },
  ],
  'POST /account/prove': [
    [401, 303],
    async (app) => {
      const { self } = await person(app);
      const prove = (form: Record<string, string>) => self.submit('/account/prove', form);
      return [
        await prove({ factor: 'password', password: otherPassword }),
        await prove({ factor: 'password', password: goodPassword }),
      ];
    },
  ],
};

/** The trail that an answer names. */
async function trailOf({ services }: TestApp, answer: Answer) {
  await services.trails.flush();
  return findTrail(services.db, answer.headers['latchkey-attempt'] ?? '');
}

eachApp('an attempt', (open) => {
  test('is named by every answer of every route of these flows; none of them is missing here', async () => {
    const routes = allRoutes((await open()).services, '0.0.0-test')
      // What another site sends is only led on to where it is judged.
      .filter(({ method, path, access }) => method === 'POST' && flows.test(path) && access !== 'app')
      .map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(ways).toSorted()).toEqual(routes.toSorted());
  });

  test.each(Object.entries(ways))(
    '%s names it, and a page shows its code with a problem',
    async (route, way) => {
      const app = await open();
      const [statuses, go] = way;
      const answers = await go(app, open);
      expect(answers.map(({ status }) => status)).toEqual(statuses);
      for (const answer of answers) {
        const id = answer.headers['latchkey-attempt'] ?? '';
        expect(id, `${route}, ${answer.status}`).toMatch(/^att_[0-9a-z]{12}$/);
        if (!answer.headers['content-type']?.startsWith('text/html') || answer.headers.refresh) continue;
        const shown = answer.text.includes(`Support code: <code>${trailCode(id)}</code>`);
        const isDone = answer.text.includes('<h1>Your recovery codes</h1>');
        expect(shown, `${route}, ${answer.status}`).toBe(!isDone);
      }
    },
  );

  test('is named where the body fits no schema, and is none where a page only shows its form', async () => {
    const browser = (await open()).browser();
    const shapeless = [
      await browser.post('/api/login', { username: 7 }),
      await browser.submit('/login', { username: freshName(), password: 'x'.repeat(5000) }),
      await browser.submit('/register', { username: freshName() }),
      await browser.submit('/recover', { identifier: '' }),
    ];
    for (const { status, headers, text } of shapeless) {
      expect([status, headers['latchkey-attempt']]).toEqual([400, expect.stringMatching(/^att_/)]);
      if (!text.startsWith('{')) expect(text).toContain('Support code:');
    }
    const form = await browser.get('/login', { headers: { accept: 'text/html' } });
    expect([form.status, form.headers['latchkey-attempt']]).toEqual([200, undefined]);
    expect(form.text).not.toContain('Support code:');
  });

  test('by the requests of the workshop is named too', async () => {
    const browser = (await open()).browser();
    const name = freshName();
    for (const answer of [
      await browser.post(`/register?username=${name}&password=weak`),
      await browser.get(`/login?username=${name}&password=weak`),
      await browser.get(`/login?username=${name}&password=other`),
    ]) {
      expect(answer.headers['latchkey-attempt']).toMatch(/^att_/);
    }
  });

  test('that went wrong in the server is named on the page that says so', async () => {
    const app = await open();
    const { self } = await person(app);
    app.services.hasher.verify = () => Promise.reject(new Error('out of memory'));
    const answer = await self.submit('/account/prove', { factor: 'password', password: goodPassword });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(trailCode(answer.headers['latchkey-attempt'] ?? ''));
    expect((await trailOf(app, answer))?.parts[0]?.outcome).toBe('failed');
  });

  test('of a browser that only gets ready for a passkey leaves no trail', async () => {
    const app = await open();
    const ready = await app.browser().post('/api/login', {});
    expect(await trailOf(app, ready)).toBeUndefined();
  });
});

eachApp('a trail', (open) => {
  const stepsOf = async (app: TestApp, answer: Answer) =>
    (await trailOf(app, answer))?.parts.at(-1)?.steps.map(({ ms: _, ...step }) => step);

  test('of a registration says which rule refused, and what was done', async () => {
    const app = await open();
    const received = { code: 'received', format: 'json', address: '127.0.0.1' };
    const username = freshName();
    const done = await app.browser().register(username, goodPassword, { email: freshAddress() });
    expect(await stepsOf(app, done)).toEqual([
      received,
      { code: 'password-judged', ok: true },
      { code: 'name-checked', ok: true },
      { code: 'password-hashed', of: 'new' },
      { code: 'account-created' },
      { code: 'mail-queued', kind: 'prove-email' },
      { code: 'must-do-asked', step: 'verify-email' },
      { code: 'attempt', state: 'begun' },
    ]);
    const refusals: [string, string, Step][] = [
      [username, goodPassword, { code: 'name-checked', ok: false, reason: 'taken' }],
      ['a b', goodPassword, { code: 'name-checked', ok: false, reason: 'characters' }],
      [freshName(), 'password', { code: 'password-judged', ok: false, reason: 'too-short' }],
    ];
    for (const [name, password, step] of refusals) {
      const steps = await stepsOf(app, await app.browser().register(name, password));
      expect(steps).toContainEqual(step);
    }
  });

  test('counts the sessions that a login, a new password and a recovery end', async () => {
    const app = await open({ session: { most: 2 } });
    const self = app.browser();
    const username = freshName();
    await self.register(username, goodPassword);
    const email = await proveAddress(app, self);
    const ended = async (answer: Answer) =>
      (await stepsOf(app, answer))?.filter(({ code }) => code === 'sessions-ended');
    expect(await ended(await self.login(username, goodPassword))).toEqual([
      { code: 'sessions-ended', count: 1, why: 'replaced' },
    ]);
    expect(await ended(await app.browser().login(username, goodPassword))).toEqual([]);
    expect(await ended(await app.browser().login(username, goodPassword))).toEqual([
      { code: 'sessions-ended', count: 1, why: 'too-many' },
    ]);
    await self.post('/api/recover', { identifier: email });
    const recovered = await self.post('/api/recover/complete', {
      token: await codeTo(app, email),
      newPassword: otherPassword,
    });
    expect(await stepsOf(app, recovered)).toEqual([
      { code: 'received', format: 'json', address: '127.0.0.1' },
      { code: 'password-judged', ok: true },
      { code: 'password-hashed', of: 'new' },
      { code: 'recovery-link', state: 'used' },
      { code: 'password-set' },
      { code: 'sessions-ended', count: 2, why: 'recovered' },
      { code: 'mail-queued', kind: 'notice' },
    ]);
  });

  test('of a recovery that is asked for waits for the link, and tells the operator alone where there is none', async () => {
    const app = await open();
    const { username } = await person(app);
    const ask = (identifier: string) => app.browser().post('/api/recover', { identifier });
    const known = await trailOf(app, await ask(username));
    expect(known?.parts[0]).toMatchObject({ outcome: 'more', accountId: expect.any(String) });
    expect(known?.parts[0]?.steps.at(-1)).toMatchObject({ code: 'mail-queued', kind: 'recover' });
    const nobody = await trailOf(app, await ask(freshName()));
    expect(nobody?.parts[0]).toMatchObject({ outcome: 'refused', accountId: null });
    expect(nobody?.parts[0]?.steps.at(-1)).toMatchObject({ code: 'recovery-link', state: 'no-owner' });
  });

  test('of a renewed proof and of a confirmed address belongs to the account', async () => {
    const app = await open();
    const { self, right } = await person(app);
    const proof = await trailOf(
      app,
      await self.post('/api/reauthenticate', { factor: 'totp', code: right() }),
    );
    expect(proof?.parts[0]).toMatchObject({ kind: 'prove', accountId: expect.any(String), outcome: 'done' });
    const [, counted, , answered, renewed] = proof?.parts[0]?.steps ?? [];
    expect([counted?.code, answered?.code, renewed]).toMatchObject([
      'proof-of-work',
      'factor-answered',
      { code: 'proof-renewed', factor: 'totp' },
    ]);
    const email = freshAddress();
    await app.browser().register(freshName(), goodPassword, { email });
    const token = await codeTo(app, email);
    const proved = await trailOf(app, await app.browser().post('/api/email/verify', { token }));
    expect(proved?.parts[0]).toMatchObject({ kind: 'verify-email', accountId: expect.any(String) });
    expect(proved?.parts[0]?.steps.at(-1)).toMatchObject({ code: 'email', state: 'proved' });
  });

  const byName: Readonly<Record<string, object>> = {
    totp: { code: '123456' },
    'recovery-code': { code: 'br7x-0kq2-m9vd-4tgz-8whn-c3sf' },
    'new-password': { newPassword: otherPassword },
    'verify-email': {},
    'add-totp': { code: '123456' },
  };

  test.each(Object.entries(byName))(
    'gets nothing added by who knows its name and not its secret: that is an attempt of its own (%s)',
    async (step, body) => {
      const app = await open();
      const { begin } = await person(app);
      const { browser, url } = await begin();
      const name = url.split('/').at(-1) ?? '';
      const trail = async () => {
        await app.services.trails.flush();
        return findTrail(app.services.db, name);
      };
      const before = await trail();
      expect(before?.parts).toHaveLength(1);
      for (const headers of [{}, { authorization: `Bearer lka_${'x'.repeat(43)}` }]) {
        const stranger = await app.browser().post(`${url}/${step}`, body, { headers });
        expect(stranger.status).toBe(404);
        const own = await trailOf(app, stranger);
        expect(own?.id).not.toBe(name);
        expect(own?.parts).toMatchObject([{ accountId: null, outcome: 'refused' }]);
      }
      const madeUp = await app.browser().post(`/api/login/att_000000000000/${step}`, body);
      expect(madeUp.headers['latchkey-attempt']).not.toBe('att_000000000000');
      expect(await trail()).toEqual(before);
      const holder = await browser.post(`${url}/totp`, { code: '1' });
      expect(holder.headers['latchkey-attempt'], 'the honest twin').toBe(name);
      expect((await trail())?.parts).toHaveLength(2);
    },
  );

  test('knows an attempt that took too long from one of another browser, and that from one without its cookie', async () => {
    const app = await open();
    const { begin, right } = await person(app);
    const { browser, url } = await begin();
    const bare = await app.browser().post(`${url}/totp`, { code: right() });
    expect(await stepsOf(app, bare)).toContainEqual({ code: 'attempt', state: 'without-cookie' });
    const [name = '', value = ''] = [...browser.jar].find(([one]) => one === 'latchkey-attempt') ?? [];
    const cookie = `${name}=${value.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}`;
    const stolen = await app.browser().post(`${url}/totp`, { code: right() }, { headers: { cookie } });
    expect(await stepsOf(app, stolen)).toContainEqual({ code: 'attempt', state: 'foreign' });
    app.clock.advance(minutes(11));
    const late = await browser.post(`${url}/totp`, { code: right() });
    expect(await stepsOf(app, late)).toContainEqual({ code: 'attempt', state: 'expired' });
    await sweep(app.services);
    const gone = await browser.post(`${url}/totp`, { code: right() });
    expect(await stepsOf(app, gone)).toContainEqual({ code: 'attempt', state: 'gone' });
    const again = await begin();
    await again.browser.post(`${again.url}/totp`, { code: right() });
    const twice = await again.browser.post(`${again.url}/totp`, { code: right() });
    expect(await stepsOf(app, twice)).toContainEqual({ code: 'attempt', state: 'complete' });
  });
});
