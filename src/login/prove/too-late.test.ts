import { expect, test } from 'vitest';
import { eachApp, otherPassword } from '../../../test/support/app.ts';
import { loginCodeTo, mailsTo } from '../../../test/support/mails.ts';
import { addressPerson } from '../../../test/support/no-password.ts';
import { untilWaiting } from '../../../test/support/until-waiting.ts';
import { setPassword } from '../../factors/password/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { minutes } from '../../kit/duration.ts';
import { holdAccount } from '../../people/accounts/index.ts';
import { listEvents } from '../../people/events/index.ts';
import { revokeOtherSessions } from '../../people/sessions/index.ts';

const prove = '/api/reauthenticate';
const byEmail = { factor: 'email-code' };

eachApp('a code by email for an identity, while somebody else changes the account', (open) => {
  test('V6.3.3 opens nothing once the account has got a password', async () => {
    const app = await open();
    const { db, hasher } = app.services;
    const { self, accountId, email } = await addressPerson(app);
    app.clock.advance(minutes(11));
    await self.post(prove, byEmail);
    const code = await loginCodeTo(app, email);
    const before = await listEvents(db, accountId, 50);
    const mails = await mailsTo(app, email);
    const fresh = await hasher.hash(otherPassword);
    const waiting = await inTransaction(db, async (tx) => {
      await holdAccount(tx, accountId);
      const sent = [self.post(prove, { ...byEmail, code }), self.post(prove, byEmail)];
      // Each has seen an account without a password, and waits for its row.
      await untilWaiting(app.database, sent.length);
      await setPassword(tx, accountId, { ...fresh, weak: 0 }, app.clock());
      return sent;
    });
    for (const { status, body } of await Promise.all(waiting)) {
      expect([status, body.code]).toEqual([404, 'not-found']);
    }
    expect(await listEvents(db, accountId, 50)).toEqual(before);
    expect(await mailsTo(app, email)).toEqual(mails);
    expect((await self.get('/api/me/export')).status).toBe(403);
    const counts = db.selectFrom('limits').select('count').where('account_id', '=', accountId);
    expect(
      (await counts.execute()).filter(({ count }) => count > 0),
      'it counts nowhere',
    ).toEqual([]);
  });

  test('V7.4.1 is not sent to a session that was ended', async () => {
    const app = await open();
    const { db } = app.services;
    const { self, accountId, email } = await addressPerson(app);
    const mails = await mailsTo(app, email);
    const waiting = await inTransaction(db, async (tx) => {
      await holdAccount(tx, accountId);
      const sent = self.post(prove, byEmail);
      await untilWaiting(app.database, 1);
      await revokeOtherSessions(tx, accountId, '', { why: 'ended', at: 1 });
      return [sent];
    });
    expect((await waiting[0])?.status).toBe(401);
    expect(await mailsTo(app, email)).toEqual(mails);
  });
});
