import { expect, test } from 'vitest';
import { migrate, openDatabase } from '../../src/kit/db/index.ts';
import { seconds } from '../../src/kit/duration.ts';
import { migrations } from '../../src/migrations/index.ts';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../support/app.ts';
import { type CreationOptions, softwareAuthenticator } from '../support/authenticator.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { eachDatabase } from '../support/databases.ts';
import { codeTo, proveAddress } from '../support/mails.ts';
import { protectedPerson } from '../support/second-factors.ts';
import { totpCode } from '../support/totp-codes.ts';

type Person = Awaited<ReturnType<typeof protectedPerson>>;

/** The id that names the browser to the counters, as its cookie carries it. */
function idOf({ jar }: Browser): string {
  const [, value = ''] = [...jar].find(([name]) => name.startsWith('latchkey-device-')) ?? [];
  return value.split('.')[0] ?? '';
}

/** Whether the browser still counts as known: strangers' guesses have turned the password off for all others. */
async function isKnown(
  { services }: TestApp,
  { username, accountId }: Person,
  browser: Browser,
  password: string,
) {
  const count = { count: 100, blocked_until: 0, expires_at: 8_640_000_000_000_000 };
  await services.db
    .insertInto('limits')
    .values({ key: `password:${accountId}`, account_id: accountId, ...count })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(count))
    .execute();
  return (await browser.login(username, password)).status === 200;
}

async function logIn(app: TestApp, { username, codes }: Person): Promise<Browser> {
  const browser = app.browser();
  const { attempt } = (await browser.login(username, goodPassword)).body;
  const done = await browser.post(`/api/login/${attempt}/recovery-code`, { code: codes.pop() });
  expect(done.body.status).toBe('complete');
  return browser;
}

const addPasskey = async ({ self }: Person): Promise<Answer> => {
  const options = (await self.post('/api/me/passkeys/options')).body as unknown as CreationOptions;
  return self.post('/api/me/passkeys', { response: softwareAuthenticator().create(options) });
};

/** Each change of password or factors, made in the session of `self`. */
const changes: Readonly<Record<string, (app: TestApp, person: Person) => Promise<Answer>>> = {
  'changes the password': (_, { self }) =>
    self.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword }),
  'changes the password on the page': (_, { self }) =>
    self.submit('/account/password', { currentPassword: goodPassword, newPassword: otherPassword }),
  'adds a passkey': (_, person) => addPasskey(person),
  'removes a passkey': async (_, person) => {
    const { passkey } = (await addPasskey(person)).body;
    return person.self.send('DELETE', `/api/me/passkeys/${passkey?.id}`);
  },
  'removes a passkey on the page': async (_, person) => {
    const { passkey } = (await addPasskey(person)).body;
    return person.self.submit(`/account/security/passkeys/${passkey?.id}/remove`, {});
  },
  'removes the app': (_, { self }) => self.send('DELETE', '/api/me/totp'),
  'removes the app on the page': (_, { self }) => self.submit('/account/security/totp/remove', {}),
  'replaces the recovery codes': (_, { self }) => self.post('/api/me/recovery-codes'),
  'replaces the recovery codes on the page': (_, { self }) =>
    self.submit('/account/security/recovery-codes', {}),
};

