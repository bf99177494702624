import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  eachApp,
  freshName,
  goodPassword,
  otherPassword,
  type TestApp,
} from '../../../../test/support/app.ts';
import {
  type Authenticator,
  type RequestOptions,
  softwareAuthenticator,
  type Twist,
} from '../../../../test/support/authenticator.ts';
import type { Answer, Browser } from '../../../../test/support/browser-of.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../../../../test/support/mails.ts';
import { addPasskey } from '../../../../test/support/second-factors.ts';
import { statementsOf } from '../../../../test/support/statements.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import { deleteAccount, findAccount } from '../../../people/accounts/index.ts';
import { listEvents } from '../../../people/events/index.ts';
import { actingAsCommand } from '../acting.ts';
import { deleteAccountLater, undeleteAccount } from './delete.ts';
import { disableAccount, enableAccount } from './disable.ts';

const why = actingAsCommand('A test');

/** What an admin does, and how it's undone. */
const closings = {
  disabled: { close: disableAccount, open: enableAccount },
  deleted: { close: deleteAccountLater, open: undeleteAccount },
} as const;

type State = keyof typeof closings;

async function register(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, id: body.account?.id ?? '' };
}

/** Somebody with a verified address and a passkey that opens alone. */
async function person(app: TestApp) {
  const registered = await register(app);
  const address = await proveAddress(app, registered.self);
  const authenticator = softwareAuthenticator();
  await addPasskey(registered.self, authenticator);
  return { ...registered, address, authenticator };
}

async function closed(app: TestApp, state: State) {
  const one = await person(app);
  expect(await closings[state].close(app.services, why, one.id)).toMatchObject({ isNew: true });
  return one;
}

/** What somebody sees of an answer, without what differs between any two. */
const seen = ({ status, headers, cookies, text }: Answer) => ({
  status,
  headers: { ...headers, date: '', 'x-request-id': '', 'latchkey-attempt': '', 'set-cookie': '', etag: '' },
  cookies: cookies.map((line) => line.replace(/=att_\w+\.lka_[\w-]+/, '=')),
  text: text
    .replaceAll(/att_\w+/g, 'att_')
    .replaceAll(/person-\d+/g, 'person')
    .replaceAll(/"(requestId|token|challenge)":"[^"]+"/g, ''),
});

/** Begins a login that any passkey may answer. */
async function answerByPasskey(browser: Browser, authenticator: Authenticator, twist: Twist = {}) {
  const { body } = await browser.post('/api/login', {});
  const offer = body.next?.find(({ factor }) => factor === 'passkey') as
    | { options: RequestOptions }
    | undefined;
  if (!offer) throw new Error('No passkey is asked for.');
  return browser.post(`/api/login/${body.attempt}/passkey`, {
    response: authenticator.get(offer.options, twist),
  });
}

const settings = { login: { emailCode: true }, limits: { challengeAfter: 100 } } as const;

