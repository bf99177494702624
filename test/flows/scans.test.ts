import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { migrate, openDatabase } from '../../src/kit/db/index.ts';
import { migrations } from '../../src/migrations/index.ts';
import { sweep } from '../../src/start/sweep.ts';
import { buildApp, freshName, goodPassword, otherPassword } from '../support/app.ts';
import { codeTo, freshAddress } from '../support/mails.ts';
import { setUpTotp } from '../support/second-factors.ts';

/** Queries that may go through a whole table, by what they begin with, and why. */
const allowed: readonly (readonly [beginning: string, reason: string])[] = [
  ['select "recipe", "parameters" from "password_costs"', 'a row for each kind of hash'],
  [
    'select "id" from "trail_parts" order by "id" desc limit ? offset ?',
    'at most trails.most, once a minute',
  ],
  ['select "id", "at" from "events" order by "id" limit ?', '500 of the oldest rows at a time'],
  ['select "at" from "audit" order by "seq" limit ?', 'the oldest row alone'],
  ['select "n" from "account_words" order by "n" asc limit ?', 'the first row alone'],
  ['select "n" from "account_words" order by "n" desc limit ?', 'the last row alone'],
  [
    'select * from "outbox" where "sealed" is not null order by "id" desc limit ?',
    'the mailbox of development',
  ],
];

test('every query of a whole life finds its rows by an index, however many there are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-scans-'));
  try {
    const file = join(folder, 'latchkey.sqlite');
    const prepared = vi.spyOn(DatabaseSync.prototype, 'prepare');
    const database = openDatabase({ file });
    await migrate(database, migrations, 0);
    prepared.mockClear();
    const app = await buildApp(database);
    const username = freshName();
    const email = freshAddress();
    const self = app.browser();
    const { body } = await self.register(username, goodPassword, { email });
    await self.post('/api/email/verify', { token: await codeTo(app, email) });
    await self.post(`/api/login/${body.attempt}/verify-email`, {});
    const { codes } = await setUpTotp(app, self);
    const other = app.browser();
    await other.login(username, otherPassword);
    const begun = await other.login(username, goodPassword);
    await other.post(`/api/login/${begun.body.attempt}/recovery-code`, { code: codes[0] });
    await self.get('/api/me/sessions');
    await self.get('/account');
    await self.send('PUT', '/api/me/data', { a: 1 });
    await self.post('/api/me/password', { currentPassword: goodPassword, newPassword: otherPassword });
    await app.browser().post('/api/recover', { identifier: email });
    await sweep(app.services);
    await app.services.trails.flush();
    await self.post('/api/reauthenticate', { password: otherPassword });
    await self.send('DELETE', '/api/me', { password: otherPassword });
    const queries = new Set(prepared.mock.calls.map(([sql]) => sql));
    prepared.mockRestore();

    const plain = new DatabaseSync(file, { readOnly: true });
    const scans = [...queries].filter((sql) => {
      if (!/^(select|insert|update|delete|with)\b/i.test(sql)) return false;
      const plan = plain.prepare(`explain query plan ${sql}`).all();
      return plan.some(({ detail }) =>
        /^SCAN (?!CONSTANT|\d+ CONSTANT|\d+-ROW VALUES|\()/.test(String(detail)),
      );
    });
    plain.close();
    await app.app.close();
    await database.close();
    expect(queries.size).toBeGreaterThan(60);
    expect(scans.filter((sql) => !allowed.some(([beginning]) => sql.startsWith(beginning)))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
