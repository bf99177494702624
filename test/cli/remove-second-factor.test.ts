import { expect, test } from 'vitest';
import { replaceCodes } from '../../src/factors/recovery-code/index.ts';
import { type Database, inTransaction, openDatabase } from '../../src/kit/db/index.ts';
import { createAccountReader } from '../../src/people/accounts/index.ts';
import { strangersKey } from '../../src/people/limits/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { mailsTo } from '../support/mails.ts';
import { environmentOf, keyIn, run } from './command-line.ts';

const registered = '{"soham": {"password": "3af00c6cad11f7ab5db4467b66ce503e", "data": "testing"}}';
const command = ['accounts', 'remove-second-factor', 'Soham'];
const address = 'soham@example.com';

/** Gives the account an app, recovery codes and a session that they have opened. */
async function protect({ db }: Database, accountId: string): Promise<void> {
  const far = Date.now() + 1_000_000;
  await inTransaction(db, async (tx) => {
    const app = { account_id: accountId, secret: 'sealed under a key that is lost', subject: null };
    await tx
      .insertInto('totp')
      .values({ ...app, confirmed_at: 1, last_step: 0, tries: 0, created_at: 1 })
      .execute();
    await replaceCodes(tx, accountId, 1);
    const session = {
      account_id: accountId,
      token_hash: 't',
      transport: 'bearer',
      amr: '[]',
      aal: 2,
      unused: 0,
      trail_id: null,
    } as const;
    const times = { created_at: 1, last_seen_at: 1, auth_time: 1, idle_expires_at: far, expires_at: far };
    await tx
      .insertInto('sessions')
      .values({ id: 's', remember: 0, address: '', device: '', ...session, ...times })
      .execute();
  });
}

async function addPasskey({ db }: Database, accountId: string): Promise<void> {
  const key = {
    credential_id: accountId,
    public_key: '',
    sign_count: 0,
    uv_initialized: 0,
    transports: '[]',
  };
  const make = { backup_eligible: 0, backup_state: 0, name: 'Blue key', aaguid: '', created_at: 1 };
  await db
    .insertInto('passkeys')
    .values({ id: 'p', account_id: accountId, ...key, ...make, last_used_at: null })
    .execute();
}

async function proveAddress({ db }: Database, accountId: string): Promise<void> {
  const email = { id: 'e', account_id: accountId, address, address_key: address };
  await db
    .insertInto('emails')
    .values({ ...email, verified_at: 1, created_at: 1 })
    .execute();
}

