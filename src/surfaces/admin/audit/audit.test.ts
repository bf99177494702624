import { expect, test } from 'vitest';
import { anybody } from '../../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, type TestApp } from '../../../../test/support/app.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import { minutes } from '../../../kit/duration.ts';
import { queueMail } from '../../../kit/mail/index.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { verifyAudit } from '../../../operate/audit/index.ts';
import { createRole } from '../../../operate/roles/index.ts';
import { cursorsOf } from '../list-cursors.ts';

interface Page {
  readonly items: readonly {
    readonly seq: number;
    readonly act: string;
    readonly actor: { readonly name: string | null };
    readonly target: { readonly name: string | null } | null;
  }[];
  readonly next: string | null;
  readonly head: { readonly seq: number; readonly hash: string };
}

type Administrator = Awaited<ReturnType<typeof administratorWith>>;

const read = async ({ self }: Administrator, query = '') => {
  const { status, body, text } = await self.get(`/api/admin/audit${query}`);
  if (status !== 200) throw new Error(text);
  return body as unknown as Page;
};

/** The rows that say that the log was read by somebody. */
const readingsOf = ({ services: { db } }: TestApp, { accountId }: Administrator) =>
  db
    .selectFrom('audit')
    .select(['actor_kind', 'detail', 'address'])
    .where('act', '=', 'audit-read')
    .where('actor_id', '=', accountId)
    .orderBy('seq')
    .execute();

/** A cursor that leads to the rows before the second. */
const inner = ({ services }: TestApp) =>
  cursorsOf<number>(services, { list: 'audit', asked: {} }).beside({ newer: undefined, older: 2 }).older;

const newRole = async ({ services }: TestApp, reason: string | null = null) => {
  const name = freshName('role');
  await createRole(services, actingAsCommand(reason), { name, kind: 'app', permissions: [] });
  return name;
};

