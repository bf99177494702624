import { expect, test } from 'vitest';
import { inTransaction, type Tx } from '../../src/kit/db/index.ts';
import { days, hours } from '../../src/kit/duration.ts';
import { hashToken } from '../../src/kit/secret-token.ts';
import { explainTrail } from '../../src/login/why/explain-trail.ts';
import { invite, listSentInvitations, revokeInvitation } from '../../src/operate/invitations/index.ts';
import { createRole, revokeRole } from '../../src/operate/roles/index.ts';
import { emailState } from '../../src/people/emails/index.ts';
import { consumeInvitation, findInvitation } from '../../src/people/invitations/store.ts';
import { findPermissions, findRolesOf, type Permission } from '../../src/people/roles/index.ts';
import { listTrails } from '../../src/people/trails/index.ts';
import { sweep } from '../../src/start/sweep.ts';
import { administratorWith } from '../support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';
import type { Answer } from '../support/browser-of.ts';
import { byOperator, invited } from '../support/invitations.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../support/mails.ts';

const onlyInvited = { registration: { mode: 'invited' } } as const;

let addresses = 0;
const stranger = (app: TestApp) => app.browser({ address: `10.33.0.${++addresses}` });

/** Creates an account with an invitation, as a program does. */
const register = (app: TestApp, token: string, more: object = {}): Promise<Answer> =>
  stranger(app).post('/api/invitations/accept', {
    token,
    username: freshName(),
    password: goodPassword,
    ...more,
  });

const invalid = (answer: Answer) => [answer.status, answer.body.code];
const isInvalid = [404, 'invitation-invalid'];

async function countOf(app: TestApp, table: 'accounts' | 'emails'): Promise<number> {
  const rows = await app.services.db.selectFrom(table).select('id').execute();
  return rows.length;
}

/** Somebody signed in whose address is confirmed. */
async function person(app: TestApp) {
  const [browser, username] = [stranger(app), freshName()];
  const { body } = await browser.register(username, goodPassword);
  const email = await proveAddress(app, browser);
  return { browser, username, email, accountId: body.account?.id ?? '' };
}

async function explained({ services }: TestApp): Promise<string> {
  await services.trails.flush();
  const [trail] = await listTrails(services.db, { limit: 1 });
  if (!trail) throw new Error('There is no trail.');
  return (await explainTrail(services, trail, { isNewest: true })).explanation.join(' ');
}

const statesOf = async ({ services }: TestApp, ids: readonly string[]) => {
  const { items } = await listSentInvitations(services, { limit: 200 });
  return ids.map((id) => items.find((one) => one.id === id)?.state);
};

