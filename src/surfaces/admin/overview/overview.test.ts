import { expect, test } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import { minutes } from '../../../kit/duration.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { createRole } from '../../../operate/roles/index.ts';
import { allRoutes } from '../../../server.ts';
import { consolePages } from '../frame/pages.ts';

interface Counts {
  readonly starts: readonly string[];
  readonly counts: Readonly<Record<string, readonly number[]>>;
}

/** An email that nobody has sent yet. */
async function putMail({ services: { db, clock } }: TestApp): Promise<void> {
  const row = {
    id: freshName('mail'),
    account_id: null,
    kind: 'notice',
    trail_id: null,
    sealed: null,
  } as const;
  const times = { created_at: clock(), due_at: clock(), claimed_until: 0, sent_at: null, failed_at: null };
  const rest = { tries: 0, last_error: null, reply: null, kept_until: 0, copies: 1 };
  await db
    .insertInto('outbox')
    .values({ ...row, ...times, ...rest })
    .execute();
}

/** Somebody with one permission and no other. */
async function holderOf(app: TestApp, permission: string) {
  const name = freshName('only');
  await createRole(app.services, actingAsCommand(), { name, kind: 'admin', permissions: [permission] });
  return administratorWith(app, name);
}

eachApp('the first page of the console', (open) => {
  test('counts what happened, for people and for programs', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'operator');
    await app.services.statistics.flush();
    const before = (await self.get('/api/admin/statistics')).body as unknown as Counts;
    const username = freshName();
    await app.browser().register(username, goodPassword);
    await app.browser().login(username, 'not the password');
    await app.services.statistics.flush();
    const after = (await self.get('/api/admin/statistics?span=24-hours')).body as unknown as Counts;
    const now = (counted: Counts, name: string) => counted.counts[name]?.at(-1) ?? Number.NaN;
    for (const name of ['registrations', 'failed-incorrect-password']) {
      expect(now(after, name) - now(before, name), name).toBe(1);
    }
    expect([after.starts.length, after.counts['sign-ins']?.length]).toEqual([24, 24]);
    const days = (await self.get('/api/admin/statistics?span=90-days')).body as unknown as Counts;
    expect(days.starts).toHaveLength(90);
    expect((await self.get('/api/admin/statistics?span=1-year')).status).toBe(400);

    const { text } = await self.get('/admin');
    expect(text).toContain('Last 24 hours');
    expect(text).toContain('Incorrect password');
    expect((await self.get('/admin?span=90-days')).text).toContain('Last 90 days');
    expect((await self.get('/admin?span=%3Cscript%3E')).text).toContain('Last 24 hours');
  });

  test('shows nobody statistics who may not see them', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'support');
    const { status, text } = await self.get('/admin');
    expect([status, text.includes('Last 24 hours')]).toEqual([200, false]);
  });

  test('says what waits for somebody, and says it no more once it is done', async () => {
    const app = await open();
    const first = await administratorWith(app, 'administrator');
    await app.services.db.deleteFrom('account_roles').where('account_id', '!=', first.accountId).execute();
    const attention = async () => (await first.self.get('/admin')).text.split('id="attention"')[1] ?? '';
    expect(await attention()).toContain('There is only one administrator');
    await administratorWith(app, 'administrator');
    expect(await attention()).not.toContain('There is only one administrator');

    expect(await attention()).not.toContain('Emails have been waiting');
    await putMail(app);
    app.clock.advance(minutes(11));
    expect(await attention()).toContain('Emails have been waiting for 11 minutes');
    app.services.statistics.count('failed-server-error');
    await app.services.statistics.flush();
    expect(await attention()).toContain('1 sign-in failed because of a server error');
  });
});

eachApp('the navigation of the console', (open) => {
  test('leads to every page that its viewer may open, and to no other', async () => {
    const app = await open();
    const routes = new Map(
      allRoutes(app.services, '').map(({ method, path, access }) => [`${method} ${path}`, access]),
    );
    for (const { href, permission } of consolePages) expect(routes.get(`GET ${href}`), href).toBe(permission);
    expect(new Set(consolePages.map(({ key }) => key)).size).toBe(consolePages.length);

    for (const permission of ['tokens:write', 'accounts:read', 'system:read'] as const) {
      const { self } = await holderOf(app, permission);
      const { text } = await self.get('/admin');
      const shown = consolePages.filter((page) => ['console:open', permission].includes(page.permission));
      const hrefs = [...text.matchAll(/<a href="([^"]*)"[^>]* data-console-key/g)].map(([, href]) => href);
      expect(new Set(hrefs), permission).toEqual(new Set(shown.map(({ href }) => href)));
      const isSearchable = shown.some(({ href }) => href === '/admin/accounts');
      expect(text.includes('data-console-search'), permission).toBe(isSearchable);
    }
  });
});
