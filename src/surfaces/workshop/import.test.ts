import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { loadConfig } from '../../config/index.ts';
import { createPasswordHasher, findPassword } from '../../factors/password/index.ts';
import type { Database } from '../../kit/db/index.ts';
import { compileDataSchema } from '../../people/accounts/data-schema.ts';
import { createAccountReader } from '../../people/accounts/index.ts';
import { english } from '../../words.ts';
import { type ExportCount, exportRegistered, importRegistered } from './index.ts';

const client = { actor: 'command', address: '', device: 'a test' } as const;
const md5 = (password: string) => createHash('md5').update(password).digest('hex');
const entry = (password: string, data: unknown = 'testing') => ({ password: md5(password), data });
const manyEntries = (number: number) =>
  Object.fromEntries(Array.from({ length: number }, (_, at) => [`name${at}`, entry(`secret${at}`, at)]));

async function servicesOf(database: Database | undefined, env: Record<string, string> = {}) {
  const cheap = { LATCHKEY_HASH_MEMORY: '8', LATCHKEY_HASH_ITERATIONS: '1', ...env };
  const { config } = await loadConfig({ mode: 'development', env: cheap });
  return {
    config,
    database,
    clock: fakeClock(),
    hasher: createPasswordHasher(config),
    dataSchema: compileDataSchema(config.data.schema),
    words: english,
  };
}

const phcOf = (parameters: string) =>
  `$argon2id$v=19$${parameters}$c2FsdHNhbHRzYWx0c2E$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g`;

type Services = Awaited<ReturnType<typeof servicesOf>>;

const take = (
  services: Services,
  file: unknown,
  options: { dryRun?: boolean; signal?: AbortSignal } = {},
) => {
  const text = typeof file === 'string' ? file : JSON.stringify(file, null, 2);
  return importRegistered(services, text, { dryRun: false, parallel: 4, client, ...options });
};

async function rowOf(database: Database, name: string) {
  const account = await createAccountReader(database).findByKey(name);
  return account && { account, password: await findPassword(database.db, account.id) };
}

async function exportOf({ db }: Database): Promise<{ text: string; count: ExportCount }> {
  const count = { exported: 0, withoutPassword: 0 };
  let text = '';
  for await (const piece of exportRegistered(db, count)) text += piece;
  return { text, count };
}

