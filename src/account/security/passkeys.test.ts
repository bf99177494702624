import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { type CreationOptions, softwareAuthenticator } from '../../../test/support/authenticator.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { ensureUserHandle } from '../../factors/passkey/store.ts';
import { minutes } from '../../kit/duration.ts';
import { newId } from '../../kit/ids.ts';
import { listEvents } from '../../people/events/index.ts';
import { english } from '../../words.ts';

const passkeys = '/api/me/passkeys';

/** Names of nothing that can be seen. */
const unseen = [' ', '\t\n', '\u00a0\u2003', '\u200b\u2060', '\u3164', '\u2800 \u2800', '\u202e'];

async function person({ browser }: TestApp) {
  const self = browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, accountId: body.account?.id ?? '' };
}

async function optionsOf(self: Browser) {
  return (await self.post(`${passkeys}/options`)).body as unknown as CreationOptions;
}

async function addTo(self: Browser, more = {}, authenticator = softwareAuthenticator()) {
  return self.post(passkeys, { response: authenticator.create(await optionsOf(self)), ...more });
}

/** Puts so many passkeys into the account that nobody holds. */
/** Behind the sessions' back, and as if each had just verified one of them. */
async function fill({ services, clock }: TestApp, accountId: string, count: number) {
  await ensureUserHandle(services.db, accountId);
  for (let at = 0; at < count; at++) {
    const [id, credential_id] = [newId(), newId()];
    const nothing = { sign_count: 0, uv_initialized: 1, backup_eligible: 1, backup_state: 1, aaguid: '' };
    const row = { id, credential_id, account_id: accountId, public_key: '', transports: '[]', name: 'old' };
    const times = { created_at: at, last_used_at: null };
    await services.db
      .insertInto('passkeys')
      .values({ ...row, ...nothing, ...times })
      .execute();
  }
  await services.db
    .updateTable('sessions')
    .set({ second_auth_time: clock() })
    .where('account_id', '=', accountId)
    .execute();
}

const listOf = async (self: Browser) => (await self.get('/api/me/factors')).body.passkeys ?? [];

async function typesOf({ services }: TestApp, accountId: string) {
  return (await listEvents(services.db, accountId, 50)).map(({ type }) => type);
}

const isLoggedIn = async (browser: Browser) => (await browser.get('/api/session')).status === 200;

