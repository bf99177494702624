import { beforeAll, expect, test } from 'vitest';
import {
  eachApp,
  freshName,
  goodPassword,
  otherPassword,
  type TestApp,
} from '../../../../test/support/app.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../../../../test/support/mails.ts';
import { protectedPerson } from '../../../../test/support/second-factors.ts';
import { totpCode } from '../../../../test/support/totp-codes.ts';
import { days, minutes, seconds } from '../../../kit/duration.ts';
import { onDate } from '../../../kit/words/index.ts';
import { findAccount } from '../../../people/accounts/index.ts';
import { emailState } from '../../../people/emails/index.ts';
import { listEvents } from '../../../people/events/index.ts';
import { sweep } from '../../../start/sweep.ts';
import { type Acting, actingAsCommand } from '../acting.ts';
import { findNamed } from '../find-named.ts';
import { findShown } from '../show.ts';
import { askNewPassword } from './ask-new-password.ts';
import { askForAddress, changeUsername, setProvedAddress } from './change-names.ts';
import { createAccountFor } from './create.ts';
import { deleteAccountLater, undeleteAccount } from './delete.ts';
import { disableAccount, enableAccount } from './disable.ts';
import { endSessions } from './end-sessions.ts';

const why = actingAsCommand('A test');

/** An admin at the console, who may act on everybody. */
const admin: Acting = {
  actor: { kind: 'person', id: 'an-admin' },
  account: 'an-admin',
  client: { actor: 'person', address: '203.0.113.77', device: 'Firefox on the desk of the admin' },
  requestId: 'req-1',
  reason: 'A test',
  mayActOn: async () => {},
  mayGrant: async () => {},
};

async function register(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, id: body.account?.id ?? '' };
}

async function withAddress(app: TestApp) {
  const one = await register(app);
  return { ...one, address: await proveAddress(app, one.self) };
}

const subjects = async (app: TestApp, address: string) =>
  (await mailsTo(app, address)).map(({ subject }) => subject);

const eventsOf = async ({ services }: TestApp, id: string) =>
  (await listEvents(services.db, id, 50)).map(({ type }) => type);

const complete = (app: TestApp, token: string, newPassword: string = otherPassword) =>
  app.browser().post('/api/recover/complete', { token, newPassword });

const logIn = (app: TestApp, name: string, password: string) => app.browser().login(name, password);

const tokenIn = (link: unknown) => /#(lnk_[\w-]+)/.exec(JSON.stringify(link))?.[1] ?? '';

/** Each act on an account that is there, as one call. */
const acts = {
  disabling: (app: TestApp, acting: Acting, id: string) => disableAccount(app.services, acting, id),
  deleting: (app: TestApp, acting: Acting, id: string) => deleteAccountLater(app.services, acting, id),
  'ending sessions': (app: TestApp, acting: Acting, id: string) => endSessions(app.services, acting, id),
  'asking for a password': (app: TestApp, acting: Acting, id: string) =>
    askNewPassword(app.services, acting, id),
  renaming: (app: TestApp, acting: Acting, id: string) =>
    changeUsername(app.services, acting, id, freshName()),
  'asking for an address': (app: TestApp, acting: Acting, id: string) =>
    askForAddress(app.services, acting, id, freshAddress()),
  'giving an address': (app: TestApp, acting: Acting, id: string) =>
    setProvedAddress(app.services, acting, id, freshAddress()),
} as const;

