import { expect, test } from 'vitest';
import {
  eachApp,
  freshName,
  goodPassword,
  otherPassword,
  type Settings,
  type TestApp,
} from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { proveAddress } from '../../../test/support/mails.ts';
import { addPasskey, setUpTotp } from '../../../test/support/second-factors.ts';
import { setPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { clearLimitsOf, codeKeys, mostCodes, strangersKey } from '../../people/limits/index.ts';
import { listExplainedOf } from '../trails/index.ts';
import { actingAsCommand } from './acting.ts';
import { deleteAccountLater } from './acts/delete.ts';
import { disableAccount, enableAccount } from './acts/disable.ts';
import { findShown } from './show.ts';

interface Person {
  readonly app: TestApp;
  readonly self: Browser;
  readonly id: string;
  readonly username: string;
}

interface Case {
  readonly settings?: Settings;
  /** What became of the account before the last attempt, and after it. */
  readonly given?: (person: Person) => Promise<unknown>;
  readonly attempt?: 'right' | 'wrong' | 'by a code';
  readonly after?: (person: Person) => Promise<unknown>;
  readonly canSignIn: 'yes' | 'later' | 'no';
  /** What `accounts show` says. */
  readonly shown: RegExp;
  /** What the last trail says. */
  readonly told: RegExp;
  /** What it must not say, since it would be the contrary. */
  readonly untold?: RegExp;
}

const withCodes: Settings = { login: { emailCode: true } };
const why = actingAsCommand('A test');
const isNothing = /couldn't sign in: the password is incorrect\./;

const losePassword = ({ app, id }: Person) =>
  app.services.db.deleteFrom('passwords').where('account_id', '=', id).execute();

const changePassword = ({ app, id }: Person, to: { weak: number } | { pepper: string }) =>
  app.services.db.updateTable('passwords').set(to).where('account_id', '=', id).execute();

function count(
  { app, id }: Person,
  key: string,
  {
    failures,
    wait = 0,
    ends = hours(2),
    isMail = false,
  }: { failures: number; wait?: number; ends?: number; isMail?: boolean },
) {
  const now = app.clock();
  const row = { key, account_id: isMail ? null : id, count: failures, expires_at: now + ends };
  const blocked_until = wait > 0 ? now + wait : 0;
  const { db } = app.services;
  return db
    .insertInto('limits')
    .values({ ...row, blocked_until })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ ...row, blocked_until }))
    .execute();
}

const lock = (person: Person) => count(person, strangersKey(person.id), { failures: 100 });

const codesOff = (person: Person) =>
  count(person, codeKeys(person.id)[0], { failures: mostCodes(person.app.config.limits) });