eachApp('an invitation', (open) => {
  test('makes an account with its address confirmed, where nobody else may register', async () => {
    const app = await open({
      ...onlyInvited,
      email: { registration: 'required', verification: 'before-login' },
    });
    const { id, email, token } = await invited(app);
    const username = freshName('Ada');
    const answer = await register(app, token, { username, data: { team: 'blue' } });
    expect([answer.status, answer.body.status]).toEqual([201, 'complete']);
    const accountId = answer.body.account?.id ?? '';
    expect(await emailState(app.services.db, accountId)).toEqual({ email, verified: true, pending: null });
    const events = await app.services.db
      .selectFrom('events')
      .select('type')
      .where('account_id', '=', accountId)
      .execute();
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['account-registered', 'invitation-accepted', 'email-verified']),
    );
    expect(await statesOf(app, [id])).toEqual(['used']);
    expect((await app.browser().login(email, goodPassword)).status, 'and signs in by it').toBe(200);
    const [mail] = await mailsTo(app, email);
    expect(mail?.text).toContain(`${app.config.publicUrl}/invitation#${token}`);
    expect(
      await app.services.db.selectFrom('invitations').selectAll().where('id', '=', id).execute(),
    ).toEqual([expect.objectContaining({ email: '', email_key: '', token_hash: hashToken(token) })]);
  });

  test('answers alike when it is unknown, used, revoked, replaced or expired, and only the trail says which', async () => {
    const app = await open(onlyInvited);
    const used = await invited(app);
    expect((await register(app, used.token)).status).toBe(201);
    const revoked = await invited(app);
    expect(await revokeInvitation(app.services, revoked.id, byOperator)).toBe(revoked.email);
    const replaced = await invited(app);
    const newer = await invited(app, replaced.email.replace('person', 'PERSON'));
    const expired = await invited(app);
    app.clock.advance(days(7));
    const last = await invited(app);
    const answers: Answer[] = [];
    for (const [token, said] of [
      [used.token, 'was already used'],
      [revoked.token, 'was revoked or replaced'],
      [replaced.token, 'was revoked or replaced'],
      [newer.token, 'has expired'],
      [expired.token, 'has expired'],
      [`${last.token.slice(0, -4)}aaaa`, "isn't one that this server keeps"],
      ['nothing of ours', "isn't one that this server keeps"],
    ] as const) {
      const before = await countOf(app, 'accounts');
      answers.push(await register(app, token));
      expect(await countOf(app, 'accounts')).toBe(before);
      expect(await explained(app)).toMatch(new RegExp(`couldn't sign up: the invitation ${said}`));
    }
    expect(answers.map(invalid)).toEqual(answers.map(() => isInvalid));
    expect(new Set(answers.map(({ body: { detail, title } }) => `${title} ${detail}`)).size).toBe(1);
    expect((await register(app, last.token)).status, 'an honest twin').toBe(201);
  });

  test('V15.4.2 is used by one of 50 racers', async () => {
    const app = await open();
    const { token } = await invited(app);
    const { db } = app.services;
    // PostgreSQL's connections are opened first, so that none of them comes late.
    const looks = Array.from({ length: 50 }, () =>
      inTransaction(db, (tx) => findInvitation(tx, hashToken(token))),
    );
    expect((await Promise.all(looks)).every((one) => one?.used_at === null)).toBe(true);
    const racers = Array.from({ length: 50 }, () =>
      inTransaction(db, (tx) => consumeInvitation(tx, hashToken(token), app.clock())),
    );
    const won = (await Promise.all(racers)).filter((one) => one !== undefined);
    expect(won).toHaveLength(1);
  });

  test('V15.4.2 sent twice at once makes one account, and the others leave nothing', async () => {
    const app = await open(onlyInvited);
    const { token } = await invited(app);
    const before = [await countOf(app, 'accounts'), await countOf(app, 'emails')];
    const answers = await Promise.all(Array.from({ length: 8 }, () => register(app, token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(404)]);
    expect([await countOf(app, 'accounts'), await countOf(app, 'emails')]).toEqual(before.map((n) => n + 1));
  });

  test('of an address that many invite at once is open once', async () => {
    const app = await open({ email: { mailsAnHour: 50 } });
    const email = freshAddress();
    const sent = await Promise.all(
      Array.from({ length: 10 }, () => invite(app.services, { email, note: null }, byOperator)),
    );
    const states = await statesOf(
      app,
      sent.map(({ id }) => id),
    );
    expect(states.toSorted()).toEqual(['open', ...Array(9).fill('revoked')]);
  });

  test('survives what is refused: a taken username, a weak password', async () => {
    const app = await open(onlyInvited);
    const { token } = await invited(app);
    const other = await invited(app);
    const username = freshName();
    expect((await register(app, other.token, { username })).status).toBe(201);
    expect((await register(app, token, { username })).body.code).toBe('username-taken');
    expect((await register(app, token, { password: 'short' })).body.code).toBe('password-refused');
    expect((await register(app, token, { email: freshAddress() })).body.code, 'the address is its own').toBe(
      'invalid-request',
    );
    expect((await register(app, token)).status).toBe(201);
  });

  test('is accepted by the account that has confirmed its address, and by no other', async () => {
    const app = await open();
    const ada = await person(app);
    const eve = await person(app);
    const { id, token } = await invited(app, ada.email);
    const foreign = await eve.browser.post('/api/me/invitations', { token });
    expect(invalid(foreign)).toEqual([403, 'invitation-for-another']);
    expect(foreign.body.detail).toContain('p…@example.com');
    expect(foreign.text).not.toContain(ada.email);
    expect(await explained(app)).toMatch(/is for an email address that the account has not verified/);
    expect(invalid(await register(app, token)), 'nor by a new one').toEqual([409, 'email-taken']);
    expect(await statesOf(app, [id])).toEqual(['open']);
    expect((await ada.browser.post('/api/me/invitations', { token })).status).toBe(204);
    expect(invalid(await ada.browser.post('/api/me/invitations', { token }))).toEqual(isInvalid);
    expect((await app.browser().post('/api/me/invitations', { token })).status).toBe(401);
  });

  test('is not accepted by an account that only asks for its address', async () => {
    const app = await open();
    const { browser } = await person(app);
    const { token, email } = await invited(app);
    expect((await browser.send('PUT', '/api/me/email', { email })).status).toBe(202);
    expect(invalid(await browser.post('/api/me/invitations', { token }))).toEqual([
      403,
      'invitation-for-another',
    ]);
  });

  test('gives its address to who accepts it, though another account has asked for that', async () => {
    const app = await open();
    const [eve, email] = [stranger(app), freshAddress()];
    await eve.register(freshName(), goodPassword);
    await eve.send('PUT', '/api/me/email', { email });
    const asked = await codeTo(app, email);
    const { token } = await invited(app, email);
    const { body } = await register(app, token);
    expect(await emailState(app.services.db, body.account?.id ?? '')).toMatchObject({
      email,
      verified: true,
    });
    const late = await app.browser().post('/api/email/verify', { token: asked });
    expect(invalid(late), 'the link of the other account is worth nothing').toEqual([409, 'email-taken']);
    expect(body.account?.id).toBeDefined();
    expect((await eve.get('/api/me/email')).body, 'which learns nothing of it').toMatchObject({
      pending: email,
    });
  });

  test('opens nothing else, and no other link opens it', async () => {
    const app = await open();
    const { browser, email } = await person(app);
    const { token } = await invited(app);
    expect((await app.browser().post('/api/email/verify', { token })).status).toBe(410);
    await stranger(app).post('/api/recover', { identifier: email });
    expect(invalid(await register(app, await codeTo(app, email)))).toEqual(isInvalid);
    expect(invalid(await browser.post('/api/me/invitations', { token: await codeTo(app, email) }))).toEqual(
      isInvalid,
    );
  });

  test('is worth nothing where sign-up is closed, but for who has the address already', async () => {
    const app = await open();
    const { token, email } = await invited(app);
    const ada = await person(app);
    const own = await invited(app, ada.email);
    const closed = await open({ registration: { mode: 'closed' } });
    expect(invalid(await register(closed, token))).toEqual([403, 'registration-closed']);
    const refusal = expect.objectContaining({ code: 'registration-closed' });
    await expect(invite(closed.services, { email, note: null }, byOperator)).rejects.toEqual(refusal);
    await expect(
      invite(closed.services, { email: ada.email, note: null }, byOperator),
    ).resolves.toBeDefined();
    expect(invalid(await ada.browser.post('/api/me/invitations', { token: own.token }))).toEqual(isInvalid);
    const newest = await codeTo(closed, ada.email);
    expect((await ada.browser.post('/api/me/invitations', { token: newest })).status).toBe(204);
  });

  test('is held to the domains, when it is sent and when it is accepted', async () => {
    const app = await open();
    const { token, email } = await invited(app);
    const strict = await open({ registration: { blockedDomains: ['example.com'] } });
    const refusal = expect.objectContaining({ code: 'domain-refused' });
    await expect(invite(strict.services, { email, note: null }, byOperator)).rejects.toEqual(refusal);
    expect(invalid(await register(strict, token))).toEqual([422, 'domain-refused']);
    expect((await register(app, token)).status).toBe(201);
  });

  test('is limited as other mails to an address are, and what is refused revokes nothing', async () => {
    const app = await open({ email: { mailsAnHour: 2 } });
    const { email } = await invited(app);
    const { id } = await invited(app, email);
    await expect(invite(app.services, { email, note: null }, byOperator)).rejects.toEqual(
      expect.objectContaining({ code: 'too-many-attempts' }),
    );
    expect(await statesOf(app, [id])).toEqual(['open']);
    expect(await mailsTo(app, email)).toHaveLength(2);
    app.clock.advance(hours(1));
    expect((await invited(app, email)).token).not.toBe('');
  });

  test('sends a mail that names the site alone', async () => {
    const app = await open({ siteName: 'Acme' });
    const email = freshAddress();
    await invite(app.services, { email, note: 'Buy at evil.test' }, byOperator);
    const [mail] = await mailsTo(app, email);
    expect(mail?.subject).toBe('Your invitation to Acme');
    expect(`${mail?.text}${mail?.html}`).not.toMatch(/evil|Buy|command|latchkey accounts/);
  });

  test('is deleted 30 days after its time', async () => {
    const app = await open();
    const { id } = await invited(app);
    app.clock.advance(days(37) - 1);
    await sweep(app.services);
    expect(await statesOf(app, [id])).toEqual(['expired']);
    app.clock.advance(1);
    await sweep(app.services);
    expect(await statesOf(app, [id])).toEqual([undefined]);
  });

  test('has a page that works without JavaScript, for who is new and for who is signed in', async () => {
    const app = await open(onlyInvited);
    const { token } = await invited(app);
    const browser = stranger(app);
    expect((await browser.get('/invitation')).text).toContain('name="token"');
    const username = freshName();
    const wrong = await browser.submit('/invitation', { token: 'lnk_old', username, password: goodPassword });
    expect([wrong.status, wrong.text.includes(`value="${username}"`)]).toEqual([404, true]);
    expect(wrong.text).toContain('Ask for another one');
    const link = `${app.config.publicUrl}/invitation#${token}`;
    const done = await browser.submit('/invitation', { token: link, username, password: goodPassword });
    expect(done.status).toBe(303);
    const { body } = await browser.get('/api/me/email');
    const own = await invited(app, (body as unknown as { address: string }).address);
    const foreign = await invited(app);
    expect((await browser.get('/invitation')).text).toContain('account shown at the top');
    const refused = await browser.submit('/account/invitation', { token: foreign.token });
    expect([refused.status, refused.text.includes('p…@example.com')]).toEqual([403, true]);
    expect(refused.text).toContain(`value="${foreign.token}"`);
    expect(refused.text).toContain('To use another account');
    expect((await browser.submit('/account/invitation', { token: own.token })).status).toBe(303);
    expect((await browser.get('/account/invitation/accepted')).text).toContain('Invitation accepted');
  });
});

