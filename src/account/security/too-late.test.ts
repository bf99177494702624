import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { softwareAuthenticator } from '../../../test/support/authenticator.ts';
import { proveAddress } from '../../../test/support/mails.ts';
import { totpCode } from '../../../test/support/totp-codes.ts';
import { untilWaiting } from '../../../test/support/until-waiting.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { holdAccount, touchAccount } from '../../people/accounts/index.ts';
import { listEvents } from '../../people/events/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';

eachApp('a request of a session that is ended while it waits', (open) => {
  test('V7.4.1 V7.4.3 changes nothing of how one gets in', async () => {
    const app = await open();
    const { db } = app.services;
    const thief = app.browser();
    const { body } = await thief.register(freshName(), goodPassword);
    const accountId = body.account?.id ?? '';
    await proveAddress(app, thief);
    const begun = await thief.post('/api/me/totp', {});
    const confirmed = { code: totpCode(begun.body.secret ?? '', app.clock()) };
    expect((await thief.post('/api/me/totp/confirm', confirmed)).status).toBe(200);
    const offer = async () => JSON.parse((await thief.post('/api/me/passkeys/options')).text);
    const made = { response: softwareAuthenticator().create(await offer()) };
    const { body: added } = await thief.post('/api/me/passkeys', made);
    const another = { response: softwareAuthenticator().create(await offer()) };
    const before = await listEvents(db, accountId, 50);

    const waiting = await inTransaction(db, async (tx) => {
      await holdAccount(tx, accountId);
      await touchAccount(tx, accountId, app.clock());
      const sent = [
        thief.post('/api/me/passkeys', another),
        thief.send('PATCH', `/api/me/passkeys/${added.passkey?.id}`, { name: 'mine' }),
        thief.send('DELETE', `/api/me/passkeys/${added.passkey?.id}`),
        thief.send('DELETE', '/api/me/totp'),
        thief.post('/api/me/recovery-codes'),
        thief.send('PUT', '/api/me/email', { email: 'thief@example.com' }),
        thief.send('DELETE', '/api/me/email'),
      ];
      // Each has read its session, and waits for the rows.
      await untilWaiting(app.database, sent.length);
      await revokeOtherSessions(tx, accountId, '', { why: 'ended', at: 1 });
      return sent;
    });
    for (const { status, body: refused } of await Promise.all(waiting)) {
      expect([status, refused.code]).toEqual([401, 'not-signed-in']);
    }
    expect(await listEvents(db, accountId, 50)).toEqual(before);
  });

  test('V7.4.1 V7.4.3 brings no authenticator app into force', async () => {
    const app = await open();
    const { db } = app.services;
    const thief = app.browser();
    const { body } = await thief.register(freshName(), goodPassword);
    const accountId = body.account?.id ?? '';
    const begun = await thief.post('/api/me/totp', {});
    const code = totpCode(begun.body.secret ?? '', app.clock());
    const waiting = await inTransaction(db, async (tx) => {
      await holdAccount(tx, accountId);
      const sent = thief.post('/api/me/totp/confirm', { code });
      await untilWaiting(app.database, 1);
      await revokeOtherSessions(tx, accountId, '', { why: 'ended', at: 1 });
      return [sent];
    });
    expect((await waiting[0])?.status).toBe(401);
    const stored = await db
      .selectFrom('totp')
      .select('confirmed_at')
      .where('account_id', '=', accountId)
      .execute();
    expect(stored).toEqual([{ confirmed_at: null }]);
  });
});