const cases: Readonly<Record<string, Case>> = {
  successfully: {
    attempt: 'right',
    canSignIn: 'yes',
    shown: /^with the correct password\.$/,
    told: /signed in successfully\. The session is in use: last at .+ UTC, Firefox on Linux\. If they still can't get in, it was another/,
  },
  'a weak password that was let in': {
    given: (person) => changePassword(person, { weak: 1 }),
    canSignIn: 'yes',
    shown: /marked as weak/,
    told: isNothing,
  },
  'a pepper that is not configured': {
    given: (person) => changePassword(person, { pepper: 'another' }),
    canSignIn: 'no',
    shown:
      /^the password was hashed with a pepper that isn't configured here .+, so no password matches, and there is no other way/,
    told: /couldn't sign in: the password was hashed with a pepper that isn't configured here .+ There is no other way to sign in\.$/,
    untold: /is wrong|Caps Lock/,
  },
  'a pepper that went missing after the last login': {
    attempt: 'right',
    after: (person) => changePassword(person, { pepper: 'another' }),
    canSignIn: 'no',
    shown: /^the password was hashed with a pepper/,
    told: /successfully\. The session is in use: .+\. The password was hashed with a pepper that isn't configured here/,
  },
  'an account that an admin disabled before the attempt': {
    given: (person) => disableAccount(person.app.services, why, person.id),
    attempt: 'right',
    canSignIn: 'no',
    shown:
      /^the account was disabled from the command line on .+ UTC\. "latchkey accounts enable person-\d+" opens it again\.$/,
    told: /couldn't sign in: the account was disabled from the command line on .+ UTC\. "latchkey accounts enable person-\d+" opens it again\.$/,
    untold: /incorrect|Caps Lock/,
  },
  'an account that an admin disabled after a wrong password': {
    after: (person) => disableAccount(person.app.services, why, person.id),
    canSignIn: 'no',
    shown: /^the account was disabled from the command line/,
    told: /couldn't sign in: the password is incorrect\. .*The account was disabled from the command line on .+ UTC\. "latchkey accounts enable/,
  },
  'an account that an admin disabled, asked for a code': {
    settings: withCodes,
    given: async (person) => {
      await proveAddress(person.app, person.self);
      await disableAccount(person.app.services, why, person.id);
    },
    attempt: 'by a code',
    canSignIn: 'no',
    shown: /^the account was disabled/,
    told: /couldn't sign in: the account was disabled from the command line/,
    untold: /no verified email address/,
  },
  'an account that an admin disabled before it was enabled again': {
    given: (person) => disableAccount(person.app.services, why, person.id),
    attempt: 'right',
    after: (person) => enableAccount(person.app.services, why, person.id),
    canSignIn: 'yes',
    shown: /^with the correct password\.$/,
    told: /couldn't sign in: the account was disabled at the time\. That's over by now\. They can try again right away\.$/,
  },
  'an account that an admin deleted': {
    given: (person) => deleteAccountLater(person.app.services, why, person.id),
    attempt: 'right',
    canSignIn: 'no',
    shown:
      /^the account was deleted from the command line on .+ UTC and will be erased on \d{4}-\d\d-\d\d\. "latchkey accounts undelete person-\d+" opens it again\.$/,
    told: /couldn't sign in: the account was deleted from the command line on .+ and will be erased on .+ "latchkey accounts undelete/,
    untold: /incorrect|Caps Lock/,
  },
  'no password, and nothing else': {
    given: losePassword,
    canSignIn: 'no',
    shown: /^the account has no password, and there is no other way to sign in\.$/,
    told: /couldn't sign in: the account has no password\. There is no other way to sign in\.$/,
    untold: /is wrong|Caps Lock/,
  },
  'no password, and a passkey': {
    given: async (person) => {
      await addPasskey(person.self);
      await losePassword(person);
    },
    canSignIn: 'yes',
    shown: /^by a passkey. The account has no password\.$/,
    told: /couldn't sign in: the account has no password\. Sign in by a passkey\.$/,
    untold: /is wrong|Caps Lock/,
  },
  'no password, and a passkey that never checked who holds it': {
    given: async (person) => {
      await addPasskey(person.self);
      const { db } = person.app.services;
      await db
        .updateTable('passkeys')
        .set({ uv_initialized: 0 })
        .where('account_id', '=', person.id)
        .execute();
      await losePassword(person);
    },
    canSignIn: 'no',
    shown: /^the account has no password, and there is no other way/,
    told: /There is no other way to sign in\.$/,
  },
  'no password, and codes by email': {
    settings: withCodes,
    given: async (person) => {
      await proveAddress(person.app, person.self);
      await losePassword(person);
    },
    canSignIn: 'yes',
    shown: /^by a code by email. The account has no password\.$/,
    told: /the account has no password\. Sign in by a code by email\.$/,
  },
  'no password, and a recovery by email': {
    given: async (person) => {
      await proveAddress(person.app, person.self);
      await losePassword(person);
    },
    canSignIn: 'yes',
    shown: /^by a link by email, which sets a new password. The account has no password\.$/,
    told: /Sign in by a link by email, which sets a new password\.$/,
  },
  'no password, guessed at until it would be locked': {
    given: async (person) => {
      await addPasskey(person.self);
      await losePassword(person);
      await lock(person);
    },
    canSignIn: 'yes',
    shown: /^by a passkey. The account has no password\.$/,
    told: /couldn't sign in: the account has no password\. Sign in by a passkey\.$/,
    untold: /locked|switched off|unlock/,
  },
  'a locked password': {
    given: lock,
    canSignIn: 'no',
    shown:
      /^password sign-in is turned off after 100 incorrect passwords in a row\. .+ turns it on again\. Browsers/,
    told: /turned off after 100 failed attempts in a row/,
    untold: /over by now/,
  },
  'a locked password that was unlocked': {
    given: lock,
    after: ({ app, id }) => clearLimitsOf(app.services.db, id),
    canSignIn: 'yes',
    shown: /^with the correct password\.$/,
    told: /turned off .+ That's over by now/,
  },
  'a password that was locked after a login': {
    attempt: 'right',
    after: lock,
    canSignIn: 'no',
    shown: /^password sign-in is turned off after 100 incorrect passwords in a row\./,
    told: /successfully\. The session is in use: .+\. Password sign-in is turned off after 100 incorrect passwords in a row\. .+ Browsers that have signed in before aren't affected\.$/,
  },
  'a locked password beside a passkey': {
    given: async (person) => {
      await addPasskey(person.self);
      await lock(person);
    },
    canSignIn: 'yes',
    shown: /^by a passkey\. Password sign-in is turned off/,
    told: /turned off after 100 failed attempts in a row\. Sign in by a passkey\./,
  },
  'a wait': {
    attempt: 'right',
    after: (person) => count(person, strangersKey(person.id), { failures: 6, wait: minutes(50) }),
    canSignIn: 'later',
    shown:
      /^after 6 incorrect passwords in a row, sign-in must wait 50 min more, until .+ UTC\. .+ Browsers that have signed in/,
    told: /After 6 incorrect passwords in a row, sign-in must wait 50 min more, until .+ UTC\. .+ Browsers that have signed in/,
  },
  'a proof of work': {
    given: (person) => count(person, strangersKey(person.id), { failures: 3 }),
    canSignIn: 'yes',
    shown: /After 3 incorrect passwords in a row, a proof of work is required first/,
    told: /a proof-of-work challenge was required/,
  },
  'a second factor': {
    given: ({ app, self }) => setUpTotp(app, self),
    attempt: 'right',
    canSignIn: 'yes',
    shown: / The second factor is required after it\.$/,
    told: /next step \(authenticator code or recovery code\) hasn't been completed yet\..+remove-second-factor/,
    untold: /over by now/,
  },
  'a second factor that must be added': {
    settings: { login: { secondFactor: 'required' } },
    attempt: 'right',
    canSignIn: 'yes',
    shown: / A second factor must be added after it\.$/,
    told: /a second factor must be added first/,
    untold: /over by now/,
  },
  'an address that must be confirmed': {
    settings: { email: { verification: 'before-login', registration: 'required' } },
    attempt: 'right',
    canSignIn: 'yes',
    shown: / An email address must be verified before the session starts\.$/,
    told: /the email address isn't verified yet/,
    untold: /over by now/,
  },
  'an address that was confirmed since': {
    settings: { email: { verification: 'before-login', registration: 'required' } },
    attempt: 'right',
    after: ({ app, id }) =>
      app.services.db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', id).execute(),
    canSignIn: 'yes',
    shown: /^with the correct password\.$/,
    told: /isn't verified yet.+ That's over by now/,
  },
  'emails of this hour that are used up': {
    settings: withCodes,
    given: async (person) => {
      await proveAddress(person.app, person.self);
      await losePassword(person);
      const { mailsAnHour } = person.app.config.email;
      await count(person, `mails:login-code:${person.id}`, {
        failures: mailsAnHour,
        ends: minutes(12),
        isMail: true,
      });
    },
    attempt: 'by a code',
    canSignIn: 'later',
    shown: /^the account has no password\. No sign-in codes are sent for another 12 min, unless/,
    told: /too many codes were sent in the last hour.+ No sign-in codes are sent for another 12 min, unless/,
    untold: /over by now/,
  },
  'codes that are turned off': {
    given: async (person) => {
      await setUpTotp(person.app, person.self);
      await person.app.services.db.deleteFrom('recovery_codes').where('account_id', '=', person.id).execute();
      await codesOff(person);
    },
    attempt: 'right',
    canSignIn: 'no',
    shown:
      /[Aa]fter 50 incorrect codes in a row, codes are turned off for browsers that the account doesn't know/,
    told: /[Aa]fter 50 incorrect codes in a row, codes are turned off for browsers that the account doesn't know/,
  },
  'codes that are turned off, and recovery codes': {
    given: async (person) => {
      await setUpTotp(person.app, person.self);
      await codesOff(person);
    },
    attempt: 'right',
    canSignIn: 'yes',
    shown: /^with the correct password\. The second factor is required after it\. After 50 incorrect codes/,
    told: /hasn't been completed yet.+ After 50 incorrect codes in a row/,
  },
  'codes that are turned off and that nobody asks for': {
    given: codesOff,
    attempt: 'right',
    canSignIn: 'yes',
    shown: /^with the correct password\.$/,
    told: /successfully\. The session is in use: .+ ask for the support code on their page\.$/,
  },
  'a password that was set since the last attempt': {
    given: losePassword,
    after: async ({ app, id }) => {
      const fresh = { ...(await app.services.hasher.hash(goodPassword)), weak: 0 };
      await inTransaction(app.services.db, (tx) => setPassword(tx, id, fresh, app.clock()));
    },
    canSignIn: 'yes',
    shown: /^with the correct password\.$/,
    told: /couldn't sign in: the account has no password\..+ That's over by now/,
  },
  'data that was moved': {
    attempt: 'right',
    after: ({ app }) =>
      app.services.db
        .insertInto('moves')
        .values({ role: 'source', move_id: 'm', peer: 'the new place', state: 'done', progress: '{}', at: 1 })
        .execute(),
    canSignIn: 'no',
    shown: /^this data was moved to the new place on /,
    told: /successfully\. The session is in use: .+\. This data was moved to the new place on /,
  },
};

