import { expect, test } from 'vitest';
import { administratorWith } from '../../../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword } from '../../../../../test/support/app.ts';
import { codeTo, freshAddress } from '../../../../../test/support/mails.ts';

eachApp('an account that an admin creates', (open) => {
  test('belongs to its owner alone: only the email has the link by which the password is chosen', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'support');
    const [username, email] = [freshName(), freshAddress()];
    const made = await self.submit('/admin/accounts/new', { username, email, reason: 'Starts on Monday' });
    const [, id = ''] =
      /^\/admin\/accounts\/([0-9a-f-]{36})\?done=created$/.exec(made.headers.location ?? '') ?? [];
    const token = await codeTo(app, email);
    const page = (await self.get(made.headers.location ?? '')).text;
    expect(page).toContain('A link to choose a password is on its way');
    expect(page).not.toContain(token);
    const chosen = await app.browser().post('/api/recover/complete', { token, newPassword: goodPassword });
    expect(chosen.status).toBe(204);
    expect((await app.browser().login(username, goodPassword)).body.account?.id).toBe(id);
    const { db } = app.services;
    const rows = await db.selectFrom('audit').select(['act', 'reason']).where('target_id', '=', id).execute();
    expect(rows).toEqual([{ act: 'account-created', reason: 'Starts on Monday' }]);
  });

  test('has no link that an admin could read, with or without an address', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'support');
    const [username, email] = [freshName(), freshAddress()];
    const byName = await self.post('/api/admin/accounts', { username });
    expect(byName.body).toEqual({ id: expect.any(String), username, emailTo: null });
    const byEmail = await self.post('/api/admin/accounts', { email });
    expect([byEmail.status, (byEmail.body as { emailTo?: string }).emailTo]).toEqual([201, email]);
    expect(byEmail.text).not.toContain(await codeTo(app, email));
    const page = await self.submit('/admin/accounts/new', { username: freshName() });
    expect((await self.get(page.headers.location ?? '')).text).toContain(
      'latchkey accounts ask-new-password',
    );
  });

  test('is refused beside the field, with what was typed', async () => {
    const app = await open();
    const { self, username } = await administratorWith(app, 'support');
    for (const [form, status, field] of [
      [{}, 422, 'username'],
      [{ username, email: 'x@example.com' }, 409, 'username'],
      [{ username: freshName(), email: 'nobody' }, 422, 'email'],
    ] as const) {
      const answer = await self.submit('/admin/accounts/new', form);
      expect([answer.status, answer.text.includes(`id="${field}-error"`)], field).toEqual([status, true]);
      if ('username' in form) expect(answer.text).toContain(`value="${form.username}"`);
    }
    expect((await self.post('/api/admin/accounts', {})).body.code).toBe('username-refused');
  });
});
