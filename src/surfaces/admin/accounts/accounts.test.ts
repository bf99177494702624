import { expect, test } from 'vitest';
import { anybody } from '../../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import { addExample } from '../../../../test/support/factor-examples.ts';
import { register } from '../../../../test/support/factors/index.ts';
import { statementsIn } from '../../../../test/support/statements.ts';
import { addableFactors, findHeldFactors, secondFactors } from '../../../factors/index.ts';
import { inTransaction } from '../../../kit/db/index.ts';
import { minutes } from '../../../kit/duration.ts';
import {
  actingAsCommand,
  deleteAccountLater,
  disableAccount,
  undeleteAccount,
} from '../../../operate/accounts/index.ts';
import { createRole } from '../../../operate/roles/index.ts';
import { insertVerifiedEmail, putPendingEmail } from '../../../people/emails/index.ts';

interface Page {
  readonly items: readonly { readonly id: string; readonly username: string; readonly state: string }[];
  readonly next: string | null;
  readonly total: { readonly value: number; readonly kind: string };
}

/** Somebody with these permissions and no other. */
async function holderOf(app: TestApp, ...permissions: readonly string[]) {
  const name = freshName('only');
  await createRole(app.services, actingAsCommand(), { name, kind: 'admin', permissions: [...permissions] });
  return administratorWith(app, name);
}

const hostile = '<img src=x>';

/** Where the acts of a page lead, for an account. */
const actsIn = (text: string, id: string) =>
  new Set(
    [...text.matchAll(/href="\/admin\/accounts\/([^"]*)"/g)].map(([, path]) => path?.replace(`${id}/`, '')),
  );

eachApp('the people of the console', (open) => {
  test('are listed page by page, none twice and none left out, from either end', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'auditor');
    for (let made = 0; made < 4; made++) await anybody(app);
    const read = async (sort: string) => {
      const found: string[] = [];
      let total = 0;
      for (let next: string | null = ''; next !== null; ) {
        const cursor: string = next === '' ? '' : `&cursor=${next}`;
        const { body } = await self.get(`/api/admin/accounts?limit=2&sort=${sort}${cursor}`);
        const page = body as unknown as Page;
        found.push(...page.items.map(({ id }) => id));
        ({ next } = page);
        total = page.total.value;
      }
      expect(total).toBe(found.length);
      return found;
    };
    const newest = await read('newest');
    expect(new Set(newest).size).toBe(newest.length);
    expect(newest.length).toBeGreaterThan(4);
    expect((await read('oldest')).toReversed()).toEqual(newest);
    expect((await self.get('/api/admin/accounts?cursor=1')).status).toBe(400);
    expect((await self.get('/api/admin/accounts?limit=201')).status).toBe(400);
  });

  test('are found by a part of their name or by their ID, and the only one is opened at once', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'auditor');
    const { id, username } = await anybody(app);
    const search = async (text: string) => {
      const { body } = await self.get(`/api/admin/accounts?search=${encodeURIComponent(text)}`);
      return (body as unknown as Page).items.map((one) => one.id);
    };
    for (const text of [username, username.toUpperCase(), username.slice(1), id, ` ${username} `]) {
      expect(await search(text), text).toEqual([id]);
      const { headers } = await self.get(`/admin/accounts?search=${encodeURIComponent(text)}`);
      expect(headers.location, text).toBe(`/admin/accounts/${id}`);
    }
    for (const text of ['%', '_%_', "' or 1=1 --", '\0', hostile]) {
      expect(await search(text), text).toEqual([]);
      const { status, text: page } = await self.get(`/admin/accounts?search=${encodeURIComponent(text)}`);
      expect([status, page.includes('No one found'), page.includes(hostile)]).toEqual([200, true, false]);
    }
  });

  test('are called disabled where they are', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'auditor');
    const { id, username } = await anybody(app);
    await disableAccount(app.services, actingAsCommand('Sends spam'), id);
    const { body } = await self.get(`/api/admin/accounts?search=${username}`);
    expect((body as unknown as Page).items[0]?.state).toBe('disabled');
  });
});

