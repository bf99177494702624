import { expect, test } from 'vitest';
import { eachDatabase, type MakeDatabase } from '../../../test/support/databases.ts';
import { freshAddress, mailsTo } from '../../../test/support/mails.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { noticeTo, sendNotice } from './notice.ts';
import { insertVerifiedEmail, putPendingEmail } from './store.ts';
import type { NoticeKind } from './texts.ts';

const client = { actor: 'person', address: '203.0.113.9', device: 'Firefox on Linux' } as const;

const notices: readonly (readonly [notice: NoticeKind, subject: string])[] = [
  [{ kind: 'new-device' }, 'New sign-in to your account at Latchkey'],
  [{ kind: 'password-changed' }, 'Your password was changed at Latchkey'],
  [{ kind: 'password-recovered' }, 'Your password was reset at Latchkey'],
  [{ kind: 'factor-added', name: 'Blue key' }, 'A sign-in method was added at Latchkey'],
  [{ kind: 'factor-removed', name: 'Blue key' }, 'A sign-in method was removed at Latchkey'],
  [{ kind: 'recovery-used' }, 'A recovery code was used at Latchkey'],
  [{ kind: 'email-changed' }, 'Your email address was changed at Latchkey'],
  [{ kind: 'email-removed' }, 'Your email address was removed at Latchkey'],
];

/** An account with an address that is confirmed, or only asked for, and how it is told of something. */
async function person(
  make: MakeDatabase,
  put: typeof insertVerifiedEmail | typeof putPendingEmail = insertVerifiedEmail,
) {
  const services = await servicesOf(await make.shared());
  const { id, username } = await storedAccount(services.db);
  const address = freshAddress();
  await inTransaction(services.db, async (tx) => void (await put(tx, id, { address, key: address }, 0)));
  const tell = (notice: NoticeKind, accountId = id) =>
    inTransaction(services.db, (tx) => noticeTo(tx, services, accountId, { ...notice, client }));
  const mails = (to = address) => mailsTo({ services }, to);
  return { services, username, tell, mails };
}

eachDatabase('a notice by mail', (make) => {
  test.each(notices)(
    'V6.3.7 %j: says what, whose, when, from where, and what to do',
    async (notice, subject) => {
      const { services, username, tell, mails } = await person(make);
      await tell(notice);
      const [mail, ...others] = await mails();
      expect(others).toEqual([]);
      expect(mail?.subject).toBe(subject);
      expect(mail?.text).toContain(`"${username}"`);
      expect(mail?.text).toContain('1 January 2030 at 12:00 UTC');
      expect(mail?.text).toContain('Firefox on Linux at the network address 203.0.113.9');
      expect(mail?.text).toContain("If it wasn't you:");
      const isLast = notice.kind === 'email-changed' || notice.kind === 'email-removed';
      expect(mail?.text).toContain(`because this address ${isLast ? 'belonged' : 'belongs'} to`);
      expect(mail?.text).toContain(`${services.config.publicUrl}/account`);
      if ('name' in notice) expect(mail?.text).toContain(`${notice.name} was`);
    },
  );

  test('V1.3.5 what somebody chose, such as the name of a passkey, stands in it as plain text', async () => {
    const { tell, mails } = await person(make);
    await tell({ kind: 'factor-added', name: '{{7*7}}<b>#{7*7}</b>\r\nBcc: eve@example.com' });
    const [mail] = await mails();
    expect(mail?.text).toContain('{{7*7}}<b>#{7*7}</b> Bcc: eve@example.com was added');
    expect(mail?.html).toContain('&lt;b>');
    expect(mail?.text).not.toMatch(/^Bcc:/m);
    expect(await mails('eve@example.com')).toEqual([]);
  });

  test('goes to no address that is only asked for, and to nobody who is gone', async () => {
    const { services, tell, mails } = await person(make, putPendingEmail);
    const queued = async () => (await services.db.selectFrom('outbox').select('id').execute()).length;
    const before = await queued();
    await tell({ kind: 'password-changed' });
    for (const gone of ['nobody', '']) await tell({ kind: 'password-changed' }, gone);
    const late = { accountId: 'gone', address: freshAddress() };
    await inTransaction(services.db, (tx) =>
      sendNotice(tx, services, late, { kind: 'password-changed', client }),
    );
    expect([await mails(), await queued()]).toEqual([[], before]);
  });
});
