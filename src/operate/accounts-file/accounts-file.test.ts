import { expect, test } from 'vitest';
import { buildApp, eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { softwareAuthenticator } from '../../../test/support/authenticator.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { addExample } from '../../../test/support/factor-examples.ts';
import { loginCodeTo } from '../../../test/support/mails.ts';
import { addressPerson, losePassword } from '../../../test/support/no-password.ts';
import { addPasskey, protectedPerson } from '../../../test/support/second-factors.ts';
import { storedIdentity } from '../../../test/support/stored-identity.ts';
import { loadConfig } from '../../config/index.ts';
import { addableFactors } from '../../factors/index.ts';
import { createPasswordHasher } from '../../factors/password/index.ts';
import type { Database, Db, openDatabase } from '../../kit/db/index.ts';
import {
  carried,
  findLosses,
  importAccountsFile,
  isAccountsFile,
  leftBehind,
  writeAccounts,
} from './index.ts';

const { config: ofDevelopment } = await loadConfig({ mode: 'development', env: {} });

const client = { actor: 'command', address: '', device: 'latchkey accounts' } as const;

async function exported(db: Db, secretKey: string): Promise<string> {
  let text = '';
  for await (const piece of writeAccounts(db, secretKey, { exported: 0 })) text += piece;
  return text;
}

const importInto = (database: Database, text: string, secretKey: string, more = {}) =>
  importAccountsFile(text, {
    database,
    secretKey,
    hasher: createPasswordHasher(ofDevelopment),
    client,
    searchFields: [],
    dryRun: false,
    now: 1,
    ...more,
  });

async function register({ browser }: TestApp) {
  const self = browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, accountId: body.account?.id ?? '' };
}

/** Somebody with everything that an account can have. */
async function richPerson(app: TestApp) {
  const person = await register(app);
  for (const factor of addableFactors) await addExample(app, person.self, factor);
  await app.services.db
    .insertInto('emails')
    .values([
      {
        id: `e-${person.accountId}`,
        account_id: person.accountId,
        address: `${person.username}@Example.com`,
        address_key: `${person.username}@example.com`.toLowerCase(),
        verified_at: 5,
        created_at: 4,
      },
      {
        id: `p-${person.accountId}`,
        account_id: person.accountId,
        address: 'next@example.com',
        address_key: 'next@example.com',
        verified_at: null,
        created_at: 6,
      },
    ])
    .execute();
  await storedIdentity(app.services.db, person.accountId);
  return person;
}

/** The only line of an export that is of this account, between head and end. */
function onlyLine(text: string, accountId: string): string {
  const [head = ''] = text.split('\n', 1);
  const line = text.split('\n').find((one) => one.includes(`"id":"${accountId}"`)) ?? '';
  return `${head}\n${line}\n{"end":1}\n`;
}