eachApp('an account that an admin has closed', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await open(settings);
  });

  describe.each(Object.keys(closings) as State[])('(%s)', (state) => {
    test('answers the right password like a wrong one, by name and by address, in words, status and statements', async () => {
      for (const by of ['username', 'address'] as const) {
        const one = await closed(app, state);
        const logIn = (password: string) => app.browser().login(one[by], password);
        const right = await logIn(goodPassword);
        expect(right.status).toBe(401);
        expect(seen(right)).toEqual(seen(await logIn(otherPassword)));
        const statements = (password: string) => statementsOf(app, () => logIn(password));
        expect(await statements(goodPassword)).toBe(await statements(otherPassword));
        const events = await listEvents(app.services.db, one.id, 4);
        // Each counts as a failure in a row, the right one too.
        expect(events.map(({ type, detail }) => [type, detail])).toEqual(
          [4, 3, 2, 1].map((failures) => ['login-failed', JSON.stringify({ failures })]),
        );
      }
    });

    test('answers its passkey like one whose signature is wrong, and keeps the device from forgetting it', async () => {
      const { authenticator } = await closed(app, state);
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const right = await answerByPasskey(app.browser(), authenticator);
      const wrong = await answerByPasskey(app.browser(), authenticator, { signedWith: privateKey });
      expect([right.status, right.body.code, right.body.reason]).toEqual([
        401,
        'invalid-credentials',
        undefined,
      ]);
      expect(right.body.detail).toBe(wrong.body.detail);
      expect(Object.keys(right.body)).toEqual(Object.keys(wrong.body));
    });

    test('is sent no code and no link, and nobody is told so', async () => {
      const { username, address } = await closed(app, state);
      const before = (await mailsTo(app, address)).length;
      for (const name of [username, address]) {
        const nobody = name === address ? freshAddress() : freshName();
        const code = (who: string) => app.browser().post('/api/login', { username: who });
        const link = (who: string) => app.browser().post('/api/recover', { identifier: who });
        for (const ask of [code, link]) expect(seen(await ask(name))).toEqual(seen(await ask(nobody)));
      }
      expect(await mailsTo(app, address)).toHaveLength(before);
    });

    test('ends half-way logins, links, sessions and bearer tokens that were there before', async () => {
      const one = await person(app);
      const program = await app.browser().login(one.username, goodPassword, { transport: 'bearer' });
      const half = app.browser();
      const begun = await half.post('/api/login', { username: one.username });
      await app.browser().post('/api/recover', { identifier: one.username });
      const token = await codeTo(app, one.address);
      await closings[state].close(app.services, why, one.id);
      expect((await one.self.get('/api/session')).status).toBe(401);
      const authorization = `Bearer ${program.body.token}`;
      expect((await app.browser().get('/api/session', { headers: { authorization } })).status).toBe(401);
      const answered = await half.post(`/api/login/${begun.body.attempt}/email-code`, { code: '12345678' });
      expect(answered.status).toBe(404);
      const completed = await app
        .browser()
        .post('/api/recover/complete', { token, newPassword: otherPassword });
      expect([completed.status, completed.body.code]).toEqual([410, 'link-over']);
    });

    test('keeps its names: they are taken as those of any account', async () => {
      const one = await closed(app, state);
      const again = await app.browser().register(one.username, goodPassword);
      expect([again.status, again.body.code]).toEqual([409, 'username-taken']);
      const other = await app.browser().register(freshName(), goodPassword, { email: one.address });
      expect(other.status).toBe(201);
      expect((await mailsTo(app, one.address)).at(-1)?.kind).toBe('address-in-use');
    });

    test("answers the workshop's requests like a wrong password", async () => {
      const one = await closed(app, state);
      const ask = (password: string) =>
        app.browser().get(`/login?username=${one.username}&password=${encodeURIComponent(password)}`);
      expect(seen(await ask(goodPassword))).toEqual(seen(await ask(otherPassword)));
      expect((await ask(goodPassword)).status).toBe(401);
    });

    test('opens again as it was, with the same password and passkey', async () => {
      const one = await closed(app, state);
      expect(await closings[state].open(app.services, why, one.id)).toMatchObject({ isNew: true });
      const asked = await app.browser().login(one.username, goodPassword);
      expect(asked.body.next?.map(({ factor }) => factor)).toContain('passkey');
      expect((await answerByPasskey(app.browser(), one.authenticator)).body.status).toBe('complete');
    });

    test('is closed while people sign in: no session is left, whoever comes first', async () => {
      const byKey = await person(app);
      const byPassword = await register(app);
      const close = ({ id }: { readonly id: string }) => closings[state].close(app.services, why, id);
      const racing = Array.from({ length: 6 }, () => [
        app.browser().login(byPassword.username, goodPassword),
        answerByPasskey(app.browser(), byKey.authenticator),
      ]).flat();
      const closing = [close(byPassword), close(byKey)];
      for (const { status } of await Promise.all(racing)) expect([200, 401, 404, 429, 503]).toContain(status);
      expect(await Promise.all(closing)).toMatchObject([{ isNew: true }, { isNew: true }]);
      const { db } = app.services;
      for (const { id } of [byKey, byPassword]) {
        for (const table of ['sessions', 'login_attempts'] as const) {
          const left = await db.selectFrom(table).select('id').where('account_id', '=', id).execute();
          expect(left, table).toEqual([]);
        }
      }
    });

    test('is closed while its owner deletes it: it is gone, or stays closed', async () => {
      const one = await register(app);
      const [closing, deleted] = await Promise.all([
        closings[state].close(app.services, why, one.id),
        one.self.send('DELETE', '/api/me', { password: goodPassword }),
      ]);
      const left = await findAccount(app.services.db, one.id);
      if (deleted.status === 204) expect(left).toBeUndefined();
      else {
        expect(deleted.status).toBe(401);
        expect(closing).toMatchObject({ isNew: true });
        expect(left?.[`${state}_at`]).not.toBeNull();
      }
    });

    test('is closed while its owner recovers it: nobody is in, and no link is left', async () => {
      const one = await person(app);
      await app.browser().post('/api/recover', { identifier: one.username });
      const token = await codeTo(app, one.address);
      const [recovered] = await Promise.all([
        app.browser().post('/api/recover/complete', { token, newPassword: otherPassword }),
        closings[state].close(app.services, why, one.id),
      ]);
      expect([204, 410]).toContain(recovered.status);
      for (const password of [goodPassword, otherPassword])
        expect((await app.browser().login(one.username, password)).status).toBe(401);
    });
  });

  test('is done once, and to nobody that is not there', async () => {
    for (const { close, open: reopen } of Object.values(closings)) {
      const { id } = await register(app);
      expect(await reopen(app.services, why, id)).toMatchObject({ isNew: false, sessions: 0 });
      expect(await close(app.services, why, id)).toMatchObject({ isNew: true, sessions: 1 });
      expect(await close(app.services, why, id)).toMatchObject({ isNew: false, sessions: 0 });
      expect(await reopen(app.services, why, id)).toMatchObject({ isNew: true });
      await inTransaction(app.services.db, (tx) => deleteAccount(tx, id));
      expect(await close(app.services, why, id)).toBeUndefined();
    }
  });

  test('asks the database for no more at a login of anybody else', async () => {
    const { username } = await register(app);
    const { username: other, id } = await register(app);
    const once = async (name: string) => {
      // The trail of the login before is written a moment after it, and would be counted along.
      await app.services.trails.flush();
      return statementsOf(app, () => app.browser().login(name, goodPassword));
    };
    // What this process asks for meanwhile beside it is counted along, and on a busy machine that may be at each of a few.
    const logIn = async (name: string) => {
      const counts: number[] = [];
      for (let round = 0; round < 8; round += 1) counts.push(await once(name));
      return Math.min(...counts);
    };
    const before = await logIn(username);
    await disableAccount(app.services, why, id);
    await enableAccount(app.services, why, id);
    expect(await logIn(other)).toBe(before);
  });
});
