import { expect, test } from 'vitest';
import { inTransaction } from '../../src/kit/db/index.ts';
import { queueMail } from '../../src/kit/mail/index.ts';
import { accountActs } from '../../src/surfaces/admin/accounts/acts/account-acts.ts';
import { adminRequests, anybody, type Target } from '../support/admin-requests.ts';
import { administratorWith } from '../support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../support/app.ts';

const hostile = `"><script>alert('canary')</script><img src=x onerror=alert(1)>`;

/** Somebody of whom everything that can be text is hostile, whatever rules there are today for what people may choose. */
async function hostilePerson({ services, browser }: TestApp): Promise<Target> {
  const { db, secretKey, clock, trails } = services;
  const self = browser({ device: hostile });
  const before = freshName();
  const { id = '' } = (await self.register(before, goodPassword)).body.account ?? {};
  await self.send('PUT', '/api/me/email', { email: `${before}@example.com` });
  await browser({ device: hostile }).login(before, 'not the password');
  const letter = { to: `${hostile}@example.com`, subject: 'A', text: 'A', html: '<p>A</p>' };
  await inTransaction(db, async (tx) => {
    const mail = await queueMail(tx, secretKey, { ...letter, kind: 'notice', accountId: id }, clock());
    await tx.updateTable('outbox').set({ last_error: hostile }).where('id', '=', mail).execute();
    await tx.updateTable('emails').set({ address: hostile }).where('account_id', '=', id).execute();
    const changed = { username: hostile + id, attributes: JSON.stringify({ [hostile]: hostile }) };
    await tx
      .updateTable('accounts')
      .set({ ...changed, data: JSON.stringify({ [hostile]: hostile }) })
      .where('id', '=', id)
      .execute();
  });
  await trails.flush();
  return { id, username: hostile + id };
}

/** Terms that mean something to SQL, to `like`, to full-text searches, to URLs or to a reader of cursors. */
const sharp = [
  ...["' or 1=1 --", "'; drop table accounts; --", '%', '_%', '\\', '*', '"ada"*', 'ada OR bob', 'NEAR(a b)'],
  ...[
    'username:ada',
    '-ada',
    '^ada',
    '(',
    '{}',
    '../..',
    'null',
    '\u0000',
    '\u202e',
    '😀',
    'ﬁ',
    '$1',
    '?1',
    ':a',
  ],
  ...['eyJhIjoxfQ', `eyJhIjoxfQ.${'A'.repeat(43)}`, 'a'.repeat(5000), hostile],
];

eachApp('the console', (open) => {
  test('V1.2.1 V1.2.4 takes whatever people called themselves and whatever is asked for as text, on every page', async () => {
    const app = await open();
    const administrator = await administratorWith(app, 'administrator');
    const { self } = administrator;
    const target = await hostilePerson(app);
    const disabled = await self.post(`/api/admin/accounts/${target.id}/disable`, { reason: hostile });
    expect(disabled.status).toBe(204);
    let shown = 0;
    const look = async (path: string): Promise<void> => {
      const { status, text } = await self.get(path, { headers: { accept: 'text/html' } });
      expect(status, path).toBeLessThan(500);
      expect(text, path).not.toMatch(/<script>alert|<img src=x/);
      if (text.includes('alert(&#39;canary') || text.includes("&lt;script>alert('canary")) shown += 1;
    };
    const pages = Object.entries(adminRequests).filter(([name]) => name.startsWith('GET /admin'));
    for (const [, request] of pages) await look((await request.send(app, target)).path);
    expect(shown, 'and shows it').toBeGreaterThan(accountActs.length + 3);
    for (const term of sharp) {
      const asked = encodeURIComponent(term);
      for (const query of ['search', 'search=ada&cursor', 'sort']) {
        await look(`/admin/accounts?${query}=${asked}`);
        const answer = await self.get(`/api/admin/accounts?${query}=${asked}`);
        expect(answer.status, `${query} ${term}`).toBeLessThan(500);
      }
      for (const query of ['attempts?name', 'attempts?code', 'attempts?before', 'mail?state', 'mail?after'])
        await look(`/admin/${query}=${asked}`);
      for (const query of ['actor', 'target', 'act', 'since', 'before'])
        await look(`/admin/audit?${query}=${asked}`);
      await look(`/admin/accounts/${target.id}?done=${asked}`);
      await look(`/admin/accounts/${asked}`);
    }
    expect((await self.get(`/admin/accounts/${target.id}`)).status, 'and everybody is still there').toBe(200);
  });

  test('does what two administrators ask of one person one after the other, whichever comes first', async () => {
    const app = await open();
    const [one, other] = [
      await administratorWith(app, 'administrator'),
      await administratorWith(app, 'administrator'),
    ];
    const { id } = await anybody(app);
    const page = (act: string) => `/admin/accounts/${id}/${act}`;
    // Both have the page open; whoever is later finds it done, and it's recorded once.
    const reason = 'Sends spam, ticket-4711';
    const both = await Promise.all([one, other].map(({ self }) => self.submit(page('disable'), { reason })));
    expect(both.map(({ status, headers }) => [status, headers.location])).toEqual(
      Array(2).fill([303, `/admin/accounts/${id}?done=disable`]),
    );
    const rows = () =>
      app.services.db.selectFrom('audit').select('act').where('target_id', '=', id).orderBy('seq').execute();
    expect(await rows()).toEqual([{ act: 'account-disabled' }]);

    const acts = ['enable', 'disable', 'unlock', 'end-sessions', 'delete', 'undelete'];
    for (let round = 0; round < 3; round += 1) {
      const sent = acts.flatMap((act) => [one, other].map(({ self }) => self.submit(page(act), { reason })));
      expect([...new Set((await Promise.all(sent)).map(({ status }) => status))]).toEqual([303]);
    }
    // Each of them changed what the one before it had left.
    const told = (await rows()).map(({ act }) => act);
    const changes = told.filter((act) => act === 'account-disabled' || act === 'account-enabled');
    expect(changes.filter((act, at) => act === changes[at - 1])).toEqual([]);

    // Who is no administrator any more acts no more, though the page is still open.
    const { self } = one;
    expect(
      (await self.send('DELETE', `/api/admin/accounts/${other.accountId}/roles/administrator`)).status,
    ).toBe(204);
    expect((await other.self.submit(page('disable'), { reason })).status).toBe(404);
    expect((await other.self.get('/admin')).status).toBe(404);
  });
});
