import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { codeTo, freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { addPasskey, protectedPerson } from '../../../test/support/second-factors.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { seconds } from '../../kit/duration.ts';
import { setSecondFactorRule } from '../../people/accounts/index.ts';
import { listEvents } from '../../people/events/index.ts';
import { actingAsCommand } from './acting.ts';
import { clearSecondFactors } from './clear-second-factors.ts';

/** A login that waits for a second factor. */
async function begin(app: TestApp, username: string) {
  const browser = app.browser();
  const { body } = await browser.login(username, goodPassword);
  return {
    send: (factor: string, code: string) => browser.post(`/api/login/${body.attempt}/${factor}`, { code }),
  };
}

const clear = ({ services }: TestApp, accountId: string, passkeys = false) =>
  clearSecondFactors(services, actingAsCommand(), { accountId, passkeys });

/** What the audit log says that was removed, the oldest first. */
async function removals({ services }: TestApp, accountId: string) {
  const events = await listEvents(services.db, accountId, 50);
  return events
    .filter(({ type }) => type.endsWith('-removed'))
    .map(({ type, actor }) => [type, actor])
    .toReversed();
}

eachApp('the second factors that somebody has lost', (open) => {
  test('are removed: the password logs in alone, and all that was begun with them is over', async () => {
    const app = await open();
    const { self, username, accountId, secret, codes } = await protectedPerson(app);
    const half = [await begin(app, username), await begin(app, username)] as const;
    expect(await clear(app, accountId)).toMatchObject({
      value: 'an authenticator app and recovery codes',
      sessions: 1,
    });
    expect((await self.get('/api/session')).status, 'a session of before').toBe(401);
    const answers = [
      await half[0].send('totp', totpCode(secret, app.clock())),
      await half[1].send('recovery-code', codes[0] ?? ''),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'not-found'],
      [404, 'not-found'],
    ]);
    const anew = app.browser();
    const { body } = await anew.login(username, goodPassword);
    expect(body).toMatchObject({ status: 'complete', session: { aal: 1, amr: ['pwd'] } });
    expect((await anew.get('/api/me/factors')).body).toMatchObject({
      hasSecondFactor: false,
      totp: null,
      recoveryCodes: null,
    });
    expect(await removals(app, accountId)).toEqual([
      ['totp-removed', 'command'],
      ['recovery-codes-removed', 'command'],
    ]);
  });

  test('are worth nothing later either, when the account has a new app', async () => {
    const app = await open();
    const { username, accountId, secret, codes } = await protectedPerson(app);
    await clear(app, accountId);
    const anew = app.browser();
    await anew.login(username, goodPassword);
    const fresh = (await anew.post('/api/me/totp')).body.secret ?? '';
    const added = await anew.post('/api/me/totp/confirm', { code: totpCode(fresh, app.clock()) });
    app.clock.advance(seconds(30));
    for (const [factor, old] of [
      ['totp', totpCode(secret, app.clock())],
      ['recovery-code', codes[0] ?? ''],
    ] as const) {
      const refused = await (await begin(app, username)).send(factor, old);
      expect([refused.status, refused.body.code], factor).toEqual([401, 'invalid-credentials']);
    }
    const [newCode = ''] = added.body.recoveryCodes ?? [];
    const honest = await (await begin(app, username)).send('recovery-code', newCode);
    expect(honest.body.status, 'the honest twin').toBe('complete');
  });

  test.each(['by a rule of its own', 'as everybody'])(
    'are removed where one is required (%s): the next login adds a new one',
    async (why) => {
      const own = why === 'by a rule of its own';
      const app = await open(own ? {} : { login: { secondFactor: 'required' } });
      const { username, accountId } = await protectedPerson(await open());
      if (own) await inTransaction(app.services.db, (tx) => setSecondFactorRule(tx, accountId, true));
      await clear(app, accountId);
      const browser = app.browser();
      const { body } = await browser.login(username, goodPassword);
      expect(body.next?.map(({ factor }) => factor)).toContain('add-totp');
      const secret = String(body.next?.find(({ factor }) => factor === 'add-totp')?.secret);
      const done = await browser.post(`/api/login/${body.attempt}/add-totp`, {
        code: totpCode(secret, app.clock()),
      });
      expect(done.body).toMatchObject({ status: 'complete', session: { aal: 2 } });
      expect(done.body.recoveryCodes).toHaveLength(10);
    },
  );

  test('leave the passkeys as they are, unless these are lost as well', async () => {
    const app = await open();
    const { self, username, accountId } = await protectedPerson(app);
    await addPasskey(self);
    await addPasskey(self);
    expect((await clear(app, accountId))?.value).toBe('an authenticator app and recovery codes');
    const asked = await app.browser().login(username, goodPassword);
    expect(asked.body.next?.map(({ factor }) => factor)).toEqual(['passkey']);
    expect(await clear(app, accountId), 'nothing else is left').toMatchObject({ isNew: false });

    expect(await clear(app, accountId, true)).toMatchObject({ value: '2 passkeys', sessions: 0 });
    expect((await app.browser().login(username, goodPassword)).body.status).toBe('complete');
    expect((await removals(app, accountId)).map(([type]) => type)).toEqual([
      'totp-removed',
      'recovery-codes-removed',
      'passkey-removed',
      'passkey-removed',
    ]);
  });

  test('where there are none, nothing happens: sessions go on, and an app can still be set up', async () => {
    const app = await open();
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword);
    const accountId = body.account?.id ?? '';
    const address = await proveAddress(app, self);
    const secret = (await self.post('/api/me/totp')).body.secret ?? '';
    const before = (await mailsTo(app, address)).length;
    expect(await clear(app, accountId, true)).toMatchObject({ isNew: false });
    expect(await removals(app, accountId)).toEqual([]);
    expect(await mailsTo(app, address)).toHaveLength(before);
    const confirmed = await self.post('/api/me/totp/confirm', { code: totpCode(secret, app.clock()) });
    expect(confirmed.status).toBe(200);
  });

  test('V6.3.7 the confirmed address is told who removed what, and what to do; one that is asked for is withdrawn', async () => {
    const app = await open();
    const { self, username, accountId } = await protectedPerson(app);
    const address = await proveAddress(app, self);
    const asked = freshAddress();
    await self.send('PUT', '/api/me/email', { email: asked });
    await clear(app, accountId);
    const mail = (await mailsTo(app, address)).at(-1);
    expect(mail?.subject).toBe('A sign-in method was removed at Latchkey');
    const text = mail?.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      `The site's admin removed from your account "${username}" at Latchkey: an authenticator app and recovery codes. All devices were signed out. This happened on 1 January 2030 at 12:00 UTC.`,
    );
    expect(text).toContain(`set up two-step verification again: ${app.config.publicUrl}/account`);
    expect(text).toContain(
      `If you didn't, tell the site's admin right away, and reset your password: ${app.config.publicUrl}/recover`,
    );
    expect(await mailsTo(app, asked), 'the link alone').toHaveLength(1);
    const proof = await app.browser().post('/api/email/verify', { token: await codeTo(app, asked) });
    expect(proof.body.code).toBe('link-over');
  });
});
