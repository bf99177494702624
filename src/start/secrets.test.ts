import { describe, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp, testConfig } from '../../test/support/app.ts';
import { eachDatabase } from '../../test/support/databases.ts';
import { protectedPerson } from '../../test/support/second-factors.ts';
import { totpCode } from '../../test/support/totp-codes.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import { seconds } from '../kit/duration.ts';
import { createLogger } from '../kit/log.ts';
import { openSecret } from '../kit/sealed-secret.ts';
import { prepare } from './prepare.ts';
import { rotateSecretKey } from './rotate-secret-key.ts';
import { requireServersKey, requireServersPepper } from './secrets.ts';

const pepper = 'a pepper of the tests, long enough for one';
const [key, other] = ['q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT', 'Vb3nQ8sKx1ZtLw6YpR0cMf5HjD9gTeUa'];
const weak = (name: string) => [{ name, problem: `${name} is easy to guess.` }];

const hasherWith = async (secret: string) =>
  createPasswordHasher(await testConfig({ password: { pepper: secret } }));

eachDatabase('S13 a secret that is easy to guess', (make) => {
  test.each(['secretKey', 'password.pepper'])('is refused for a new installation: %s', async (name) => {
    const database = await make();
    const log = createLogger({ level: 'warn', format: 'json', write: () => {} });
    const hasher = await hasherWith(pepper);
    const services = { config: await testConfig(), db: database.db, hasher, secretKey: key, log };
    const start = prepare(services as unknown as TestApp['services'], weak(name));
    await expect(start).rejects.toThrow(`${name} is easy to guess.`);
    const again = prepare(services as unknown as TestApp['services'], weak(name));
    await expect(again, 'the first try has not made it one that is in use').rejects.toThrow('easy to guess');
  });
});

eachApp('S13 a secret that is easy to guess and in use', (open) => {
  test('goes on with a warning; one that is not in use is refused', async () => {
    const { browser, services, log } = await open();
    await browser().register(freshName(), goodPassword);
    await prepare(services, weak('secretKey'));
    expect(log.filter((line) => line.includes('"level":40')).join()).toMatch(
      /secretKey is easy to guess\. .*latchkey secret rotate/,
    );
    const fresh = await open({ password: { pepper: `${pepper}!` } });
    const unused = prepare(fresh.services, weak('password.pepper'));
    await expect(unused, 'no hash has it').rejects.toThrow('pepper');

    const peppered = await open({ password: { pepper } });
    await peppered.browser().register(freshName(), goodPassword);
    await prepare(peppered.services, weak('password.pepper'));
    expect(peppered.log.join()).toContain('password.pepper is easy to guess.');
  });
});

eachApp('a secret key', (open) => {
  test('that the database does not belong to is refused at the start', async () => {
    const app = await open({ secretKey: key });
    const changed = await open({ secretKey: other });
    await prepare(app.services);
    await prepare(app.services);
    await expect(prepare(changed.services)).rejects.toThrow(/another secret key.*secret rotate/s);
    await requireServersKey(app.services.db, key);
    await expect(requireServersKey(app.services.db, other)).rejects.toThrow('another secret key');
  });
});

eachApp('a secret key of before there was a check', (open) => {
  test('is known by the keys of authenticator apps that it opens', async () => {
    const app = await open({ secretKey: key });
    await protectedPerson(app);
    await expect(prepare((await open({ secretKey: other })).services)).rejects.toThrow('another secret key');
    await prepare(app.services);
  });
});