eachApp('the passkeys of an account', (open) => {
  test('one is added by two requests and seen by its owner; the first brings recovery codes', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    const answer = await addTo(self, { name: 'My phone' });
    expect(answer.status).toBe(201);
    expect(answer.body.recoveryCodes).toHaveLength(10);
    expect(answer.body.passkey).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'My phone',
      synced: true,
      opensAlone: true,
      createdAt: new Date(app.clock()).toISOString(),
      lastUsedAt: null,
    });
    expect(await listOf(self)).toEqual([answer.body.passkey]);
    expect((await typesOf(app, accountId)).slice(0, 2)).toEqual(['recovery-codes-replaced', 'passkey-added']);
    const second = await addTo(self);
    expect([second.status, second.body.recoveryCodes]).toEqual([201, undefined]);
    expect((await listOf(self)).map(({ name }) => name)).toEqual(['My phone', 'Firefox on Linux']);
    const { session } = (await self.get('/api/session')).body;
    expect(session).toMatchObject({ amr: ['pwd', 'swk', 'user', 'mfa'], aal: 2 });
  });

  test('V7.4.3 with the first one every other session ends', async () => {
    const app = await open();
    const { self, username } = await person(app);
    const other = app.browser();
    await other.login(username, goodPassword);
    await addTo(self);
    expect([await isLoggedIn(self), await isLoggedIn(other)]).toEqual([true, false]);
  });

  test('whatever was wrong with one, the answer is the same; the audit log knows why', async () => {
    const app = await open();
    const [{ self, accountId }, other] = [await person(app), await person(app)];
    const authenticator = softwareAuthenticator();
    await addTo(other.self, {}, authenticator);
    const credentialId = Buffer.from(authenticator.credentialId, 'base64url');
    const twists = [{ rpId: 'evil.example' }, { flags: { up: false } }, { credentialId }];
    const answers = [];
    for (const twist of twists) {
      const response = softwareAuthenticator().create(await optionsOf(self), twist);
      answers.push(await self.post(passkeys, { response }));
    }
    expect(answers.map(({ status, body }) => [status, body.code, body.detail])).toEqual(
      twists.map(() => [422, 'passkey-refused', "This passkey couldn't be added. Start over."]),
    );
    const refused = (await listEvents(app.services.db, accountId, 3)).map(({ type, detail }) => [
      type,
      detail,
    ]);
    expect(refused.toReversed()).toEqual(
      ['foreign-rp', 'user-absent', 'already-registered'].map((reason) => [
        'passkey-refused',
        JSON.stringify({ reason }),
      ]),
    );
    expect(await listOf(self)).toEqual([]);
    expect((await addTo(self)).status, 'the honest twin').toBe(201);
  });

  test('what was refused has used up its challenge', async () => {
    const app = await open();
    const { self } = await person(app);
    const authenticator = softwareAuthenticator();
    const options = await optionsOf(self);
    const wrong = { response: authenticator.create(options, { rpId: 'evil.example' }) };
    expect((await self.post(passkeys, wrong)).status).toBe(422);
    expect((await self.post(passkeys, { response: authenticator.create(options) })).status).toBe(422);
  });

  test('a challenge of one session is worth nothing in another of the same account', async () => {
    const app = await open();
    const { self, username } = await person(app);
    const other = app.browser();
    await other.login(username, goodPassword);
    const response = softwareAuthenticator().create(await optionsOf(self));
    expect((await other.post(passkeys, { response })).body.code).toBe('passkey-refused');
    expect((await self.post(passkeys, { response })).status).toBe(201);
  });

  test('V2.3.4 there is room for 20, however many are added at once', async () => {
    const app = await open();
    const { self, username, accountId } = await person(app);
    const sessions = [self, ...Array.from({ length: 4 }, () => app.browser())];
    for (const session of sessions.slice(1)) await session.login(username, goodPassword);
    const answers: unknown[] = [];
    for (const session of sessions) answers.push(softwareAuthenticator().create(await optionsOf(session)));
    await fill(app, accountId, 19);
    const racers = sessions.map((session, at) => session.post(passkeys, { response: answers[at] }));
    const statuses = (await Promise.all(racers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    const { count } = await app.services.db
      .selectFrom('passkeys')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(20);
  });

  test('an account that has 20 is offered no other, until one is removed', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    await fill(app, accountId, 20);
    const full = await self.post(`${passkeys}/options`);
    expect([full.status, full.body.code]).toEqual([409, 'too-many-passkeys']);
    const [first] = await listOf(self);
    await self.send('DELETE', `${passkeys}/${first?.id}`);
    expect((await addTo(self)).status).toBe(201);
  });

  test('V6.7.1 its owner changes its name and nothing else of it', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    const { passkey } = (await addTo(self)).body;
    const path = `${passkeys}/${passkey?.id}`;
    const stored = () =>
      app.services.db.selectFrom('passkeys').selectAll().where('account_id', '=', accountId);
    const before = await stored().executeTakeFirstOrThrow();
    const renamed = await self.send('PATCH', path, { name: ' blue\u202e\n key ' });
    expect([renamed.status, renamed.body]).toEqual([200, { ...passkey, name: 'blue key' }]);
    for (const body of [{ name: '' }, { name: 'x'.repeat(61) }, { name: 'a', public_key: 'AAAA' }, {}]) {
      expect((await self.send('PATCH', path, body)).status).toBe(400);
    }
    for (const name of unseen) {
      const blank = await self.send('PATCH', path, { name });
      const detail = 'Enter a name for the passkey. It needs at least one visible character.';
      expect([blank.status, blank.body.errors], JSON.stringify(name)).toEqual([
        400,
        [{ pointer: '/name', code: 'blank', detail }],
      ]);
      const page = await self.submit(`/account/security/passkeys/${passkey?.id}/rename`, { name });
      expect([page.status, page.text.includes(detail)], JSON.stringify(name)).toEqual([400, true]);
    }
    expect(await stored().executeTakeFirstOrThrow()).toEqual({ ...before, name: 'blue key' });
    expect((await typesOf(app, accountId))[0]).toBe('passkey-renamed');
  });

  test('V6.5.6 V7.4.3 one that is removed is gone, with its recovery codes and every other session', async () => {
    const app = await open();
    const { self, username, accountId } = await person(app);
    const { passkey } = (await addTo(self)).body;
    const session = app.browser();
    await session.login(username, goodPassword);
    expect((await self.send('DELETE', `${passkeys}/${passkey?.id}`)).status).toBe(204);
    expect((await self.send('DELETE', `${passkeys}/${passkey?.id}`)).status).toBe(404);
    expect([await isLoggedIn(self), await isLoggedIn(session)]).toEqual([true, false]);
    const left = (await everyRow(app.database)).filter(
      ({ table, text }) => ['passkeys', 'recovery_codes'].includes(table) && text.includes(accountId),
    );
    expect(left).toEqual([]);
    expect((await typesOf(app, accountId))[0]).toBe('passkey-removed');
  });

  test('V8.2.2 those of another account are not there, by whatever id', async () => {
    const app = await open();
    const [{ self }, other] = [await person(app), await person(app)];
    const theirs = (await addTo(other.self)).body.passkey?.id;
    for (const id of [theirs, 'nothing', '%00']) {
      expect((await self.send('PATCH', `${passkeys}/${id}`, { name: 'mine' })).status).toBe(404);
      expect((await self.send('DELETE', `${passkeys}/${id}`)).status).toBe(404);
    }
    expect(await listOf(other.self)).toHaveLength(1);
  });

  test('V7.5.1 an old proof is enough for none of it', async () => {
    const app = await open();
    const { self } = await person(app);
    const { passkey } = (await addTo(self)).body;
    const response = softwareAuthenticator().create(await optionsOf(self));
    app.clock.advance(minutes(10) + 1);
    for (const answer of [
      await self.post(`${passkeys}/options`),
      await self.post(passkeys, { response }),
      await self.send('PATCH', `${passkeys}/${passkey?.id}`, { name: 'other' }),
      await self.send('DELETE', `${passkeys}/${passkey?.id}`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'proof-required']);
    }
    const form = await self.submit(`/account/security/passkeys/${passkey?.id}/remove`, {});
    expect([form.status, form.headers.location]).toEqual([303, '/account/prove?next=%2Faccount%23passkeys']);
    expect(await listOf(self)).toHaveLength(1);
  });

  test('the page shows them, and its forms rename and remove without a script', async () => {
    const app = await open();
    const { self } = await person(app);
    const { passkey } = (await addTo(self, { name: '<b>my key</b>' })).body;
    const { text } = await self.get('/account');
    expect(text).toContain('&lt;b>my key&lt;/b>');
    expect(text).toContain('data-passkey="add" data-origin="http://localhost:5000"');
    const form = `/account/security/passkeys/${passkey?.id}`;
    const renamed = await self.submit(`${form}/rename`, { name: 'blue key' });
    expect([renamed.status, renamed.headers.location]).toEqual([
      303,
      '/account?done=passkey-renamed#passkeys',
    ]);
    expect((await listOf(self)).map(({ name }) => name)).toEqual(['blue key']);
    const removed = await self.submit(`${form}/remove`, {});
    expect(removed.headers.location).toBe('/account?done=passkey-removed#passkeys');
    expect((await self.submit(`${form}/remove`, {})).headers.location).toBe('/account#passkeys');
    expect(await listOf(self)).toEqual([]);
  });

  test('R17 a name is kept whole or refused, on the page as over the API', async () => {
    const app = await open();
    const { self } = await person(app);
    const { passkey } = (await addTo(self)).body;
    const names = async () => (await listOf(self)).map(({ name }) => name);
    const rename = async (name: string) => {
      const page = await self.submit(`/account/security/passkeys/${passkey?.id}/rename`, { name });
      const kept = await names();
      const api = await self.send('PATCH', `${passkeys}/${passkey?.id}`, { name });
      return { page, kept, api };
    };
    // A character may become three in NFC, and four typed ones may become one.
    for (const name of ['x'.repeat(60), '😀'.repeat(60), '\ufb2c'.repeat(20), 'o\u0302\u0301'.repeat(60)]) {
      const { page, kept, api } = await rename(name);
      expect([page.status, api.status], name).toEqual([303, 200]);
      expect([kept, api.body.name], name).toEqual([[name.normalize('NFC')], name.normalize('NFC')]);
    }
    const before = await names();
    for (const name of ['x'.repeat(61), '😀'.repeat(61), '\ufb2c'.repeat(21), 'e\u0301\u0301'.repeat(60)]) {
      const { page, kept, api } = await rename(name);
      expect([page.status, api.status, kept], name).toEqual([400, 400, before]);
      expect(page.text, 'what was typed').toContain(`\n${name}</textarea>`);
      expect(page.text).toContain('<code>name</code> must have at most 60 characters.');
      const errors = [
        { pointer: '/name', code: 'maxLength', detail: '`name` must have at most 60 characters.' },
      ];
      expect(api.body.errors).toEqual(errors);
      expect((await addTo(self, { name })).body.errors, 'nor when it is added').toEqual(errors);
    }
  });

  test('one whose name cannot be seen is not added, and its answer is still good under another name', async () => {
    const app = await open();
    const { self } = await person(app);
    const response = softwareAuthenticator().create(await optionsOf(self));
    for (const name of unseen) {
      const { status, body } = await self.post(passkeys, { response, name });
      expect([status, body.errors], JSON.stringify(name)).toEqual([
        400,
        [{ pointer: '/name', code: 'blank', detail: english.passkey.nameless }],
      ]);
    }
    expect(await listOf(self)).toEqual([]);
    expect((await self.post(passkeys, { response, name: 'blue key' })).body.passkey?.name).toBe('blue key');
  });

  test('the codes that came with the first are shown on their page, and made once', async () => {
    const app = await open();
    const [owner, other] = [await person(app), await person(app)];
    const { recoveryCodes = [] } = (await addTo(owner.self)).body;
    const show = (self: Browser, codes: readonly string[]) =>
      self.submit('/account/security/passkeys/codes', { codes: codes.join(' '), next: '/reference' });
    const shown = await show(owner.self, recoveryCodes);
    expect(shown.status).toBe(200);
    expect(recoveryCodes).toHaveLength(10);
    for (const code of recoveryCodes) expect(shown.text).toContain(`>${code}</code>`);
    expect(shown.text).toContain('Passkey added. Save your recovery codes before you continue.');
    expect(shown.text).toContain('href="/reference"');
    const made = async () =>
      (await typesOf(app, owner.accountId)).filter((type) => type === 'recovery-codes-replaced');
    expect(await made()).toHaveLength(1);
    await addTo(other.self);
    const [first = ''] = recoveryCodes;
    for (const [self, codes] of [
      [other.self, recoveryCodes],
      [
        owner.self,
        recoveryCodes.with(
          0,
          first.replace(/^./, (letter) => (letter === '0' ? '1' : '0')),
        ),
      ],
      [owner.self, Array.from({ length: 10 }, () => first)],
      [owner.self, recoveryCodes.slice(1)],
      [owner.self, ['<b>']],
      [owner.self, []],
    ] as const) {
      const refused = await show(self, codes);
      expect([refused.status, refused.headers.location]).toEqual([303, '/account#recovery-codes']);
    }
    await owner.self.post('/api/me/recovery-codes');
    expect((await show(owner.self, recoveryCodes)).status, 'replaced').toBe(303);
  });

  test('a server without a name says so, on the page and over the API', async () => {
    const app = await open({ publicUrl: 'http://192.0.2.1:5000' });
    const { self } = await person(app);
    const answer = await self.post(`${passkeys}/options`);
    expect([answer.status, answer.body.code]).toEqual([409, 'passkeys-unavailable']);
    expect((await self.get('/api/me/factors')).body.passkeyOrigin).toBeNull();
    const { text } = await self.get('/account');
    expect(text).toContain("You can't add passkeys here");
    expect(text).not.toContain('data-passkey="add"');
  });

  test('a deleted account leaves nothing of them', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    await addTo(self);
    await optionsOf(self);
    expect((await self.send('DELETE', '/api/me', { password: goodPassword })).status).toBe(204);
    const left = (await everyRow(app.database)).filter(
      ({ table, text }) => table.startsWith('passkey') && text.includes(accountId),
    );
    expect(left).toEqual([]);
  });
});