eachDatabase('import', (make) => {
  test('takes an account with its password wrapped, marked as weak, and a line in the audit log', async () => {
    const database = await make();
    const services = await servicesOf(database);
    const report = await take(services, {
      Soham: { ...entry('insecure'), password: md5('insecure').toUpperCase() },
    });
    expect(report).toEqual({ total: 1, imported: 1, alreadyThere: 0, skipped: [], stopped: false });

    const row = await rowOf(database, 'soham');
    expect(row?.account).toMatchObject({ username: 'Soham', last_login_at: null });
    expect(row?.account.created_at).toBe(services.clock());
    expect(row?.password).toMatchObject({ wraps: 'md5', weak: 1, pepper: '', version: 1 });
    expect(row?.password?.hash).toMatch(/^\$argon2id\$/);
    expect(await services.hasher.verify(row?.password, 'insecure')).toBe(true);
    expect(await services.hasher.verify(row?.password, 'Insecure')).toBe(false);

    const events = await database.db.selectFrom('events').selectAll().execute();
    expect(events).toMatchObject([
      { type: 'account-imported', account_id: row?.account.id, device: 'a test' },
    ]);
    const stored = JSON.stringify([row, events]);
    expect(stored).not.toContain(md5('insecure'));
  });

  test('V11.4.2 no fast hash of a password is stored, in the audit log neither', async () => {
    const database = await make();
    await take(await servicesOf(database), { one: entry('secret', 'x') });
    const first = await database.db.selectFrom('events').select('detail').executeTakeFirst();
    const other = await make();
    await take(await servicesOf(other), { one: entry('another', 'x') });
    const second = await other.db.selectFrom('events').select('detail').executeTakeFirst();
    expect(first?.detail).toBe(second?.detail);
  });

  test('takes a password that is not ASCII as it was typed', async () => {
    const database = await make();
    const services = await servicesOf(database);
    const typed = 'cafe\u0301 пароль 🔑';
    await take(services, { accents: entry(typed) });
    const row = await rowOf(database, 'accents');
    expect(await services.hasher.verify(row?.password, typed)).toBe(true);
    expect(await services.hasher.verify(row?.password, typed.normalize('NFC'))).toBe(false);
  });

  test('keeps the times that the file gives', async () => {
    const database = await make();
    const times = { created: '2020-01-02T03:04:05.000Z', lastLogin: '2021-01-02T03:04:05.000Z' };
    await take(await servicesOf(database), { ada: { ...entry('x'), ...times } });
    expect((await rowOf(database, 'ada'))?.account).toMatchObject({
      created_at: Date.parse(times.created),
      last_login_at: Date.parse(times.lastLogin),
    });
  });

  test('changes nothing the second time, and says what was there', async () => {
    const database = await make();
    const services = await servicesOf(database);
    const file = { ...manyEntries(5), Ada: entry('x', { a: [1] }) };
    await take(services, file);
    const before = await exportOf(database);
    expect(await take(services, file)).toMatchObject({ imported: 0, alreadyThere: 6, skipped: [] });
    expect(await exportOf(database)).toEqual(before);
  });

  test('never mistakes somebody else for an earlier import', async () => {
    const database = await make();
    const services = await servicesOf(database);
    await take(services, { ada: entry('x', 'one'), Bob: entry('x', 'one') });
    await database.db
      .deleteFrom('events')
      .where('account_id', '=', (await rowOf(database, 'bob'))?.account.id ?? '')
      .execute();
    const { alreadyThere, skipped } = await take(services, {
      ada: entry('y', 'two'),
      bob: entry('x', 'one'),
    });
    expect(alreadyThere).toBe(0);
    expect(skipped).toMatchObject([
      {
        line: 2,
        name: 'ada',
        reason: expect.stringMatching(/imported before, from an entry with other data/),
      },
      { line: 6, name: 'bob', reason: 'The username is already taken, as "Bob".' },
    ]);
  });

  test('takes the first of two names that are one here, whichever is hashed first', async () => {
    const database = await make();
    const file = { ada: entry('1'), ADA: entry('2'), ａｄａ: entry('3') };
    const { imported, skipped } = await take(await servicesOf(database), file);
    expect(imported).toBe(1);
    expect(skipped.map(({ line, name }) => ({ line, name }))).toEqual([
      { line: 6, name: 'ADA' },
      { line: 10, name: 'ａｄａ' },
    ]);
    expect(skipped[0]?.reason).toMatch(/the username in line 2/);
    expect((await rowOf(database, 'ada'))?.account.username).toBe('ada');
  });

  test('goes on where it was stopped', async () => {
    const database = await make();
    const services = await servicesOf(database);
    const file = manyEntries(60);
    const stop = new AbortController();
    const options = { dryRun: false, parallel: 4, client, signal: stop.signal };
    const first = await importRegistered(services, JSON.stringify(file), {
      ...options,
      onProgress: (done) => done >= 20 && stop.abort(),
    });
    expect(first.stopped).toBe(true);
    expect(first.imported).toBeGreaterThanOrEqual(20);
    expect(first.imported).toBeLessThan(60);
    const second = await take(services, file);
    expect(second).toMatchObject({
      stopped: false,
      alreadyThere: first.imported,
      imported: 60 - first.imported,
    });
    expect((await exportOf(database)).count.exported).toBe(60);
  });

  test('a dry run says the same and writes nothing', async () => {
    const database = await make();
    const services = await servicesOf(database);
    await take(services, { taken: entry('x', 'other') });
    const file = { taken: entry('x'), ada: entry('x'), 'a b': entry('x') };
    const dry = await take(services, file, { dryRun: true });
    expect((await exportOf(database)).count.exported).toBe(1);
    expect(await take(services, file)).toEqual(dry);
  });

  test('two at once share the work and double nothing', async () => {
    const database = await make();
    const services = await servicesOf(database);
    const file = manyEntries(40);
    const [one, two] = await Promise.all([take(services, file), take(services, file)]);
    expect((one?.imported ?? 0) + (two?.imported ?? 0)).toBe(40);
    expect([one?.skipped, two?.skipped]).toEqual([[], []]);
    expect((await exportOf(database)).count.exported).toBe(40);
  });

  test('tells what ended it, and what is in', async () => {
    const database = await make();
    const services = await servicesOf(database);
    const broken = new Error('gone');
    const hasher = { ...services.hasher, wrapMd5: () => Promise.reject(broken) };
    const report = await take({ ...services, hasher }, manyEntries(9));
    expect(report).toMatchObject({ imported: 0, stopped: true, failure: broken });
  });

  test('an export comes back whole, with the same hashes', async () => {
    const database = await make();
    const pepper = { LATCHKEY_PASSWORD_PEPPER: 'a pepper of thirty-two characters' };
    await take(await servicesOf(database), { ...manyEntries(120), 'plain.name': entry('x', '"\n\u2028🔑') });
    await take(await servicesOf(database, pepper), { peppered: entry('x') });
    const { text, count } = await exportOf(database);
    expect(count).toEqual({ exported: 122, withoutPassword: 0 });

    const other = await make();
    const services = await servicesOf(other, pepper);
    expect(await take(services, text)).toMatchObject({ imported: 122, skipped: [] });
    const sorted = (json: string) => Object.entries(JSON.parse(json)).sort();
    expect(sorted((await exportOf(other)).text)).toEqual(sorted(text));
    expect(await services.hasher.verify((await rowOf(other, 'peppered'))?.password, 'x')).toBe(true);
    expect(await take(services, text)).toMatchObject({ imported: 0, alreadyThere: 122, skipped: [] });
    expect(await take(await servicesOf(database), text)).toMatchObject({ alreadyThere: 121, imported: 0 });
  });

  test('a dear hash is taken where the server itself hashes as dearly', async () => {
    const database = await make();
    const ownSettings = { LATCHKEY_HASH_MEMORY: '1048576', LATCHKEY_HASH_ITERATIONS: '2' };
    const file = { ada: { password: phcOf('m=524288,t=4,p=1') } };
    expect(await take(await servicesOf(database), file)).toMatchObject({ imported: 0 });
    expect(await take(await servicesOf(database, ownSettings), file)).toMatchObject({ imported: 1 });
    expect((await rowOf(database, 'ada'))?.password?.hash).toBe(file.ada.password);
  });

  test('an account without a password is counted, not exported', async () => {
    const database = await make();
    await take(await servicesOf(database), { ada: entry('x') });
    await database.db.deleteFrom('passwords').execute();
    expect(await exportOf(database)).toEqual({ text: '{}\n', count: { exported: 0, withoutPassword: 1 } });
  });
});