eachApp('what an admin does to an account', (open) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await open({ limits: { challengeAfter: 100 } });
  });

  test.each(Object.entries(acts))('%s is done to nobody that is not there', async (_name, act) => {
    expect(await act(app, why, 'nobody')).toBeUndefined();
  });

  test.each(Object.entries(acts))('%s changes nothing where the admin may not act', async (_name, act) => {
    const { self, id } = await withAddress(app);
    const before = [await eventsOf(app, id), await findAccount(app.services.db, id)];
    const mayActOn = async () => {
      throw new Error('not this one');
    };
    await expect(act(app, { ...why, mayActOn }, id)).rejects.toThrow('not this one');
    expect([await eventsOf(app, id), await findAccount(app.services.db, id)]).toEqual(before);
    expect((await self.get('/api/session')).status).toBe(200);
  });

  test.each(Object.entries(acts))('%s shows its owner no admin by network or device', async (_name, act) => {
    const { id, address } = await withAddress(app);
    expect(await act(app, admin, id)).toMatchObject({ isNew: true });
    const [newest] = await listEvents(app.services.db, id, 1);
    expect(newest).toMatchObject({ actor: 'admin', address: '', device: 'admin console' });
    const told = [await mailsTo(app, address), await listEvents(app.services.db, id, 50)];
    expect(JSON.stringify(told)).not.toMatch(/203\.0\.113\.77|desk of the admin|A test/);
  });

  test.each(Object.entries(acts))(
    '%s leaves one row in the audit log, by ID and without a name',
    async (_name, act) => {
      const { id, username, address } = await withAddress(app);
      await act(app, admin, id);
      const rows = await app.services.db
        .selectFrom('audit')
        .selectAll()
        .where('target_id', '=', id)
        .execute();
      expect(rows).toMatchObject([
        {
          ...{ actor_kind: 'person', actor_id: 'an-admin', target_kind: 'account', reason: 'A test' },
          ...{ address: '203.0.113.77', request_id: 'req-1', at: app.clock() },
        },
      ]);
      for (const name of [username, address]) expect(JSON.stringify(rows)).not.toContain(name);
    },
  );

  test('wants a reason of 3 to 500 characters where others must be able to judge it', async () => {
    const { id } = await register(app);
    for (const reason of [null, '', '  ', 'no', 'x'.repeat(501), 'a\0b c']) {
      const acting = { ...why, reason };
      for (const act of [acts.disabling, acts.deleting, acts.renaming, acts['asking for a password']])
        await expect(act(app, acting, id)).rejects.toMatchObject({ code: 'reason-missing' });
    }
    await expect(endSessions(app.services, { ...why, reason: 'no' }, id)).rejects.toMatchObject({
      code: 'reason-missing',
    });
    expect(await endSessions(app.services, { ...why, reason: null }, id)).toMatchObject({ isNew: true });
    expect(await disableAccount(app.services, { ...why, reason: ` ${'🙂'.repeat(500)} ` }, id)).toMatchObject(
      {
        isNew: true,
      },
    );
    expect(
      (await findShown(app.services, (await findAccount(app.services.db, id))?.username ?? ''))
        ?.disabledReason,
    ).toBe('🙂'.repeat(500));
  });

  test('tells the owner by email, and the account page shows it', async () => {
    const { self, id, username, address } = await withAddress(app);
    const until = app.clock() + days(14);
    expect(await disableAccount(app.services, why, id)).toMatchObject({
      username,
      sessions: 1,
      toldTo: address,
    });
    expect(await enableAccount(app.services, why, id)).toMatchObject({ toldTo: address });
    expect(await deleteAccountLater(app.services, why, id)).toMatchObject({ toldTo: address, value: until });
    expect(await undeleteAccount(app.services, why, id)).toMatchObject({ toldTo: address });
    expect((await subjects(app, address)).slice(1)).toEqual([
      'Your account was disabled at Latchkey',
      'Your account works again at Latchkey',
      'Your account will be deleted at Latchkey',
      'Your account was restored at Latchkey',
    ]);
    const announced = (await mailsTo(app, address)).find(({ subject }) =>
      subject.includes('will be deleted'),
    );
    expect(announced?.text.replace(/\s+/g, ' ')).toContain(`will be erased ${onDate(until)}`);
    await self.login(username, goodPassword);
    const page = (await self.get('/account', { headers: { accept: 'text/html' } })).text;
    for (const line of ['disabled', 'enabled again', 'deleted', 'restored'])
      expect(page).toMatch(new RegExp(`Account ${line} by the admin`));
  });

  test('undeleting an account that was disabled before leaves it so, and tells nobody that it works', async () => {
    const { id, username, address } = await withAddress(app);
    await disableAccount(app.services, why, id);
    await deleteAccountLater(app.services, why, id);
    expect(await undeleteAccount(app.services, why, id)).toMatchObject({ isNew: true, toldTo: null });
    expect((await logIn(app, username, goodPassword)).status).toBe(401);
    expect((await subjects(app, address)).at(-1)).toContain('will be deleted');
  });

  test('ending sessions ends all, and the next sign-in works', async () => {
    const { self, id, username } = await register(app);
    const other = app.browser();
    await other.login(username, goodPassword);
    expect(await endSessions(app.services, why, id)).toMatchObject({ sessions: 2 });
    for (const browser of [self, other]) expect((await browser.get('/api/session')).status).toBe(401);
    expect((await logIn(app, username, goodPassword)).status).toBe(200);
  });

  test('a new password is asked for by email, and signs in with the second factor from then on', async () => {
    const { self, username, accountId, secret } = await protectedPerson(app);
    const address = await proveAddress(app, self);
    const asked = await askNewPassword(app.services, admin, accountId);
    expect(asked).toMatchObject({ isNew: true, sessions: 1, value: { sentTo: address } });
    expect((await logIn(app, username, goodPassword)).status, 'the old one').toBe(401);
    const mail = (await mailsTo(app, address)).at(-1);
    expect(mail).toMatchObject({ subject: 'Set a new password for Latchkey', kind: 'recover' });
    const old = await codeTo(app, address);
    await askNewPassword(app.services, admin, accountId);
    expect((await complete(app, old)).status, 'a link of before').toBe(410);
    expect((await complete(app, await codeTo(app, address))).status).toBe(204);
    const browser = app.browser();
    const { attempt, next } = (await browser.login(username, otherPassword)).body;
    expect(next?.map(({ factor }) => factor)).toContain('totp');
    app.clock.advance(seconds(30));
    const done = await browser.post(`/api/login/${attempt}/totp`, { code: totpCode(secret, app.clock()) });
    expect(done.body).toMatchObject({ status: 'complete', session: { aal: 2 } });
    expect(await eventsOf(app, accountId)).toEqual(
      expect.arrayContaining(['new-password-asked', 'password-recovered']),
    );
  });

  test('without an address the command alone is given a link, which works once and for 30 minutes', async () => {
    const { id, username } = await register(app);
    expect(await askNewPassword(app.services, admin, id)).toBe('no-address');
    expect((await logIn(app, username, goodPassword)).status, 'nothing was changed').toBe(200);
    const given = async () => {
      const asked = await askNewPassword(app.services, why, id);
      return typeof asked === 'object' ? asked.value : undefined;
    };
    const late = await given();
    expect(late).toMatchObject({ expiresAt: app.clock() + minutes(30) });
    app.clock.advance(minutes(30));
    expect((await complete(app, tokenIn(late))).status).toBe(410);
    const link = tokenIn(await given());
    expect((await complete(app, link)).status).toBe(204);
    expect((await complete(app, link)).status).toBe(410);
    expect((await logIn(app, username, otherPassword)).status).toBe(200);
  });

  test('a password that is asked for while somebody signs in with the old one leaves no session', async () => {
    const { id, username, address } = await withAddress(app);
    const [asked, ...answers] = await Promise.all([
      askNewPassword(app.services, why, id),
      ...Array.from({ length: 5 }, () => logIn(app, username, goodPassword)),
    ]);
    expect(asked).toMatchObject({ value: { sentTo: address } });
    for (const { status } of answers) expect([200, 401, 503]).toContain(status);
    const left = await app.services.db
      .selectFrom('sessions')
      .select('id')
      .where('account_id', '=', id)
      .execute();
    expect(left).toEqual([]);
  });

  test('of a closed account no password is asked for, since it would open nothing', async () => {
    const { id } = await withAddress(app);
    await disableAccount(app.services, why, id);
    expect(await askNewPassword(app.services, why, id)).toBe('closed');
  });

  test('a new account is its own once the link in the email is used, which verifies the address', async () => {
    const address = freshAddress();
    const username = freshName();
    const made = await createAccountFor(app.services, admin, { username, email: address });
    expect(made).toMatchObject({ username, link: { sentTo: address } });
    expect((await logIn(app, username, goodPassword)).status).toBe(401);
    expect((await mailsTo(app, address)).at(-1)?.text).toContain(`"${username}"`);
    app.clock.advance(days(1) - 1);
    expect((await complete(app, await codeTo(app, address))).status).toBe(204);
    expect(await emailState(app.services.db, made.accountId)).toEqual({
      email: address,
      verified: true,
      pending: null,
    });
    expect((await logIn(app, address, otherPassword)).body.status).toBe('complete');
    expect(await eventsOf(app, made.accountId)).toEqual(
      expect.arrayContaining(['account-created', 'email-verified', 'password-recovered']),
    );
  });

  test('the link of a new account that came too late is sent again, to the same address', async () => {
    const address = freshAddress();
    const { accountId } = await createAccountFor(app.services, admin, { email: address });
    const old = await codeTo(app, address);
    app.clock.advance(days(1));
    expect((await complete(app, old)).status).toBe(410);
    expect(await askNewPassword(app.services, admin, accountId)).toMatchObject({
      value: { sentTo: address },
    });
    expect((await complete(app, await codeTo(app, address))).status).toBe(204);
    expect((await logIn(app, address, otherPassword)).status).toBe(200);
  });

  test('an address that somebody else has verified meanwhile stays theirs', async () => {
    const address = freshAddress();
    const { accountId, username } = await createAccountFor(app.services, admin, { email: address });
    const code = await codeTo(app, address);
    const { self } = await register(app);
    await proveAddress(app, self, address);
    expect((await complete(app, code)).status).toBe(204);
    expect(await emailState(app.services.db, accountId)).toMatchObject({ verified: false });
    expect((await logIn(app, username, otherPassword)).status).toBe(200);
  });

  test('a new account is named after its address where it has no name, and nobody loses theirs', async () => {
    const local = `ada${freshAddress().replace(/\D/g, '')}`;
    const name = async (email: string) => (await createAccountFor(app.services, why, { email })).username;
    expect(await name(`${local}+news@example.com`)).toBe(local);
    expect(await name(`${local}@example.org`)).toBe(`${local}-2`);
    expect(await name(`admin@${local}.example`)).toBe('admin-2');
    expect(await name(`!@${local}.example`)).toMatch(/^person(-\d+)?$/);
    expect(await name(`${'long'.repeat(16)}@${local}.example`)).toMatch(/^(long)+/);
    for (const [wanted, code] of [
      [{ username: local }, 'username-taken'],
      [{ username: 'admin' }, 'username-refused'],
      [{ username: freshName(), email: 'no address' }, 'email-refused'],
    ] as const)
      await expect(createAccountFor(app.services, why, wanted)).rejects.toMatchObject({ code });
    const { address } = await withAddress(app);
    await expect(createAccountFor(app.services, why, { email: address })).rejects.toMatchObject({
      code: 'email-taken',
    });
  });

  test('a link for a new account without an address is shown to the command alone', async () => {
    const shown = await createAccountFor(app.services, why, { username: freshName() });
    expect(shown.link).toMatchObject({ expiresAt: app.clock() + minutes(30) });
    expect((await complete(app, tokenIn(shown.link))).status).toBe(204);
    expect((await createAccountFor(app.services, admin, { username: freshName() })).link).toBeUndefined();
  });

  test('a renamed account signs in by its new name, and its old one is free', async () => {
    const { self, id, username, address } = await withAddress(app);
    const renamed = freshName();
    expect(await changeUsername(app.services, why, id, ` ${renamed} `)).toMatchObject({
      username,
      toldTo: address,
    });
    expect((await mailsTo(app, address)).at(-1)?.text.replace(/\s+/g, ' ')).toContain(
      `"${username}" at Latchkey to "${renamed}"`,
    );
    expect((await self.get('/api/session')).body.account?.username).toBe(renamed);
    expect((await logIn(app, renamed, goodPassword)).status).toBe(200);
    expect((await logIn(app, username, goodPassword)).status).toBe(401);
    expect((await app.browser().register(username, goodPassword)).status).toBe(201);
    expect(await changeUsername(app.services, why, id, renamed)).toMatchObject({ isNew: false });
    expect(await changeUsername(app.services, why, id, renamed.toUpperCase()), 'its own name').toMatchObject({
      isNew: true,
    });
    for (const [wanted, code] of [
      [username, 'username-taken'],
      ['admin', 'username-refused'],
    ] as const)
      await expect(changeUsername(app.services, why, id, wanted)).rejects.toMatchObject({ code });
  });

  test('of several who get one name at once, one has it', async () => {
    const wanted = freshName();
    const people = await Promise.all(Array.from({ length: 4 }, () => register(app)));
    const outcomes = await Promise.allSettled([
      ...people.map(({ id }) => changeUsername(app.services, why, id, wanted)),
      createAccountFor(app.services, why, { username: wanted }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'username-taken' });
    }
    expect(await findNamed(app.services.db, wanted)).toBeDefined();
  });

  test('another address is asked for, and the old one is told and counts until then', async () => {
    const { id, address } = await withAddress(app);
    const next = freshAddress();
    expect(await askForAddress(app.services, why, id, next)).toMatchObject({ toldTo: address, value: next });
    expect((await subjects(app, address)).at(-1)).toContain('is being changed');
    expect(await emailState(app.services.db, id)).toMatchObject({ email: address, pending: next });
    expect((await app.browser().post('/api/email/verify', { token: await codeTo(app, next) })).status).toBe(
      200,
    );
    expect(await emailState(app.services.db, id)).toMatchObject({ email: next, pending: null });
  });

  test("an address that the command vouches for is the account's at once, unless it is another account's", async () => {
    const { id, address } = await withAddress(app);
    const other = await withAddress(app);
    const next = freshAddress();
    expect(await setProvedAddress(app.services, why, id, next)).toMatchObject({ toldTo: address });
    expect((await logIn(app, next, goodPassword)).status).toBe(200);
    expect((await subjects(app, address)).at(-1)).toContain('was changed');
    await expect(setProvedAddress(app.services, why, id, other.address)).rejects.toMatchObject({
      code: 'email-taken',
    });
    expect(await emailState(app.services.db, id)).toMatchObject({ email: next });
  });

  test('a deleted account is erased when its grace is over, with its names, and no earlier', async () => {
    const { id, username, address } = await withAddress(app);
    const kept = await register(app);
    await deleteAccountLater(app.services, why, id);
    await deleteAccountLater(app.services, why, kept.id);
    app.clock.advance(days(14) - 1);
    await sweep(app.services);
    expect(await findAccount(app.services.db, id)).toBeDefined();
    await undeleteAccount(app.services, why, kept.id);
    app.clock.advance(1);
    await sweep(app.services);
    expect(await findAccount(app.services.db, id)).toBeUndefined();
    expect(await eventsOf(app, id), 'nothing but that it was deleted').toEqual(['account-deleted']);
    expect(await mailsTo(app, address)).toEqual([]);
    expect((await app.browser().register(username, goodPassword)).status).toBe(201);
    expect((await logIn(app, kept.username, goodPassword)).status, 'restored in time').toBe(200);
  });
});
