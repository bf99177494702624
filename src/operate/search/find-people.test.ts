import { beforeAll, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { freshAddress, proveAddress } from '../../../test/support/mails.ts';
import { setUpTotp } from '../../../test/support/second-factors.ts';
import { strangersKey } from '../../people/limits/index.ts';
import { searchAccounts } from '../accounts/index.ts';
import { findPeople, type Sort } from './index.ts';

eachApp('finding people', (open) => {
  let app: TestApp;
  const person = async (from?: { address: string }) => {
    const self = app.browser(from);
    const username = freshName('found');
    const { body } = await self.register(username, goodPassword);
    return { self, username, id: body.account?.id ?? '' };
  };
  let ada: Awaited<ReturnType<typeof person>>;
  let bob: typeof ada;
  let address: string;
  beforeAll(async () => {
    app = await open();
    ada = await person({ address: '198.51.100.7' });
    address = await proveAddress(app, ada.self);
    app.clock.advance(86_400_000);
    bob = await person({ address: '203.0.113.9' });
    await setUpTotp(app, bob.self);
  });
  const find = async (search: string, sort: Sort = 'newest') =>
    (await findPeople(app.services, { search, sort, limit: 50 })).ids;
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);

  test('by username, verified or pending address, account ID, the beginning of a session ID, or support code', async () => {
    const session = await app.services.db
      .selectFrom('sessions')
      .select('id')
      .where('account_id', '=', ada.id)
      .executeTakeFirstOrThrow();
    const part = await app.services.db
      .selectFrom('trail_parts')
      .select('trail_id')
      .where('account_id', '=', ada.id)
      .executeTakeFirst();
    const names = [ada.username.toUpperCase(), address, `mailto:${address}`, ada.id.toUpperCase()];
    for (const text of [...names, session.id, part?.trail_id ?? ada.id, `attempt:${part?.trail_id ?? ''}`]) {
      if (text !== 'attempt:') expect(await find(text), text).toContain(ada.id);
    }
    expect(await find(session.id)).toEqual([ada.id]);
    expect(await find(`${session.id.slice(0, 7)}`), 'too short for an ID').not.toContain(session.id);
  });

  test('puts whom a text names before the others, whatever the order', async () => {
    const { id } = await person();
    const twin = `${ada.username}x`;
    const { body } = await app.browser().register(twin, goodPassword);
    for (const sort of ['newest', 'oldest', 'username', 'last-login'] as const) {
      expect(await find(ada.username, sort), sort).toEqual([ada.id, body.account?.id]);
    }
    expect(await find(ada.username)).not.toContain(id);
  });

  test('by what is the matter with them', async () => {
    const { db } = app.services;
    const counted = {
      account_id: ada.id,
      count: 9,
      blocked_until: app.clock() + 1000,
      expires_at: app.clock() + 9000,
    };
    await db
      .insertInto('limits')
      .values({ key: strangersKey(ada.id), ...counted })
      .execute();
    expect(await find('is:locked')).toEqual([ada.id]);
    expect(await find('IS:LOCKED')).toEqual([ada.id]);
    expect(await find('is:locked '.repeat(90))).toEqual([ada.id]);
    expect(await find(`is:locked ${bob.username}`)).toEqual([]);
    await db.updateTable('limits').set({ blocked_until: 0 }).where('account_id', '=', ada.id).execute();
    expect(await find('is:locked')).toEqual([]);
    const asked = await person();
    await asked.self.send('PUT', '/api/me/email', { email: freshAddress() });
    expect(await find('is:unconfirmed')).toEqual([asked.id]);
    expect(await find('has:totp')).toEqual([bob.id]);
    expect(await find('has:passkey')).toEqual([]);
    expect(await find('has:no-factor')).toContain(ada.id);
    expect(await find('has:no-factor')).not.toContain(bob.id);
  });

  test('by where they came from and when they signed up', async () => {
    for (const where of ['198.51.100.7', '198.51.100.0/24', '198.51.0.0/16', '198.0.0.0/8']) {
      expect(await find(`address:${where}`), where).toEqual([ada.id]);
    }
    expect(await find('address:::ffff:198.51.100.7')).toEqual([ada.id]);
    for (const nowhere of ['198.51.100.70', 'fe80::1%eth0', 'fe80:1:2:3::%x/64']) {
      expect(await find(`address:${nowhere}`), nowhere).toEqual([]);
    }
    const start = day(app.clock());
    for (const sort of ['newest', 'username'] as const) {
      expect(await find(`before:${start}`, sort)).toEqual([ada.id]);
      expect(await find(`after:${start}`, sort)).not.toContain(ada.id);
      expect(await find(`after:${start} ${bob.username}`, sort)).toEqual([bob.id]);
    }
  });

  test.each([
    ...[
      'colour:red',
      'Re:hello',
      'is:asleep',
      'is:',
      'has:password',
      'before:yesterday',
      'after:2026-02-30',
      'after:2026-13-01',
    ],
    ...[
      'address:nowhere',
      'address:198.51.100.0/23',
      'address:2001:db8:0:1::/64',
      'attempt:x',
      'constructor:x',
    ],
    ...['is:constructor', '__proto__ hasOwnProperty:1'],
    Array.from({ length: 9 }, (_, at) => `role:${at}`).join(' '),
  ])('refuses %j with a sentence that says what there is', async (search) => {
    await expect(find(search)).rejects.toMatchObject({ code: 'unknown-operator', status: 400 });
  });

  test.each([
    'https://ada.example/x',
    '12:30',
    'fe80::1',
    'dead::beef',
    ':x',
    'a@b:c',
    'ü:x',
    'x\0y',
    '\ud800',
  ])('takes %j for a text', async (search) => expect(await find(search)).toEqual([]));

  test('gives cursors that go through everybody, and none that was changed or is of another list', async () => {
    const asked = { search: '', sort: 'newest', limit: 2 } as const;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchAccounts(app.services, { ...asked, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ account }) => account.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(await find(''));
    const { next } = await searchAccounts(app.services, asked);
    const [body = '', signature = ''] = (next ?? '').split('.');
    const forged = Buffer.from(JSON.stringify({ place: [0, 0], total: { value: 1, kind: 'exact' } }));
    const bad = ['', '.', 'x', body, `${body}.`, `${body}.${signature}.`, `${body}x.${signature}`, 'é.é'];
    for (const one of [...bad, `${forged.toString('base64url')}.${signature}`]) {
      await expect(searchAccounts(app.services, { ...asked, cursor: one }), one).rejects.toMatchObject({
        code: 'cursor-refused',
      });
    }
    for (const other of [{ sort: 'oldest' }, { search: 'a' }] as const) {
      const foreign = searchAccounts(app.services, { ...asked, ...other, cursor: next ?? '' });
      await expect(foreign).rejects.toMatchObject({ code: 'cursor-refused' });
    }
    const elsewhere = { ...app.services, secretKey: 'another-key-that-only-the-tests-know' };
    await expect(searchAccounts(elsewhere, { ...asked, cursor: next ?? '' })).rejects.toThrow();
  });
});
