import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import { everyRow } from '../../../test/support/every-row.ts';
import { totpCode, wrongTotpCode } from '../../../test/support/totp-codes.ts';
import { minutes } from '../../kit/duration.ts';

const [begin, confirm] = ['/api/me/totp', '/api/me/totp/confirm'];

async function person({ browser }: TestApp) {
  const self = browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, accountId: body.account?.id ?? '' };
}

async function beginOf(self: Browser): Promise<string> {
  return (await self.post(begin)).body.secret ?? '';
}

async function setUp(app: TestApp, self: Browser) {
  const secret = await beginOf(self);
  const answer = await self.post(confirm, { code: totpCode(secret, app.clock()) });
  return { secret, answer };
}

/** What the audit log says of an account since it registered and was let in. */
async function eventsOf({ services }: TestApp, accountId: string) {
  const rows = await services.db
    .selectFrom('events')
    .select('type')
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute();
  return rows.map(({ type }) => type).slice(2);
}

eachApp('setting up an authenticator app', (open) => {
  test('begins with a key in three forms, and is in force once the app has shown a code', async () => {
    const app = await open({ siteName: 'Tea house' });
    const { self, username, accountId } = await person(app);
    const { status, body } = await self.post(begin);
    expect(status).toBe(200);
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(body.uri).toBe(
      `otpauth://totp/Tea%20house:${username}?issuer=Tea%20house&secret=${body.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect(body.qr).toMatch(/^<svg .*<\/svg>$/);
    const answer = await self.post(confirm, { code: totpCode(body.secret ?? '', app.clock()) });
    expect(answer.status).toBe(200);
    expect(answer.body.recoveryCodes).toHaveLength(10);
    expect(await eventsOf(app, accountId)).toEqual(['totp-added', 'recovery-codes-replaced']);
    expect((await self.post(begin)).body.code, 'a second one').toBe('totp-exists');
    expect((await self.post(confirm, { code: '123456' })).body.code).toBe('totp-not-begun');
  });

  test('to begin again makes another key; the first one is worth nothing', async () => {
    const app = await open();
    const { self } = await person(app);
    const [first, second] = [await beginOf(self), await beginOf(self)];
    expect(first).not.toBe(second);
    const answer = await self.post(confirm, { code: totpCode(first, app.clock()) });
    expect([answer.status, answer.body.code]).toEqual([422, 'code-refused']);
    expect((await self.post(confirm, { code: totpCode(second, app.clock()) })).status).toBe(200);
  });

  test('a wrong code is refused, and a wrong clock is named', async () => {
    const app = await open();
    const { self } = await person(app);
    const secret = await beginOf(self);
    const wrong = await self.post(confirm, { code: wrongTotpCode(secret, app.clock()) });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'code-refused']);
    expect(wrong.body.errors).toEqual([{ pointer: '/code', code: 'wrong', detail: expect.any(String) }]);
    expect(wrong.body.detail).toContain('4 more attempts');
    const late = await self.post(confirm, { code: totpCode(secret, app.clock(), -3) });
    expect(late.body.errors?.[0]?.code).toBe('outside-window');
    expect(late.body.detail).toContain('90 seconds slow');
    expect((await self.post(confirm, { code: totpCode(secret, app.clock()) })).status).toBe(200);
  });

  test('V6.3.1 after five wrong codes it must be begun again, however many come at once', async () => {
    const app = await open();
    const { self } = await person(app);
    const secret = await beginOf(self);
    const code = wrongTotpCode(secret, app.clock());
    const answers = await Promise.all(Array.from({ length: 20 }, () => self.post(confirm, { code })));
    const codes = answers.map(({ body }) => body.code);
    expect(codes.filter((one) => one === 'code-refused')).toHaveLength(5);
    expect(codes.filter((one) => one === 'totp-not-begun')).toHaveLength(15);
    const right = await self.post(confirm, { code: totpCode(secret, app.clock()) });
    expect([right.status, right.body.code]).toEqual([409, 'totp-not-begun']);
    expect((await setUp(app, self)).answer.status, 'the honest twin').toBe(200);
  });

  test('what was begun runs out after an hour', async () => {
    const app = await open();
    const { self } = await person(app);
    const secret = await beginOf(self);
    app.clock.advance(minutes(60) - 1);
    await self.post('/api/reauthenticate', { password: goodPassword });
    app.clock.advance(1);
    const answer = await self.post(confirm, { code: totpCode(secret, app.clock()) });
    expect(answer.body.code).toBe('totp-not-begun');
  });

  test('is removed with the recovery codes that it brought; a second removal finds nothing', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    await setUp(app, self);
    const answer = await self.send('DELETE', begin);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await self.send('DELETE', begin)).status).toBe(404);
    const left = (await everyRow(app.database)).filter(
      ({ table, text }) => ['totp', 'recovery_codes'].includes(table) && text.includes(accountId),
    );
    expect(left).toEqual([]);
    expect((await eventsOf(app, accountId)).at(-1)).toBe('totp-removed');
    expect((await setUp(app, self)).answer.body.recoveryCodes).toHaveLength(10);
  });

  test('an app that was only begun goes without a line in the audit log', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    await beginOf(self);
    expect((await self.send('DELETE', begin)).status).toBe(204);
    expect(await eventsOf(app, accountId)).toEqual([]);
  });

  test('V7.5.1 none of it works with a proof that is older than ten minutes', async () => {
    const app = await open();
    const { self } = await person(app);
    const { secret } = await setUp(app, self);
    app.clock.advance(minutes(10) + 1);
    const attempts = [
      self.post(begin),
      self.post(confirm, { code: totpCode(secret, app.clock()) }),
      self.send('DELETE', begin),
      self.post('/api/me/recovery-codes'),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      expect([status, body.code]).toEqual([403, 'proof-required']);
    }
    const proof = { factor: 'totp', code: totpCode(secret, app.clock()) };
    expect((await self.post('/api/reauthenticate', proof)).status).toBe(200);
    expect((await self.send('DELETE', begin)).status, 'the honest twin').toBe(204);
  });

  test('neither key nor code is in the database in clear, nor in a log', async () => {
    const app = await open({ log: { level: 'trace' } });
    const { self } = await person(app);
    const secret = await beginOf(self);
    const code = totpCode(secret, app.clock());
    const wrong = wrongTotpCode(secret, app.clock());
    await self.post(confirm, { code: wrong });
    const { body } = await self.post(confirm, { code });
    const secrets = [secret, ...(body.recoveryCodes ?? [])];
    expect(secrets).toHaveLength(11);
    const rows = (await everyRow(app.database)).map(({ text }) => text);
    for (const one of secrets) {
      expect(rows.filter((text) => text.includes(one))).toEqual([]);
      expect(app.log.filter((line) => line.includes(one))).toEqual([]);
    }
    expect(app.log.length).toBeGreaterThan(0);
    const said = app.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said.filter((line) => JSON.stringify({ ...line, time: 0 }).includes(`"${code}"`))).toEqual([]);
  });

  test('V15.4.3 a confirmation and the end of the account at the same moment: no deadlock, and nothing stays', async () => {
    const app = await open();
    for (let round = 0; round < 10; round++) {
      const { self, accountId } = await person(app);
      const secret = await beginOf(self);
      const [confirmed, deleted] = await Promise.all([
        self.post(confirm, { code: totpCode(secret, app.clock()) }),
        self.send('DELETE', '/api/me', { password: goodPassword }),
      ]);
      expect([200, 401, 409]).toContain(confirmed.status);
      expect(deleted.status).toBe(204);
      const left = (await everyRow(app.database)).filter(({ text }) => text.includes(accountId));
      expect(left.map(({ text }) => text.includes('account-deleted'))).toEqual([true]);
    }
  });

  test('goes with its account', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    await setUp(app, self);
    expect((await self.send('DELETE', '/api/me', { password: goodPassword })).status).toBe(204);
    const left = (await everyRow(app.database)).filter(({ text }) => text.includes(accountId));
    expect(left.map(({ table }) => table)).toEqual(['events']);
  });
});

eachApp('new recovery codes', (open) => {
  test('take the place of the old, and are in the audit log without a word of them', async () => {
    const app = await open();
    const { self, accountId } = await person(app);
    const { answer } = await setUp(app, self);
    const fresh = await self.post('/api/me/recovery-codes');
    expect(fresh.status).toBe(200);
    expect(fresh.body.codes).toHaveLength(10);
    expect(new Set([...(fresh.body.codes ?? []), ...(answer.body.recoveryCodes ?? [])]).size).toBe(20);
    expect((await eventsOf(app, accountId)).slice(-2)).toEqual([
      'recovery-codes-replaced',
      'recovery-codes-replaced',
    ]);
  });

  test('are for accounts with a second factor alone, and one that is only begun is none', async () => {
    const app = await open();
    const { self } = await person(app);
    for (const _ of ['without', 'begun']) {
      const { status, body } = await self.post('/api/me/recovery-codes');
      expect([status, body.code]).toEqual([409, 'no-second-factor']);
      await beginOf(self);
    }
  });

  test('are for nobody who is not signed in', async () => {
    const { browser } = await open();
    for (const path of ['/api/me/recovery-codes', begin]) {
      expect((await browser().post(path)).body.code).toBe('not-signed-in');
    }
  });
});