async function register(app: TestApp, { settings }: Case): Promise<Person> {
  const self = app.browser();
  const username = freshName();
  const asks = settings?.email?.registration === 'required';
  const { body } = await self.register(
    username,
    goodPassword,
    asks ? { email: `${username}@example.com` } : {},
  );
  const account = await app.services.accounts.findByKey(username);
  return { app, self, username, id: body.account?.id ?? account?.id ?? '' };
}

eachApp('accounts show and the last trail agree', (open) => {
  test.each(Object.entries(cases))('on %s', async (_, one) => {
    const app = await open(one.settings ?? {});
    const person = await register(app, one);
    const { username } = person;
    await one.given?.(person);
    // From an address of its own, so that nothing is counted there.
    const browser = app.browser({ address: '203.0.113.77' });
    if (one.attempt === 'by a code') await browser.post('/api/login', { username });
    else await browser.login(username, one.attempt === 'right' ? goodPassword : otherPassword);
    await browser.get('/api/session');
    await one.after?.(person);
    await app.services.trails.flush();

    const shown = await findShown(app.services, username);
    const told = (await listExplainedOf(app.services, { name: username, limit: 1 }))?.trails[0]?.explanation;
    await app.services.db.deleteFrom('moves').execute();
    expect([shown?.standing.canSignIn, shown?.standing.because]).toEqual([
      one.canSignIn,
      expect.stringMatching(one.shown),
    ]);
    expect(told?.join(' ')).toMatch(one.told);
    if (one.untold) expect(told?.join(' ')).not.toMatch(one.untold);
  });
});

eachApp('accounts show', (open) => {
  test('counts no passkey on a server that passkeys know by no name, as the login counts none', async () => {
    const app = await open();
    const person = await register(app, { canSignIn: 'yes', shown: /./, told: /./ });
    await addPasskey(person.self);
    await losePassword(person);
    const standing = async (publicUrl: string) =>
      (await findShown({ ...app.services, config: { ...app.config, publicUrl } }, person.username))?.standing;
    expect((await standing(app.config.publicUrl))?.canSignIn).toBe('yes');
    expect(await standing('https://192.0.2.7')).toMatchObject({
      canSignIn: 'no',
      because: 'the account has no password, and there is no other way to sign in.',
    });
  });
});