eachApp('the roles of an invitation', (open) => {
  const rolesOf = async (app: TestApp, accountId = '') =>
    (await findRolesOf(app.services.db, accountId, app.clock())).map(({ name }) => name);

  test('come with a new account, which then signs in with a second factor', async () => {
    const app = await open();
    const email = freshAddress();
    await invite(app.services, { email, note: null, roles: ['support'] }, byOperator);
    const token = await codeTo(app, email);
    const { status, body } = await register(app, token);
    expect([status, body.status]).toEqual([201, 'more']);
    expect(body.next?.map(({ factor }) => factor)).toContain('add-totp');
    const account = await app.services.db
      .selectFrom('emails')
      .select('account_id')
      .where('address', '=', email)
      .executeTakeFirstOrThrow();
    expect(await rolesOf(app, account.account_id)).toEqual(['support']);
  });

  test('come to an account that there is, and sign it out elsewhere', async () => {
    const app = await open();
    const { browser, username, email, accountId } = await person(app);
    const elsewhere = stranger(app);
    await elsewhere.login(username, goodPassword);
    await invite(app.services, { email, note: null, roles: ['auditor'] }, byOperator);
    const accepted = await browser.post('/api/me/invitations', { token: await codeTo(app, email) });
    expect(accepted.status, accepted.text).toBeLessThan(300);
    expect(await rolesOf(app, accountId)).toEqual(['auditor']);
    expect((await elsewhere.get('/api/session')).status).toBe(401);
    expect((await browser.get('/api/admin/session')).body.code).toBe('admin-second-factor-missing');
  });

  test('are none that the inviter lacks, when they invite or when it is accepted', async () => {
    const app = await open();
    const [lead, forApps] = [freshName('lead'), freshName('author')];
    const permissions = ['accounts:invite', 'roles:grant'];
    await createRole(app.services, byOperator, { name: lead, kind: 'admin', permissions });
    await createRole(app.services, byOperator, { name: forApps, kind: 'app', permissions: [] });
    const admin = await administratorWith(app, lead);
    const acting = {
      ...byOperator,
      actor: { kind: 'person', id: admin.accountId },
      account: admin.accountId,
      mayGrant: async (tx: Tx, permissions: readonly Permission[]) => {
        const own = await findPermissions(tx, admin.accountId, app.clock());
        if (permissions.some((one) => !own.has(one))) throw new Error('lacks it');
      },
    } as const;
    const email = freshAddress();
    const above = invite(app.services, { email, note: null, roles: ['administrator'] }, acting);
    await expect(above).rejects.toThrow('lacks it');
    const own = await proveAddress(app, admin.self);
    await invite(app.services, { email: own, note: null, roles: [forApps] }, acting);
    const accepted = await admin.self.post('/api/me/invitations', { token: await codeTo(app, own) });
    expect([accepted.status, await rolesOf(app, admin.accountId)], 'their own').toEqual([204, [lead]]);
    await invite(app.services, { email, note: null, roles: [lead] }, acting);
    await revokeRole(app.services, byOperator, { accountId: admin.accountId, role: lead });
    const { body } = await register(app, await codeTo(app, email));
    expect(body.status).toBe('complete');
    expect(await rolesOf(app, body.account?.id)).toEqual([]);
  });
});