describe('an entry is skipped when', () => {
  const peppered = { password: phcOf('m=19456,t=2,p=1'), pepper: '0123456789abcdef' };
  test.each<[string, Record<string, unknown>, RegExp, Record<string, string>?]>([
    ['its name is none', { 'a b': entry('x') }, /but not a space/],
    ['its name is reserved', { admin: entry('x') }, /reserved/],
    ['its name is too long', { ['x'.repeat(33)]: entry('x') }, /at most 32/],
    ['its data is too large', { ada: entry('x', 'x'.repeat(70_000)) }, /at most 65536/],
    [
      'its data is nested too deeply',
      { ada: entry('x', JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`)) },
      /deep/,
    ],
    [
      "its data does not fit the site's schema",
      { ada: entry('x', 'text') },
      /doesn't match this site's schema/,
      { LATCHKEY_DATA_SCHEMA: '{"type":"object"}' },
    ],
    ['its pepper is another', { ada: peppered }, /LATCHKEY_PASSWORD_PEPPER/],
    [
      'its hash is too dear here',
      { ada: { password: phcOf('m=1048576,t=2,p=1') } },
      /argon2id hash that this server/,
    ],
    ['it has no password', { ada: { data: 'x' } }, /"password" is missing/],
  ])('%s', async (_, file, reason, env) => {
    const services = await servicesOf(undefined, env);
    const report = await take(services, { ...file, other: entry('x', {}) }, { dryRun: true });
    expect(report).toMatchObject({ total: 2, imported: 1, skipped: [{ line: 2 }] });
    expect(report.skipped[0]?.reason).toMatch(reason);
  });

  test('a name of one character is none of these', async () => {
    expect(await take(await servicesOf(undefined), { a: entry('x') }, { dryRun: true })).toMatchObject({
      imported: 1,
    });
  });
});

test('ten thousand entries take time in proportion, and leave the event loop free', async () => {
  const services = await servicesOf(undefined);
  const timeOf = async (number: number) => {
    const start = performance.now();
    expect(await take(services, manyEntries(number), { dryRun: true })).toMatchObject({ imported: number });
    return performance.now() - start;
  };
  await timeOf(1000);
  const small = await timeOf(1000);
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  }, 1);
  const large = await timeOf(10_000);
  clearInterval(ticking);
  expect(large / small).toBeLessThan(40);
  expect(turns).toBeGreaterThan(20);
});