eachApp('the page of a person', (open) => {
  test('says first whether they can sign in and why, as the API does', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'administrator');
    const { id, username } = await anybody(app);
    const look = async () => {
      const { text } = await self.get(`/admin/accounts/${id}`);
      const { body } = await self.get(`/api/admin/accounts/${id}`);
      const [first = ''] = text.split('id="profile"');
      return { first, text, person: body as unknown as Readonly<Record<string, unknown>> };
    };
    const before = await look();
    expect(before.first).toContain(`${username} can sign in with the correct password.`);
    expect(before.person).toMatchObject({ canSignIn: 'yes', state: 'open', hasPassword: true });
    await disableAccount(app.services, actingAsCommand('Sends spam'), id);
    const after = await look();
    expect(after.first).toContain(`${username} can't sign in: the account was disabled`);
    const { acts } = app.services.words.admin.accounts.person;
    expect(after.first, 'by a button of this page').toContain(
      `&quot;${acts.enable.label}&quot; opens it again.`,
    );
    expect(after.person.because).toContain(`"latchkey accounts enable ${username}" opens it again.`);
    await deleteAccountLater(app.services, actingAsCommand('Sends spam'), id);
    expect((await look()).first).toContain(`&quot;${acts.undelete.label}&quot; opens it again.`);
    await undeleteAccount(app.services, actingAsCommand(), id);
    expect(after.text).toContain('Sends spam');
    expect(after.person).toMatchObject({ canSignIn: 'no', state: 'disabled', disabledReason: 'Sends spam' });
  });

  test('shows each attempt with the step that stopped it, to whoever may see attempts', async () => {
    const app = await open();
    const { id, username } = await anybody(app);
    await app.browser().login(username, 'not the password');
    await app.services.trails.flush();
    const admin = await administratorWith(app, 'administrator');
    const { text } = await admin.self.get(`/admin/accounts/${id}`);
    expect(text.split('class="attempt-stop"')[1]?.split('</p>')[0]).toContain('password');
    const { body } = await admin.self.get(`/api/admin/accounts/${id}/attempts`);
    const { attempts } = body as unknown as {
      attempts: { outcome: string; requests: { steps: { code: string }[] }[] }[];
    };
    expect(attempts[0]?.outcome).toBe('refused');
    expect(attempts[0]?.requests[0]?.steps.map(({ code }) => code)).toContain('password-verified');
    const blind = await holderOf(app, 'accounts:read');
    expect((await blind.self.get(`/admin/accounts/${id}`)).text).not.toContain('id="attempts"');
  });

  test('offers what its viewer may do to this account, and nothing else', async () => {
    const app = await open();
    const { id } = await anybody(app);
    const admin = await administratorWith(app, 'administrator');
    const acts = async (one: typeof admin, target: string) =>
      actsIn((await one.self.get(`/admin/accounts/${target}`)).text, target);
    const all = ['end-sessions', 'username', 'email', 'disable', 'delete', 'data', 'roles'];
    expect(await acts(admin, id), 'no link goes nowhere').toEqual(new Set(all));
    const address = { address: `${id}@example.com`, key: `${id}@example.com` };
    await inTransaction(app.services.db, (tx) => insertVerifiedEmail(tx, id, address, 1));
    expect(await acts(admin, id)).toEqual(new Set([...all, 'ask-new-password']));
    const auditor = await administratorWith(app, 'auditor');
    expect(await acts(auditor, id), 'may only look').toEqual(new Set(['roles']));
    const support = await administratorWith(app, 'support');
    expect(await acts(support, id)).toEqual(new Set(['end-sessions', 'ask-new-password', 'disable']));
    expect(await acts(admin, admin.accountId), 'the own account').toEqual(new Set(['data', 'roles']));
    expect(await acts(support, admin.accountId), 'one that may do more').toEqual(new Set());
    await disableAccount(app.services, actingAsCommand('Sends spam'), id);
    expect(await acts(support, id), 'once it is disabled').toEqual(new Set(['enable']));
  });

  test('opens the data to whoever may see it, and each opening is a row of the audit log', async () => {
    const app = await open();
    const username = freshName();
    const { body } = await app.browser().register(username, goodPassword, { data: { tea: hostile } });
    const id = body.account?.id ?? '';
    const admin = await administratorWith(app, 'administrator');
    const readings = async () => {
      const rows = app.services.db
        .selectFrom('audit')
        .select(['actor_id', 'act'])
        .where('target_id', '=', id);
      return (await rows.execute()).filter(({ act }) => act === 'data-read');
    };
    const person = await admin.self.get(`/admin/accounts/${id}`);
    expect(person.text).not.toContain('tea');
    expect(await readings()).toEqual([]);
    const page = await admin.self.get(`/admin/accounts/${id}/data`);
    expect([page.text.includes('tea'), page.text.includes(hostile)]).toEqual([true, false]);
    expect((await admin.self.get(`/api/admin/accounts/${id}/data`)).body).toEqual({ data: { tea: hostile } });
    expect(await readings()).toEqual(Array(2).fill({ actor_id: admin.accountId, act: 'data-read' }));
  });

  test('V1.2.1 takes what somebody called themselves, or their browser, for nothing but text', async () => {
    const app = await open();
    const { db } = app.services;
    const { id } = await anybody(app);
    await db.updateTable('accounts').set({ username: hostile }).where('id', '=', id).execute();
    await db
      .updateTable('sessions')
      .set({ device: hostile, address: hostile })
      .where('account_id', '=', id)
      .execute();
    await db
      .updateTable('events')
      .set({ device: hostile, type: hostile })
      .where('account_id', '=', id)
      .execute();
    const { self } = await administratorWith(app, 'administrator');
    for (const path of ['/admin/accounts', `/admin/accounts/${id}`, `/admin/accounts/${id}/data`]) {
      const { text } = await self.get(path);
      expect([text.includes('&lt;img src=x>'), text.includes(hostile)], path).toEqual([true, false]);
    }
  });

  test('is not there for an account that is not', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'administrator');
    for (const id of ['018f0000-0000-7abc-8def-000000000001', 'x', '%00']) {
      for (const path of ['', '/data']) {
        expect((await self.get(`/admin/accounts/${id}${path}`)).status, id).toBe(404);
      }
      for (const path of ['', '/sessions', '/events', '/attempts', '/data']) {
        expect((await self.get(`/api/admin/accounts/${id}${path}`)).status, id + path).toBe(404);
      }
    }
  });

  test('takes 12 statements, whatever the account has and whatever has happened to it', async () => {
    const app = await open();
    const { signIn, accountId: id } = await administratorWith(app, 'administrator');
    const other = await administratorWith(app, 'administrator');
    for (let at = 0; at < 3; at++) await signIn();
    const address = { address: 'ada@example.com', key: 'ada@example.com' };
    await inTransaction(app.services.db, async (tx) => {
      await insertVerifiedEmail(tx, id, address, 1);
      await putPendingEmail(tx, id, { address: 'eve@example.com', key: 'eve@example.com' }, 1);
    });
    await app.services.trails.flush();
    const page = `/admin/accounts/${id}`;
    const cost = async (path: string) => {
      const sent = await statementsIn(app, async () => {
        expect((await other.self.get(path)).text).toContain('ada@example.com');
      });
      // What is written a moment later isn't the page's. The session check isn't among what is sent.
      return 1 + sent.filter((query) => !/insert into "(trail_parts|statistics\w*)"/.test(query)).length;
    };
    await cost(page);
    expect(await cost('/admin/accounts'), 'the list, however long').toBe(7);
    expect([await cost(page), await cost(`/api${page}`)]).toEqual([12, 9]);
    await disableAccount(app.services, actingAsCommand('Left us'), id);
    expect([await cost(page), await cost(`/api${page}`)]).toEqual([12, 9]);
    for (const [path, statements] of [
      [page, 13],
      [`/api${page}`, 10],
      ['/admin/accounts', 8],
    ] as const) {
      app.clock.advance(minutes(1));
      expect(await cost(path), 'once a minute, with the note of its use').toBe(statements);
    }
    const { last_seen_at, admin_seen_at } = await app.services.db
      .selectFrom('sessions')
      .select(['last_seen_at', 'admin_seen_at'])
      .where('account_id', '=', other.accountId)
      .executeTakeFirstOrThrow();
    expect([last_seen_at, admin_seen_at]).toEqual([app.clock(), app.clock()]);
  });

  test.each(addableFactors)('tells what there is of a factor as its factor does ($name)', async (factor) => {
    const app = await open();
    const { services } = app;
    const { self, accountId } = await register(app);
    const told = async () =>
      (await findHeldFactors(services, accountId)).map(({ own, shown }) => own.canAnswer(shown));
    const known = () => Promise.all(secondFactors.map(({ isSetUp }) => isSetUp(services.db, accountId)));
    expect([await told(), await known()]).toEqual([
      [false, false, false],
      [false, false, false],
    ]);
    await addExample(app, self, factor);
    expect(await told()).toEqual(await known());
    expect(await known()).toEqual(
      secondFactors.map(({ name, standsIn }) => name === factor.name || standsIn === true),
    );
  });
});