eachApp('S13 rotation of the secret key', (open) => {
  test('moves the keys of authenticator apps: codes fit as before, and the old key is refused', async () => {
    const app = await open({ secretKey: key });
    await prepare(app.services);
    const people = [await protectedPerson(app), await protectedPerson(app), await protectedPerson(app)];
    const { db } = app.database;
    await db
      .updateTable('totp')
      .set({ secret: 'sealed under a key that was lost long ago' })
      .where('account_id', '=', people[2]?.accountId ?? '')
      .execute();

    const waiting = app.browser();
    await waiting.post('/api/register', {
      username: freshName(),
      password: goodPassword,
      email: 'waiting@example.com',
    });
    const mails = () =>
      db.selectFrom('outbox').select(['id', 'sealed']).where('sealed', 'is not', null).execute();
    const openable = async (secretKey: string) =>
      (await mails()).filter(({ id, sealed }) =>
        openSecret(secretKey, { purpose: 'mail', owner: id }, sealed ?? ''),
      );
    expect(await openable(key)).not.toEqual([]);
    const before = (await openable(key)).length;

    await expect(rotateSecretKey(db, { from: `${other}x`, to: other }, 0)).rejects.toThrow(
      "isn't the secret key",
    );
    expect(await rotateSecretKey(db, { from: key, to: other }, 0)).toEqual({ resealed: 2, lost: 1 });
    expect(await rotateSecretKey(db, { from: key, to: other }, 0), 'again').toEqual({ resealed: 0, lost: 1 });

    expect([(await openable(key)).length, (await openable(other)).length]).toEqual([0, before]);

    const rotated = await open({ secretKey: other }, app.clock);
    await prepare(rotated.services);
    await expect(prepare(app.services)).rejects.toThrow('another secret key');
    for (const { username, secret } of people.slice(0, 2)) {
      const browser = rotated.browser();
      const { attempt } = (await browser.login(username, goodPassword)).body;
      const code = totpCode(secret, rotated.clock());
      expect((await browser.post(`/api/login/${attempt}/totp`, { code })).status).toBe(200);
    }
    rotated.clock.advance(seconds(30));
  });

  test('keeps the keys that sign people in to apps, and has others made where they are lost', async () => {
    const app = await open({ secretKey: key });
    const { db } = app.database;
    await db.deleteFrom('signing_keys').execute();
    const publishedWith = async (secretKey: string) => {
      const { text } = await (await open({ secretKey }, app.clock)).browser().get('/.well-known/jwks.json');
      return (JSON.parse(text) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const before = await publishedWith(key);
    expect(before).toHaveLength(2);
    await rotateSecretKey(db, { from: key, to: other }, 0);
    expect(await publishedWith(other)).toEqual(before);
    await rotateSecretKey(db, { from: undefined, to: key }, 0);
    const after = await publishedWith(key);
    expect(after).toHaveLength(2);
    expect(after.filter((kid) => before.includes(kid))).toEqual([]);
  });

  test('without the old key gives up what was sealed under it, and says how much', async () => {
    const app = await open({ secretKey: key });
    const before = await rotateSecretKey(app.database.db, { from: undefined, to: other }, 0);
    expect(before.resealed).toBe(0);
    const person = await protectedPerson(app);
    const { lost } = await rotateSecretKey(app.database.db, { from: undefined, to: other }, 0);
    expect(lost).toBe(before.lost + 1);
    expect(person.codes.length).toBeGreaterThan(0);
    await prepare((await open({ secretKey: other })).services);
  });
});

eachApp('S11 what a command writes beside a server', (open) => {
  test('has the pepper of that server, which need not have hashed anything yet', async () => {
    const { services } = await open({ password: { pepper } });
    await prepare(services);
    await requireServersPepper(services.db, await hasherWith(pepper));
    for (const secret of ['', `${pepper}!`]) {
      const writes = requireServersPepper(services.db, await hasherWith(secret));
      await expect(writes).rejects.toThrow(/server .* uses another pepper.*LATCHKEY_PASSWORD_PEPPER/s);
    }
    await prepare((await open()).services);
    await expect(requireServersPepper(services.db, await hasherWith(pepper))).rejects.toThrow(
      'uses no pepper',
    );
  });
});

describe('S11', () => {
  eachDatabase('before a server was started', (make) => {
    test('any pepper does, as long as no hash has another', async () => {
      const { db } = await make();
      await requireServersPepper(db, await hasherWith(pepper));
      await requireServersPepper(db, await hasherWith(''));
    });
  });
});
