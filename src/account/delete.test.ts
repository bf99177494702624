import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../test/support/app.ts';
import type { Browser } from '../../test/support/browser-of.ts';
import { everyRow } from '../../test/support/every-row.ts';

const isLoggedIn = async (browser: Browser) => (await browser.get('/api/session')).status === 200;

async function person({ browser }: TestApp, name = freshName('leaver')) {
  const first = browser();
  const { body } = await first.register(name, goodPassword, { data: { note: `of ${name}` } });
  return { first, username: name, id: body.account?.id ?? '' };
}

eachApp('deleting an account', (open) => {
  test('V7.4.2 V14.2.7 everything of it is gone but one event that names its id', async () => {
    const app = await open();
    const { first, username, id } = await person(app);
    const second = app.browser();
    await second.login(username, goodPassword);
    await app.browser().login(username, otherPassword);
    await first.post('/api/me/password', { currentPassword: otherPassword, newPassword: otherPassword });
    await app.browser().post('/api/me/password');
    const other = await person(app);

    const answer = await first.send('DELETE', '/api/me', { password: goodPassword });
    expect(answer.status).toBe(204);
    expect(answer.cookies[0]).toBe('latchkey=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
    expect(await isLoggedIn(second)).toBe(false);

    const rows = await everyRow(app.database);
    const about = rows.filter(({ text }) => text.includes(id) || text.includes(username));
    expect(about).toEqual([{ table: 'events', text: expect.stringContaining('account-deleted') }]);
    expect(about[0]?.text).not.toContain(username);
    expect(await isLoggedIn(other.first)).toBe(true);

    expect((await app.browser().login(username, goodPassword)).status).toBe(401);
    const again = await app.browser().register(username, otherPassword);
    expect(again.status, 'the name is free again').toBe(201);
    expect(again.body.account?.id).not.toBe(id);
  });

  test('V7.5.3 a wrong password, none, or no body deletes nothing', async () => {
    const app = await open();
    const { first } = await person(app);
    expect((await first.send('DELETE', '/api/me', { password: otherPassword })).status).toBe(401);
    expect((await first.send('DELETE', '/api/me', {})).status).toBe(400);
    expect((await first.send('DELETE', '/api/me')).status).toBe(400);
    expect(await isLoggedIn(first)).toBe(true);
  });

  test('20 parallel deletions: one is done, and nothing fails', async () => {
    const app = await open();
    const { first, id } = await person(app);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => first.send('DELETE', '/api/me', { password: goodPassword })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const events = await app.services.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', id)
      .execute();
    expect(events.filter(({ type }) => type === 'account-deleted')).toHaveLength(1);
  });

  test('V15.4.3 logins, changes and deletion at the same time: no deadlock, and nobody is left logged in', async () => {
    const app = await open();
    for (let round = 0; round < 8; round++) {
      const { first, username, id } = await person(app);
      const visitors = Array.from({ length: 6 }, () => app.browser());
      const acts = [
        ...visitors.map((visitor) => visitor.login(username, goodPassword)),
        first.send('PUT', '/api/me/data', { round }),
        first.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword }),
        first.send('DELETE', '/api/me/sessions'),
        first.send('DELETE', '/api/me', { password: goodPassword }),
      ];
      const answers = await Promise.all(acts);
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      const account = await app.services.db
        .selectFrom('accounts')
        .select('id')
        .where('id', '=', id)
        .execute();
      const deleted = answers.at(-1)?.status === 204;
      expect(account).toHaveLength(deleted ? 0 : 1);
      if (deleted) for (const visitor of visitors) expect(await isLoggedIn(visitor)).toBe(false);
    }
  });

  test('a deletion whose password was changed under it does not happen', async () => {
    const app = await open();
    for (let round = 0; round < 5; round++) {
      const { first, username, id } = await person(app);
      const second = app.browser();
      await second.login(username, goodPassword);
      const [changed, deleted] = await Promise.all([
        second.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword }),
        first.send('DELETE', '/api/me', { password: goodPassword }),
      ]);
      expect([changed.status, deleted.status].filter((status) => status === 204)).toHaveLength(1);
      const rows = await app.services.db.selectFrom('accounts').select('id').where('id', '=', id).execute();
      expect(rows).toHaveLength(deleted.status === 204 ? 0 : 1);
    }
  });

  test('V14.2.7 logins and proofs at the same moment leave nothing of it either', async () => {
    const app = await open({ hash: { memory: 4096, iterations: 4 }, limits: { challengeAfter: 50 } });
    for (let round = 0; round < 4; round++) {
      const { first, username, id } = await person(app);
      const second = app.browser();
      await second.login(username, goodPassword);
      const deleting = first.send('DELETE', '/api/me', { password: goodPassword });
      const others = Array.from({ length: 6 }, (_, n) =>
        app.browser().login(username, n % 3 === 2 ? goodPassword : otherPassword),
      );
      others.push(
        second.post('/api/me/password', { currentPassword: otherPassword, newPassword: otherPassword }),
      );
      expect((await deleting).status).toBe(204);
      await Promise.all(others);
      const about = (await everyRow(app.database)).filter(({ text }) => text.includes(id));
      expect(about).toEqual([{ table: 'events', text: expect.stringContaining('account-deleted') }]);
    }
  });

  test('on the page: it asks for the password and leads home', async () => {
    const app = await open();
    const { first } = await person(app);
    const refused = await first.submit('/account/delete', { password: 'wrong' });
    expect(refused.status).toBe(401);
    const done = await first.submit('/account/delete', { password: goodPassword });
    expect([done.status, done.headers.location]).toEqual([303, '/']);
    expect(first.jar.has('latchkey')).toBe(false);
  });

  test('a row of an account that is not there cannot be written', async () => {
    const { services } = await open();
    const orphan = sql`insert into login_attempts (id, secret_hash, account_id, amr, is_multi_factor, transport, remember, expires_at)
      values ('x', 'x', 'nobody', '[]', 0, 'cookie', 0, 0)`;
    await expect(orphan.execute(services.db)).rejects.toThrow(/foreign key/i);
  });
});