eachApp('an export of accounts', (open) => {
  eachDatabase('imported elsewhere', (make) => {
    test('keeps ids, passwords, addresses and every factor', { timeout: 60_000 }, async () => {
      const app = await open();
      const { accountId } = await richPerson(app);
      const { secretKey, db } = app.services;
      const text = onlyLine(await exported(db, secretKey), accountId);
      expect(isAccountsFile(text)).toBe(true);
      const elsewhere = await make();
      expect(await importInto(elsewhere, text, secretKey, { dryRun: true })).toMatchObject({ imported: 1 });
      expect(await exported(elsewhere.db, secretKey)).toMatch(/\{"end":0\}\n$/);
      expect(await importInto(elsewhere, text, secretKey)).toMatchObject({ imported: 1, skipped: [] });
      expect(sorted(await exported(elsewhere.db, secretKey))).toEqual(sorted(text));
      const account = JSON.parse(text.split('\n')[1] ?? '') as Record<string, unknown[]>;
      expect(carried.map((table) => [table, (account[table]?.length ?? 0) > 0])).toEqual(
        carried.map((table) => [table, true]),
      );
      expect(await importInto(elsewhere, text, secretKey)).toMatchObject({ imported: 0, alreadyThere: 1 });
      const costs = await elsewhere.db.selectFrom('password_costs').selectAll().execute();
      expect(costs).toHaveLength(1);
    });

    test('has its password where the server itself hashes as dearly', { timeout: 60_000 }, async () => {
      const app = await open();
      const { accountId } = await register(app);
      const { secretKey, db } = app.services;
      const text = onlyLine(await exported(db, secretKey), accountId).replace(
        /\$m=\d+,t=\d+/,
        '$m=1048576,t=2',
      );
      const elsewhere = await make();
      const withHash = (memory: number, iterations: number) => {
        const hash = { ...ofDevelopment.hash, memory, iterations };
        return importInto(elsewhere, text, secretKey, {
          hasher: createPasswordHasher({ ...ofDevelopment, hash }),
        });
      };
      expect((await withHash(1_048_576, 1)).skipped[0]?.reason).toMatch(/can verify/);
      expect(await withHash(524_288, 4)).toMatchObject({ imported: 1, skipped: [] });
      expect(await exported(elsewhere.db, secretKey)).toContain('$m=1048576,t=2');
    });

    test('is refused with the reason where it could not be used', { timeout: 60_000 }, async () => {
      const app = await open();
      const [first, second] = [await richPerson(app), await richPerson(app)];
      const { secretKey, db } = app.services;
      const all = await exported(db, secretKey);
      const text = onlyLine(all, first.accountId);
      const elsewhere = await make();
      const into = (changed: string) => importInto(elsewhere, changed, secretKey);
      await expect(importInto(elsewhere, text, `${secretKey}!`)).rejects.toThrow('with another secret key');
      await expect(into(text.replace('{"end":1}\n', ''))).rejects.toThrow('The end of the file is missing');
      await expect(into(text.replace('"format":1', '"format":2'))).rejects.toThrow(
        'newer version of Latchkey',
      );
      const reasonFor = async (changed: string) => (await into(changed)).skipped[0]?.reason;
      const refusals = [
        [text.replaceAll(first.accountId, second.accountId), /authenticator app key can't be decrypted/],
        [text.replace('"pepper":""', '"pepper":"0123456789abcdef"'), /another pepper/],
        [text.replace('$m=', '$m=9999999'), /isn't an argon2id hash/],
        [
          text.replace(/"hash":"[^"]+"/, '"hash":"3af00c6cad11f7ab5db4467b66ce503e"'),
          /isn't an argon2id hash/,
        ],
        [text.replace(/"username_key":"[^"]+"/, '"username_key":"root"'), /don't match/],
        [text.replace('@example.com"', '@example.org"'), /don't match/],
        [text.replace('"emails":', '"sessions":[],"emails":'), /doesn't know "sessions"/],
        [
          text.replace('"user_handle":', '"owner":1,"user_handle":'),
          /"owner" in "passkey_users" isn't known/,
        ],
        [text.replace(/"data":"[^"]*"/, '"data":"{"'), /isn't valid JSON/],
        [text.replace(/"data":"[^"]*"/, '"data":"{\\"a\\":1,\\"a\\":2}"'), /isn't valid JSON/],
        [
          text.replace(/"created_at":\d+/, '"created_at":9007199254740991'),
          /"created_at" in "accounts" has a value that/,
        ],
        [text.replace(/"created_at":\d+/, '"created_at":-1'), /"created_at" in "accounts" has a value that/],
        [text.replace(/"created_at":\d+/, '"created_at":"x"'), /"created_at" in "accounts" has a value that/],
        [
          text.replace(/"created_at":\d+/, '"created_at":null'),
          /"created_at" in "accounts" has a value that/,
        ],
        [text.replace(/"security_version":\d+/, '"security_version":"__proto__"'), /"security_version" in/],
        [text.replace(/"weak":\d/, '"weak":-1'), /"weak" in "passwords" has a value that/],
        [
          text.replace(/"verified_at":\d+/, '"verified_at":"x"'),
          /"verified_at" in "emails" has a value that/,
        ],
        [text.replace(/"hash":"[^"]+"/, '"hash":17'), /"hash" in "passwords" has a value that/],
        [text.replace(/"pepper":"/, '"pepper":"\\u0000'), /"pepper" in "passwords" has a value that/],
        [text.replace(/"pepper":"/, '"pepper":"\\ud800'), /"pepper" in "passwords" has a value that/],
        [text.replace(/\$m=\d+,t=\d+/, '$m=1048576,t=2'), /can verify/],
        [text.replace(/\n\{"accounts.*/, '\n[1'), /isn't a JSON object/],
      ] as const;
      for (const [changed, reason] of refusals) {
        expect(changed, String(reason)).not.toBe(text);
        expect(await reasonFor(changed)).toMatch(reason);
      }
      expect(await exported(elsewhere.db, secretKey)).toMatch(/\{"end":0\}\n$/);
      expect(await into(text)).toMatchObject({ imported: 1 });
      const other = onlyLine(all, second.accountId);
      const asFirst = (form: (name: string) => string) =>
        reasonFor(other.replaceAll(form(second.username), form(first.username)));
      expect(await asFirst((name) => `"${name}"`)).toBe('The username is already taken.');
      expect(await asFirst((name) => `${name}@`)).toBe('Its email address belongs to another account here.');
      expect(await into(other)).toMatchObject({ imported: 1 });
    });
  });

  eachDatabase('of an account without a password, imported elsewhere', (make) => {
    test('is the same again, and the account can be signed in to', { timeout: 60_000 }, async () => {
      const app = await open();
      const byAddress = await addressPerson(app, `${freshName('alone')}@example.org`);
      const byPasskey = await protectedPerson(app);
      await addPasskey(byPasskey.self);
      await losePassword(app.services.db, byPasskey.accountId);
      const { secretKey, db } = app.services;
      const all = await exported(db, secretKey);
      const elsewhere = await make();
      for (const [{ accountId }, byEmailAlone] of [
        [byAddress, 1],
        [byPasskey, 0],
      ] as const) {
        const text = onlyLine(all, accountId);
        expect(text).toContain('"passwords":[]');
        const taken = { imported: 1, byEmailAlone, skipped: [] };
        expect(await importInto(elsewhere, text, secretKey, { dryRun: true })).toMatchObject(taken);
        expect(await importInto(elsewhere, text, secretKey)).toMatchObject(taken);
        expect(sorted(onlyLine(await exported(elsewhere.db, secretKey), accountId))).toEqual(sorted(text));
        const again = await importInto(elsewhere, text, secretKey);
        expect(again).toMatchObject({ imported: 0, byEmailAlone: 0, alreadyThere: 1 });
      }
      const there = await buildApp(elsewhere, { login: { emailCode: true } });
      const browser = there.browser();
      const { attempt } = (await browser.post('/api/login', { username: byAddress.username })).body;
      const code = await loginCodeTo(there, byAddress.email);
      const done = await browser.post(`/api/login/${attempt}/email-code`, { code });
      expect(done.body).toMatchObject({ status: 'complete', account: { id: byAddress.accountId } });
      await there.app.close();
    });

    test('is refused where there is no way in', { timeout: 60_000 }, async () => {
      const app = await open();
      const { accountId, self } = await protectedPerson(app);
      const bare = softwareAuthenticator({ flags: { up: true, uv: false, be: false, bs: false } });
      await addPasskey(self, bare);
      const { secretKey, db } = app.services;
      await self.send('PUT', '/api/me/email', { email: `${accountId}@example.com` });
      await losePassword(db, accountId);
      const elsewhere = await make();
      const reasonFor = async (text: string) =>
        (await importInto(elsewhere, text, secretKey, { dryRun: true })).skipped[0]?.reason;
      const text = onlyLine(await exported(db, secretKey), accountId);
      const noWayIn =
        'It has no password, no verified email address and no passkey that verifies its user, so nobody could sign in.';
      expect(await reasonFor(text), 'an address that is only asked for, an app, and a bare key').toBe(
        noWayIn,
      );
      expect(await reasonFor(text.replace('"verified_at":null', '"verified_at":7'))).toBeUndefined();
      const verifying = text.replace('"uv_initialized":0', '"uv_initialized":1');
      expect(await reasonFor(verifying)).toBeUndefined();
      expect(await reasonFor(verifying.replace(/"passkey_users":\[[^\]]*\]/, '"passkey_users":[]'))).toBe(
        noWayIn,
      );
      expect(await importInto(elsewhere, text, secretKey)).toMatchObject({ imported: 0 });
      expect(await exported(elsewhere.db, secretKey)).toMatch(/\{"end":0\}\n$/);
    });
  });

  test('in the form of the workshop says what would be lost', async () => {
    const app = await open();
    const before = await findLosses(app.services.db);
    await richPerson(app);
    const after = await findLosses(app.services.db);
    expect(after).toEqual({ secondFactors: before.secondFactors + 1, emails: before.emails + 1 });
  });

  test.each(addableFactors)(
    'in the form of the workshop tells of an account with a $name',
    async (factor) => {
      const app = await open();
      const { self, accountId } = await register(app);
      await addExample(app, self, factor);
      await app.services.db.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
      const { secondFactors } = await findLosses(app.services.db);
      expect((await self.send('DELETE', '/api/me', { password: goodPassword })).status).toBe(204);
      expect((await findLosses(app.services.db)).secondFactors).toBe(secondFactors - 1);
    },
  );
});

/** Columns may come in another order. */
function sorted(text: string): unknown {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

eachDatabase('every table of accounts', (make) => {
  test('goes along in an export, or is named among those that stay behind', async () => {
    const database: ReturnType<typeof openDatabase> = await make();
    const tables = await database.db.introspection.getTables();
    const owned = tables.filter(({ name, columns }) => {
      // The audit log and the counters outlive an account, and are no part of it.
      const isOfPlace = ['events', 'limits'].includes(name);
      return !isOfPlace && columns.some((column) => column.name === 'account_id');
    });
    expect(['accounts', ...owned.map(({ name }) => name)].sort()).toEqual([...carried, ...leftBehind].sort());
  });
});