eachApp('a known browser', (open) => {
  test('keeps its id when it logs in again, however often', async () => {
    const app = await open();
    const browser = app.browser();
    const username = freshName();
    await browser.register(username, goodPassword);
    const id = idOf(browser);
    expect(id).not.toBe('');
    for (let login = 0; login < 3; login++) {
      expect((await browser.login(username, goodPassword)).status).toBe(200);
      expect(idOf(browser)).toBe(id);
    }
    const other = app.browser();
    await other.login(username, goodPassword);
    expect(idOf(other), 'another browser').not.toBe(id);
  });

  for (const [what, change] of Object.entries(changes)) {
    test(`that ${what} stays known under its id, and all others become strangers`, async () => {
      const app = await open();
      const person = await protectedPerson(app);
      const other = await logIn(app, person);
      const before = idOf(person.self);
      expect((await change(app, person)).status).toBeLessThan(400);
      expect(idOf(person.self)).toBe(before);
      const password = what.includes('password') ? otherPassword : goodPassword;
      expect(await isKnown(app, person, other, password), 'the other').toBe(false);
      expect(await isKnown(app, person, person.self, password), 'the one that made the change').toBe(true);
    });
  }

  test.each(['API', 'page'])(
    'that sets up an app over the %s stays known, and all others become strangers',
    async (by) => {
      const app = await open();
      const [self, other] = [app.browser(), app.browser()];
      const username = freshName();
      const { body } = await self.register(username, goodPassword);
      await other.login(username, goodPassword);
      const { secret = '' } = (await self.post('/api/me/totp')).body;
      const code = totpCode(secret, app.clock());
      const confirmed =
        by === 'API'
          ? await self.post('/api/me/totp/confirm', { code })
          : await self.submit('/account/security/totp/confirm', { code });
      expect(confirmed.status).toBe(200);
      const person = { self, username, accountId: body.account?.id ?? '', secret, codes: [] };
      expect(await isKnown(app, person, other, goodPassword), 'the other').toBe(false);
      expect(await isKnown(app, person, self, goodPassword), 'the one that set it up').toBe(true);
    },
  );

  test('of somebody who recovers the account is a stranger, as all others are', async () => {
    const app = await open();
    const person = await protectedPerson(app);
    const email = await proveAddress(app, person.self);
    await person.self.post('/api/recover', { identifier: email });
    const recovered = { token: await codeTo(app, email), newPassword: otherPassword };
    expect((await person.self.post('/api/recover/complete', recovered)).status).toBe(204);
    expect(await isKnown(app, person, person.self, otherPassword)).toBe(false);
  });

  test('stays known while a password is only hashed anew', async () => {
    const app = await open();
    const stronger = await open({ hash: { iterations: 2 } });
    const person = await protectedPerson(app);
    const other = await logIn(app, person);
    const elsewhere = stronger.browser();
    await elsewhere.login(person.username, goodPassword);
    const { hash } = await app.services.db
      .selectFrom('passwords')
      .select('hash')
      .where('account_id', '=', person.accountId)
      .executeTakeFirstOrThrow();
    expect(hash, 'it was hashed anew').toContain('t=2');
    expect(await isKnown(app, person, other, goodPassword)).toBe(true);
  });

  test('of an account that added its second factor in the middle of a login is known after it', async () => {
    const app = await open({ login: { secondFactor: 'required' } });
    const username = freshName();
    const browser = app.browser();
    const { attempt, next } = (await browser.register(username, goodPassword)).body;
    const secret = String(next?.find(({ factor }) => factor === 'add-totp')?.secret);
    const done = await browser.post(`/api/login/${attempt}/add-totp`, {
      code: totpCode(secret, app.clock()),
    });
    expect(done.body.status).toBe('complete');
    app.clock.advance(seconds(30));
    const accountId = done.body.account?.id ?? '';
    const person = { self: browser, username, accountId, secret, codes: [] };
    expect(await isKnown(app, person, browser, goodPassword)).toBe(true);
  });
});

eachDatabase('a database of 0.1.0', (make) => {
  test('keeps its browsers known: the version that signs them begins with the password’s', async () => {
    const database = openDatabase(await make.location());
    try {
      const old = migrations.slice(
        0,
        migrations.findIndex(({ name }) => name.startsWith('0012-')),
      );
      await migrate(database, old, 0);
      for (const [id, version] of [
        ['first', 1],
        ['third', 3],
      ] as const) {
        const account = { id, username: id, username_key: id, data: '{}', data_version: 1 };
        const times = { created_at: 1, updated_at: 1, last_login_at: null };
        await database.db
          .insertInto('accounts')
          .values({ ...account, ...times, second_factor_required: 0 })
          .execute();
        const password = { account_id: id, hash: 'x', wraps: null, pepper: '', weak: 0 };
        await database.db
          .insertInto('passwords')
          .values({ ...password, version, changed_at: 1 })
          .execute();
      }
      await migrate(database, migrations, 1);
      const rows = await database.db
        .selectFrom('accounts')
        .select(['id', 'security_version'])
        .orderBy('id')
        .execute();
      expect(rows).toEqual([
        { id: 'first', security_version: 1 },
        { id: 'third', security_version: 3 },
      ]);
    } finally {
      await database.close();
    }
  });
});