eachApp('the audit log in the console', (open) => {
  test('is recorded when it is read: once for a reading, and again for other filters or later', async () => {
    const app = await open();
    const auditor = await administratorWith(app, 'auditor');
    const { username, id } = await anybody(app);
    await auditor.self.get('/admin/audit');
    await auditor.self.get(`/admin/audit?cursor=${inner(app)}`);
    await read(auditor, `?cursor=${inner(app)}`);
    expect(await readingsOf(app, auditor)).toEqual([
      { actor_kind: 'person', detail: '{}', address: expect.any(String) },
    ]);
    await auditor.self.get(`/admin/audit?target=${username}&since=2026-01-31`);
    await auditor.self.get('/admin/audit?actor=someone%40example.com&act=not-an-act');
    app.clock.advance(minutes(14));
    await auditor.self.get('/admin/audit');
    const details = (await readingsOf(app, auditor)).map(({ detail }) => detail);
    expect(details.slice(1)).toEqual([
      `{"since":${Date.parse('2026-01-31')},"target":"${id}"}`,
      '{"act":"unknown","actor":"unknown"}',
    ]);
    app.clock.advance(minutes(2));
    await auditor.verify();
    await auditor.self.get('/admin/audit');
    expect((await readingsOf(app, auditor)).map(({ detail }) => detail).at(-1)).toBe('{}');
    expect(await readingsOf(app, auditor)).toHaveLength(4);
  });

  test('is recorded even for whoever asks for an inner page alone', async () => {
    const app = await open();
    const auditor = await administratorWith(app, 'auditor');
    await read(auditor, `?cursor=${inner(app)}`);
    expect(await readingsOf(app, auditor)).toHaveLength(1);
  });

  test('is listed page by page, with what its IDs are called now, and leads to its head', async () => {
    const app = await open();
    const auditor = await administratorWith(app, 'auditor');
    const names = [await newRole(app), await newRole(app), await newRole(app)];
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = await read(auditor, `?act=role-created&limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ target }) => target?.name ?? ''));
      cursor = page.next;
    }
    expect(seen.slice(0, 3)).toEqual(names.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
    const own = await read(auditor, `?actor=${auditor.username}`);
    expect(own.items.every(({ actor }) => actor.name === auditor.username)).toBe(true);
    const { head } = await read(auditor);
    const { db, secretKey } = app.services;
    expect(await verifyAudit({ db, secretKey }, head)).toMatchObject({ outcome: 'whole', head });
    const { text } = await auditor.self.get('/admin/audit');
    expect(text).toContain(`latchkey audit verify --head ${head.seq}:${head.hash}`);
  });

  test('turns pages both ways, and keeps its filters', async () => {
    const app = await open();
    const auditor = await administratorWith(app, 'auditor');
    for (let count = 0; count < 51; count++) await newRole(app);
    const hrefOf = (text: string, rel: string) =>
      new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const rowsOf = (text: string) => [...text.matchAll(/Row (\d+)</g)].map(([, seq]) => seq);
    const first = (await auditor.self.get('/admin/audit?act=role-created')).text;
    expect(hrefOf(first, 'prev')).toBe('');
    const second = (await auditor.self.get(hrefOf(first, 'next'))).text;
    expect(rowsOf(second).length).toBeGreaterThan(0);
    expect(second).toContain('<option value="role-created" selected');
    const back = (await auditor.self.get(hrefOf(second, 'prev'))).text;
    expect(rowsOf(back)).toEqual(rowsOf(first));
  });

  test.each([
    ['a limit that is none', '?limit=201'],
    ['a NUL in a name', '?actor=a%00b'],
    ['a filter that there is none of', '?who=ada'],
    ['a time that is none', '?since=yesterday'],
  ])('%s is refused', async (_, query) => {
    const app = await open();
    const { self } = await administratorWith(app, 'auditor');
    const { status, body } = await self.get(`/api/admin/audit${query}`);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
  });

  test('its names, and those of emails, lead to the page of a person for whoever may open it', async () => {
    const app = await open();
    const { services } = app;
    const name = freshName('only');
    const permissions = ['audit:read', 'system:read'] as const;
    await createRole(services, actingAsCommand(), { name, kind: 'admin', permissions: [...permissions] });
    const [auditor, blind] = [await administratorWith(app, 'auditor'), await administratorWith(app, name)];
    const mail = { to: 'ada@example.com', subject: 'A subject', text: 'A text', html: '<p>A text</p>' };
    const about = { ...mail, kind: 'notice', accountId: blind.accountId } as const;
    await inTransaction(services.db, (tx) => queueMail(tx, services.secretKey, about, app.clock()));
    for (const path of [`/admin/audit?target=${blind.accountId}`, '/admin/mail']) {
      const [seen, unseen] = [(await auditor.self.get(path)).text, (await blind.self.get(path)).text];
      const link = `<a href="/admin/accounts/${blind.accountId}"><bdi>${blind.username}</bdi></a>`;
      expect([seen.includes(link), unseen.includes(blind.username)], path).toEqual([true, true]);
      expect(unseen, path).not.toContain('/admin/accounts');
    }
  });

  test('shows reasons and filters as text, and takes anything for a filter', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'auditor');
    const hostile = '"><script>alert(1)</script>';
    await newRole(app, hostile);
    const sent = encodeURIComponent(`${hostile}\0${'W'.repeat(400)}`);
    for (const path of [
      '/admin/audit',
      `/admin/audit?actor=${sent}&target=${sent}&act=${sent}&since=${sent}`,
    ]) {
      const { status, text } = await self.get(path);
      expect(status).toBe(200);
      expect(text).not.toContain('<script>alert');
    }
    expect((await self.get('/api/admin/audit?since=2016-12-31T23:59:60Z')).status).toBe(200);
    expect((await self.get('/admin/audit')).text).toContain('&lt;script>alert(1)&lt;/script>');
  });
});
