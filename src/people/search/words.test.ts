import { expect, test, vi } from 'vitest';
import { eachApp, freshName, goodPassword, otherPassword, type TestApp } from '../../../test/support/app.ts';
import { freshAddress, proveAddress } from '../../../test/support/mails.ts';
import { findPeople, rebuildWords, refreshWords } from '../../operate/search/index.ts';

const wordsOf = async ({ services }: TestApp, id: string) => {
  const words = services.db.selectFrom('account_words').select('words').where('account_id', '=', id);
  return (await words.executeTakeFirst())?.words.split('\n');
};

/** How many statements of some work write or read what people are found by. */
async function countStatements({ services }: TestApp, work: () => Promise<unknown>): Promise<number> {
  const shared = Object.getPrototypeOf(Object.getPrototypeOf(services.db.getExecutor()));
  const spy = vi.spyOn(shared, 'executeQuery');
  await work();
  const queries = spy.mock.calls.map(([query]) => (query as { sql: string }).sql);
  spy.mockRestore();
  // A statement that changes an address returns the words as well, and would be sent without the search too.
  return queries.filter((query) => /"?account_words"?/.test(query) && !/\bemails\b/.test(query)).length;
}

eachApp('what people are found by', (open) => {
  test('follows every change of usernames, addresses and data, and goes with the account', async () => {
    const app = await open({ search: { dataFields: ['/name', '/tags/0', '/n~1a'] } });
    const self = app.browser();
    const username = freshName('Person');
    const { body } = await self.register(username, goodPassword);
    const id = body.account?.id ?? '';
    const folded = username.toLowerCase();
    expect(await wordsOf(app, id)).toEqual([folded, '', '']);

    const pending = freshAddress();
    await self.send('PUT', '/api/me/email', { email: pending.toUpperCase() });
    expect(await wordsOf(app, id)).toEqual([folded, '', pending]);
    const first = await proveAddress(app, self);
    expect(await wordsOf(app, id)).toEqual([folded, first, '']);
    const second = await proveAddress(app, self);
    expect(await wordsOf(app, id)).toEqual([folded, second, '']);

    const document = { name: 'Ada\nLovelace', tags: [7, 'x'], 'n/a': true, secret: 'hidden' };
    expect((await self.send('PUT', '/api/me/data', document)).status).toBe(200);
    expect(await wordsOf(app, id)).toEqual([folded, second, '', 'ada lovelace', '7']);
    await self.send('PUT', '/api/me/email', { email: 'm\u00fcller@b\u00fccher.example' });
    const pasted = 'm\u00fcller@b\u00fccher.example m\u00fcller@xn--bcher-kva.example';
    expect(await wordsOf(app, id)).toEqual([folded, second, pasted, 'ada lovelace', '7']);

    const changed = await self.send('PUT', '/api/me/password', { current: goodPassword, new: otherPassword });
    expect(changed.status).toBeLessThan(500);
    expect((await rebuildWords(app.services)).changed, 'nobody forgot anything so far').toBe(0);
    await self.send('DELETE', '/api/me/email');
    expect((await wordsOf(app, id))?.[1]).toBe('');
    expect((await rebuildWords(app.services)).changed).toBe(0);

    await app.services.db.deleteFrom('accounts').where('id', '=', id).execute();
    expect(await wordsOf(app, id)).toBeUndefined();
    const query = { search: folded, sort: 'newest', limit: 5 } as const;
    expect((await findPeople(app.services, query)).ids).toEqual([]);
  });

  test('costs a registration two statements at most, and a login none', async () => {
    const app = await open();
    const username = freshName();
    const alone = () => app.browser().register(username, goodPassword);
    expect(await countStatements(app, alone)).toBe(1);
    const withEmail = () =>
      app.browser().post('/api/register', {
        username: freshName(),
        password: goodPassword,
        email: freshAddress(),
      });
    expect(await countStatements(app, withEmail)).toBe(2);
    const login = () => app.browser().post('/api/login', { username, password: goodPassword });
    expect(await countStatements(app, login)).toBe(0);
  });

  test('is written anew when other fields of the data are searched, or an index was lost', async () => {
    const app = await open();
    const self = app.browser();
    const { body } = await self.register(freshName(), goodPassword);
    await self.send('PUT', '/api/me/data', { name: 'Zuse' });
    const find = async () =>
      (await findPeople(app.services, { search: 'zuse', sort: 'newest', limit: 5 })).ids;
    await refreshWords(app.services);
    expect(await find()).toEqual([]);
    const config = { ...app.config, search: { dataFields: ['/name'] } };
    await refreshWords({ ...app.services, config }, AbortSignal.abort());
    expect(await find(), 'not begun where the server stops').toEqual([]);
    await refreshWords({ ...app.services, config });
    expect(await find()).toEqual([body.account?.id]);
    await app.services.db.deleteFrom('account_words').execute();
    expect(await find()).toEqual([]);
    expect((await rebuildWords({ ...app.services, config })).changed).toBeGreaterThan(0);
    expect(await find()).toEqual([body.account?.id]);
    await refreshWords(app.services);
    expect(await find()).toEqual([]);
  });
});
