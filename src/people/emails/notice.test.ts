import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { noticeTo } from './notice.ts';
import type { NoticeKind } from './texts.ts';

const client = { actor: 'person', address: '203.0.113.9', device: 'Firefox on Linux' } as const;

const notices: readonly (readonly [notice: NoticeKind, subject: string])[] = [
  [{ kind: 'new-device' }, 'A login from a new device at Latchkey'],
  [{ kind: 'password-changed' }, 'Your password was changed at Latchkey'],
  [{ kind: 'password-recovered' }, 'Your password was reset at Latchkey'],
  [{ kind: 'factor-added', name: 'Blue key' }, 'A way to log in was added at Latchkey'],
  [{ kind: 'factor-removed', name: 'Blue key' }, 'A way to log in was removed at Latchkey'],
  [{ kind: 'recovery-used' }, 'A recovery code was used at Latchkey'],
  [{ kind: 'email-changed' }, 'Your e-mail address was changed at Latchkey'],
  [{ kind: 'email-removed' }, 'Your e-mail address was removed at Latchkey'],
];

eachApp('a notice by mail', (open) => {
  test.each(notices)(
    'V6.3.7 %j: says what, whose, when, from where, and what to do',
    async (notice, subject) => {
      const app = await open();
      const browser = app.browser();
      const username = freshName();
      const { body } = await browser.register(username, goodPassword);
      const email = await proveAddress(app, browser);
      const { db } = app.services;
      await inTransaction(db, (tx) =>
        noticeTo(tx, app.services, body.account?.id ?? '', { ...notice, client }),
      );
      const mail = (await mailsTo(app, email)).at(-1);
      expect(mail?.subject).toBe(subject);
      expect(mail?.text).toContain(`"${username}"`);
      expect(mail?.text).toContain('1 January 2030 at 12:00 UTC');
      expect(mail?.text).toContain('Firefox on Linux at the network address 203.0.113.9');
      expect(mail?.text).toContain('If it was not you:');
      const isLast = notice.kind === 'email-changed' || notice.kind === 'email-removed';
      expect(mail?.text).toContain(`because this address ${isLast ? 'belonged' : 'belongs'} to`);
      expect(mail?.text).toContain(`${app.config.publicUrl}/account`);
      if ('name' in notice) expect(mail?.text).toContain(`"${notice.name}"`);
    },
  );

  test('V1.3.5 what somebody chose, such as the name of a passkey, stands in it as plain text', async () => {
    const app = await open();
    const browser = app.browser();
    const { body } = await browser.register(freshName(), goodPassword);
    const email = await proveAddress(app, browser);
    const name = '{{7*7}}<b>#{7*7}</b>\r\nBcc: eve@example.com';
    await inTransaction(app.services.db, (tx) =>
      noticeTo(tx, app.services, body.account?.id ?? '', { kind: 'factor-added', name, client }),
    );
    const mail = (await mailsTo(app, email)).at(-1);
    expect(mail?.text).toContain('"{{7*7}}<b>#{7*7}</b> Bcc: eve@example.com"');
    expect(mail?.html).toContain('&lt;b>');
    expect(mail?.text).not.toMatch(/^Bcc:/m);
    expect(await mailsTo(app, 'eve@example.com')).toEqual([]);
  });

  test('goes to no address that is only asked for, and to nobody who is gone', async () => {
    const app = await open();
    const browser = app.browser();
    const { body } = await browser.register(freshName(), goodPassword);
    const pending = freshAddress();
    await browser.send('PUT', '/api/me/email', { email: pending });
    for (const accountId of [body.account?.id ?? '', 'nobody', '']) {
      await inTransaction(app.services.db, (tx) =>
        noticeTo(tx, app.services, accountId, { kind: 'password-changed', client }),
      );
    }
    expect(await mailsTo(app, pending)).toHaveLength(1);
  });
});
