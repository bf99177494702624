import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../../test/support/app.ts';
import { newId } from '../../../kit/ids.ts';
import { actingAsCommand } from '../../../operate/accounts/index.ts';
import { exportPeople } from '../../../operate/accounts-file/index.ts';

/** Names that nobody can have, but who knows what a spreadsheet is given. */
const hostile = ['=1+1', '+1', '-1', '@sum', '\tx', '\rx', 'a"b', 'a,b', 'a\r\nb', "'x", 'plain'];

const quantity = 5000;

/** Writes so many accounts, the first with hostile names. */
async function fill({ services: { db } }: TestApp): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (let at = 0; at < quantity; at++) made.set(newId(), `${hostile[at] ?? 'person'}${freshName()}`);
  const rows = [...made].map(([id, username]) => ({
    ...{ id, username, username_key: username, data: '{"tea":"secret"}', data_version: 1 },
    ...{ created_at: 1, updated_at: 1, last_login_at: null, second_factor_required: 0 },
    ...{ disabled_at: null, deleted_at: null, disabled_reason: null },
  }));
  for (let at = 0; at < rows.length; at += 500)
    await db
      .insertInto('accounts')
      .values(rows.slice(at, at + 500))
      .execute();
  const addresses = [...made.keys()].slice(0, 600).flatMap((account_id, at) => [
    {
      id: newId(),
      account_id,
      address: `=v${at}@x`,
      address_key: `v${account_id}`,
      verified_at: 1,
      created_at: 1,
    },
    { id: newId(), account_id, address: `p${at}@x`, address_key: `p${at}`, verified_at: null, created_at: 1 },
  ]);
  for (let at = 0; at < addresses.length; at += 400)
    await db
      .insertInto('emails')
      .values(addresses.slice(at, at + 400))
      .execute();
  return made;
}

/** The cells of a CSV file, by RFC 4180. */
function cellsIn(text: string): string[][] {
  const form = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const lines: string[][] = [];
  let line: string[] = [];
  let end = 0;
  for (const [whole, quoted, bare = '', separator] of text.matchAll(form)) {
    line.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    end += whole.length;
    if (separator === ',') continue;
    lines.push(line);
    line = [];
  }
  expect([end, line]).toEqual([text.length, []]);
  return lines;
}

const detailsOf = async ({ services: { db } }: TestApp) => {
  const rows = db
    .selectFrom('audit')
    .select(['detail'])
    .where('act', '=', 'accounts-exported')
    .orderBy('seq');
  return (await rows.execute()).map(({ detail }) => JSON.parse(detail ?? 'null'));
};

eachApp('the export of people', (open) => {
  test('has everybody once, whoever registers meanwhile, and nothing that signs in', async () => {
    const app = await open();
    const made = await fill(app);
    const { self, accountId, username } = await administratorWith(app, 'auditor');
    const registering = (async () => {
      for (let at = 0; at < 3; at++) await app.browser().register(freshName(), goodPassword);
    })();
    const csv = await self.submit('/admin/export/csv', {});
    await registering;
    const jsonl = await self.get('/api/admin/export');
    expect([csv.status, csv.headers['content-type'], csv.headers['content-disposition']]).toEqual([
      ...[200, 'text/csv; charset=utf-8; header=present', 'attachment; filename="people.csv"'],
    ]);
    const [head, ...lines] = cellsIn(csv.text);
    const people = jsonl.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string | null>);
    expect(Object.keys(people[0] ?? {})).toEqual(head);
    for (const ids of [lines.map(([id = '']) => id), people.map(({ id }) => id ?? '')]) {
      expect(new Set(ids).size).toBe(ids.length);
      expect([...made.keys()].every((id) => ids.includes(id))).toBe(true);
      expect(ids).toContain(accountId);
    }
    const bare = (text: string) => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
    const byId = new Map(people.map((one) => [one.id, one]));
    const differ = lines.filter(([id = '', ...cells]) => {
      const said = byId.get(id);
      const isSame = cells.every((cell, at) => bare(cell) === (said?.[head?.[at + 1] ?? ''] ?? ''));
      return !isSame || (made.has(id) && said?.username !== made.get(id));
    });
    expect(differ).toEqual([]);
    expect(lines.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    const first = people.find(({ email }) => email === '=v0@x');
    expect(first).toMatchObject({ pendingEmail: 'p0@x', state: 'open', lastLoginAt: null });
    for (const { text } of [csv, jsonl]) expect(text).not.toMatch(/argon2|secret|tea/);
    const counted = [lines.length, people.length];
    expect(await detailsOf(app)).toEqual([
      { format: 'csv', state: 'begun' },
      { format: 'csv', state: 'whole', exported: counted[0] },
      { format: 'jsonl', state: 'begun' },
      { format: 'jsonl', state: 'whole', exported: counted[1] },
    ]);
    const audit = app.services.db
      .selectFrom('audit')
      .select('actor_id')
      .where('act', '=', 'accounts-exported');
    expect(new Set((await audit.execute()).map(({ actor_id }) => actor_id))).toEqual(new Set([accountId]));
    expect(username).toBe(byId.get(accountId)?.username);

    expect((await self.get('/api/admin/export?format=xml')).status).toBe(400);
    expect((await self.submit('/admin/export/xml', {})).status).toBe(404);

    // Whoever takes no more has no more read for them, and whoever goes away ends it.
    const stream = Readable.from(
      await exportPeople(app.services, actingAsCommand(), { format: 'csv', mayGoOn: async () => true }),
    );
    for await (const piece of stream.take(2)) expect(piece).toContain('\r\n');
    const last = async () => (await detailsOf(app)).at(-1);
    await expect.poll(last).toMatchObject({ format: 'csv', state: 'broken-off' });
    expect((await last()).exported).toBeLessThanOrEqual(1000);

    const refused = await exportPeople(app.services, actingAsCommand(), {
      ...{ format: 'jsonl', mayGoOn: async () => false },
    });
    await expect(refused.next()).rejects.toThrow('may not do so any more');
    expect(await last()).toEqual({ format: 'jsonl', state: 'broken-off', exported: 0 });
  });
});