eachDatabase('latchkey accounts remove-second-factor', (make) => {
  test('says what it removed, what comes next and who was told', { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    const said = async (args = command, more = {}) => {
      const { exitCode, out, err } = await run(args, { ...env, ...more });
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
      return out;
    };
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const accountId = (await createAccountReader(database).findByKey('soham'))?.id ?? '';
      expect(await said()).toBe(
        'soham has no authenticator app and no recovery codes. Nothing was removed.\n',
      );
      await protect(database, accountId);
      const before = await said(['accounts', 'show', 'soham']);
      expect(before).toContain('Can sign in: yes, with the correct password. ');
      expect(before).toContain('The second factor is required after it.\n');
      expect(before).toMatch(/Second factor +an authenticator app, 10 recovery codes left \(optional\)\n/);
      expect(await said()).toBe(
        'Removed from soham: an authenticator app and recovery codes. Ended 1 session.\n' +
          'soham can now sign in with the password alone.\n' +
          'No email was sent, because the account has no verified address.\n',
      );
      const shown = (await run(['accounts', 'show', 'soham'], env)).out;
      expect(shown).toMatch(
        /Recovery codes removed +latchkey accounts\n.*Removed an authenticator app +latch/,
      );
      expect(shown).toContain('Sessions: none');

      await protect(database, accountId);
      await proveAddress(database, accountId);
      expect(await said(['accounts', 'show', 'SOHAM@example.com'])).toMatch(
        /^soham\n[\s\S]*Email +verified\n/,
      );
      const everybody = { LATCHKEY_LOGIN_SECOND_FACTOR: 'required' };
      const published = { LATCHKEY_PUBLIC_URL: 'http://localhost:7000' };
      expect(await said(command, { ...everybody, ...published })).toBe(
        'Removed from soham: an authenticator app and recovery codes. Ended 1 session.\n' +
          'soham must have a second factor. The next sign-in with the password adds a new one.\n' +
          'An email about this goes to soham@example.com, with links to http://localhost:7000. ' +
          'This configuration has no mail.url, so only "latchkey dev" shows it.\n',
      );
      const mails = await mailsTo({ services: { db: database.db, secretKey: keyIn(env) } }, address);
      expect(mails.map(({ subject }) => subject)).toEqual(['A sign-in method was removed at Latchkey']);
      expect(mails[0]?.text).toContain('http://localhost:7000/account');
    } finally {
      await database.close();
    }
  });

  test('leaves passkeys, unless it is told to remove them', { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const accountId = (await createAccountReader(database).findByKey('soham'))?.id ?? '';
      await protect(database, accountId);
      await addPasskey(database, accountId);
      const shown = JSON.parse((await run(['accounts', 'show', 'soham', '--json'], env)).out) as unknown;
      expect(shown).toMatchObject({
        canLogIn: 'yes',
        secondFactors: { totp: true, passkeys: 1, recoveryCodesLeft: 10 },
        email: { verified: false, pending: false },
      });
      expect((await run(command, env)).out).toContain(
        'soham still has 1 passkey, and the next sign-in requires one. Add --passkeys to remove passkeys too.\n',
      );
      expect((await run(command, env)).out).toBe(
        'soham has no authenticator app and no recovery codes. Nothing was removed. Add --passkeys to remove 1 passkey.\n',
      );
      const all = [...command, '--passkeys'];
      await run(['accounts', 'require-second-factor', 'soham'], env);
      expect((await run(all, env)).out).toBe(
        'Removed from soham: 1 passkey.\n' +
          'soham must have a second factor. The next sign-in with the password adds a new one.\n' +
          'No email was sent, because the account has no verified address.\n',
      );
      const nothing =
        'soham has no authenticator app, no recovery codes and no passkeys. Nothing was removed.\n';
      expect((await run(all, env)).out).toBe(nothing);
      const far = Date.now() + 1_000_000;
      await database.db
        .insertInto('limits')
        .values({
          key: strangersKey(accountId),
          account_id: accountId,
          count: 100,
          blocked_until: far,
          expires_at: far,
        })
        .execute();
      expect((await run(all, env)).out).toBe(
        `${nothing}soham still can't sign in: password sign-in is turned off after 100 incorrect passwords in a row. ` +
          '"latchkey accounts unlock soham" turns it on again. Browsers that have signed in before aren\'t affected.\n',
      );
    } finally {
      await database.close();
    }
  });

  test('says by what somebody without a password signs in from then on', { timeout: 60_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    await run(['accounts', 'import', '-'], env, registered);
    const database = openDatabase(location);
    try {
      const accountId = (await createAccountReader(database).findByKey('soham'))?.id ?? '';
      await protect(database, accountId);
      await proveAddress(database, accountId);
      await database.db.deleteFrom('passwords').execute();
      const [, next, , ...others] = (await run(command, env)).out.split('\n');
      expect([next, others]).toEqual([
        'soham can sign in by a link by email, which sets a new password. The account has no password.',
        [''],
      ]);
      await database.db.deleteFrom('emails').execute();
      expect((await run(command, env)).out).toContain(
        "soham still can't sign in: the account has no password, and there is no other way to sign in.\n",
      );
    } finally {
      await database.close();
    }
  });

  test('does not know a name that nobody has', async () => {
    const env = environmentOf(await make.location());
    await run(['migrate'], env);
    const { exitCode, out, err } = await run(['accounts', 'remove-second-factor', 'sohan'], env);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(/^No account named "sohan" in .+\n.+ --config\.\n$/);
  });
});
