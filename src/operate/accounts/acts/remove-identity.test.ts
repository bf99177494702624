import { expect, test } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import { mailsTo, proveAddress } from '../../../../test/support/mails.ts';
import { storedIdentity } from '../../../../test/support/stored-identity.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import { newIdentityId } from '../../../people/outside/index.ts';
import { actingAsCommand } from '../acting.ts';
import { removeIdentityOf } from './remove-identity.ts';

async function withIdentity(app: TestApp) {
  const self = app.browser();
  const { body } = await self.register(freshName(), goodPassword);
  const id = body.account?.id ?? '';
  const email = await proveAddress(app, self);
  return { self, id, email, identity: await storedIdentity(app.services.db, id) };
}

eachApp('an identity that an admin disconnects', (open) => {
  test('is shown to admins, goes by the console with a reason, and its owner and the audit log are told', async () => {
    const app = await open();
    const { self: admin } = await administratorWith(app, 'administrator');
    const { self, id, email, identity } = await withIdentity(app);
    const other = await withIdentity(app);
    const shown = await admin.get(`/api/admin/accounts/${id}`);
    expect((shown.body as { identities?: unknown }).identities).toMatchObject([
      { id: identity, provider: 'github', label: 'github', name: 'octo' },
    ]);
    expect((await admin.get(`/admin/accounts/${id}`)).text).toContain('Sign-in with github');
    const path = `/api/admin/accounts/${id}/remove-identity`;
    expect((await admin.post(path, { identity })).status, 'without a reason').toBe(422);
    for (const wrong of [other.identity, newIdentityId(), 'a\0b'])
      expect((await admin.post(path, { identity: wrong, reason: 'A test' })).status).toBe(404);
    const page = await admin.get(`/admin/accounts/${id}/remove-identity`);
    expect(page.text).toContain(`<option value="${identity}">github: octo</option>`);
    expect((await admin.post(path, { identity, reason: 'Lost it' })).status).toBe(204);
    expect((await self.get('/api/session')).status, 'sessions end').toBe(401);
    expect((await mailsTo(app, email)).at(-1)?.text).toContain('Sign-in with github was removed');
    const { db } = app.services;
    const rows = await db
      .selectFrom('outside_identities')
      .select('id')
      .where('account_id', '=', id)
      .execute();
    expect(rows).toEqual([]);
    const audited = await db.selectFrom('audit').selectAll().where('act', '=', 'identity-removed').execute();
    expect(audited).toMatchObject([{ target_id: id, reason: 'Lost it' }]);
  });

  test('stays where nobody could sign in without it', async () => {
    const app = await open({
      login: {
        with: [
          {
            ...{ id: 'github', kind: 'github', issuer: '', clientId: 'a', clientSecret: 'b', apple: null },
            ...{ label: 'GitHub', newAccounts: true, trustsEmail: false, secondFactor: 'ours' },
          },
        ],
      },
    } as never);
    const { id, identity } = await withIdentity(app);
    await inTransaction(app.services.db, async (tx) => {
      await tx.deleteFrom('passwords').where('account_id', '=', id).execute();
      await tx.deleteFrom('emails').where('account_id', '=', id).execute();
    });
    const remove = () => removeIdentityOf(app.services, actingAsCommand('A test'), id, identity);
    await expect(remove()).rejects.toMatchObject({ code: 'identity-last-way' });
    await storedIdentity(app.services.db, id);
    expect(await remove()).toMatchObject({ value: 'GitHub', isNew: true });
  });
});
