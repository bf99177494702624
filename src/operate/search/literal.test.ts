import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../../../test/support/create-database.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { servicesOf } from '../../../test/support/services.ts';
import { type Database, inTransaction, migrate, openDatabase } from '../../kit/db/index.ts';
import { newId } from '../../kit/ids.ts';
import { foldText } from '../../kit/searchable.ts';
import { migrations } from '../../migrations/index.ts';
import { admitForOperator, insertAccount, usernameKey } from '../../people/accounts/index.ts';
import { takeSample } from '../../people/search/index.ts';
import { findPeople, type Position, type Sort, sorts } from './index.ts';

/** Names with whatever a query language, a pattern or a folding may stumble over. */
const names = [
  ...['ada', 'ADA2', 'adalbert', 'Bob', 'x%y', 'x_y', 'x\\y', '%', '_', '\\', 'a"b"c', "o'hara", '*ada*'],
  ...[
    'NEAR(ada)',
    'ada AND bob',
    'ada OR bob',
    'NOT ada',
    '^ada',
    'ada-lovelace',
    '{ada}',
    'a:b',
    '(ada',
    '+ada',
  ],
  ...[
    'İstanbul',
    'ıstanbul',
    'ISTANBUL',
    'straße',
    'STRASSE',
    'ẞ',
    'ﬁnn',
    'Ⅷ',
    'e\u0301lan',
    'élan',
    'a\u0323\u0307',
  ],
  ...[
    '日本語',
    '日本',
    '本語日',
    '한국어',
    '각',
    '😀😀😀',
    '👩‍👩‍👧',
    'na😀me',
    'Ωμέγα',
    'ΟΔΥΣΣΕΥΣ',
    'مرحبا',
    'नमस्ते',
  ],
  ...[
    'trailing ',
    ' leading',
    'two  spaces',
    'tab\tname',
    'z'.repeat(200),
    `${'q'.repeat(30)}end`,
    'ab',
    'b',
    'zz top',
  ],
] as const;

const fields = ['/note'];

/** Some more with both letters, so that pages and orders have something to do. */
const people = [...names, ...Array.from({ length: 40 }, (_, at) => `person${at * 7919}.ada${at}`)].map(
  (username, at) => ({ username, note: at % 3 === 0 ? `note\0${at} ${names[at % names.length]}` : '' }),
);

type Person = (typeof people)[number];

async function fill(database: Database): Promise<Map<string, Person>> {
  const ids = new Map<string, Person>();
  for (const [at, person] of people.entries()) {
    const id = newId();
    const row = {
      id,
      username: person.username,
      username_key: `${usernameKey(person.username)}\u00b7${at}`,
      data: JSON.stringify({ note: person.note, secret: 'hidden' }),
      created_at: 1000 + Math.floor(at / 3),
      updated_at: 1,
      last_login_at: at % 4 === 0 ? null : 5000 + (at % 5),
    };
    await inTransaction(database.db, (tx) => insertAccount(tx, row, admitForOperator('create'), fields));
    ids.set(id, person);
  }
  await takeSample(database.db, 0);
  return ids;
}

/** What the search must find: a look at every person, line by line. NUL is a character that is sought, and parts no words. */
function naive(search: string): string[] {
  const terms = search
    .replaceAll('\0', '\ufffd')
    .split(/[\s\p{Cc}]+/u)
    .flatMap((word) => foldText(word).split(' '))
    .filter(Boolean);
  const fits = ({ username, note }: Person) => {
    const lines = [foldText(username), foldText(note)];
    return terms.every((term) => lines.some((line) => line.includes(term)));
  };
  return people.filter(fits).map(({ username }) => username);
}

/** All pages of a list. */
async function allOf(database: Database, search: string, sort: Sort, limit: number): Promise<string[]> {
  const services = await servicesOf(database);
  const ids: string[] = [];
  for (let after: Position | undefined; ; ) {
    const page = await findPeople(services, { search, sort, limit, after });
    ids.push(...page.ids);
    expect(page.total, search).toEqual({ value: expect.any(Number), kind: 'exact' });
    if (!page.next) {
      expect(page.total.value, `${search} by ${sort}`).toBe(ids.length);
      return ids;
    }
    after = page.next;
  }
}

const isOperator = (text: string) =>
  text.split(/[\s\p{Cc}]+/u).some((word) => /^(?:[a-z][a-z-]*:(?!\/\/|:)|mailto:)/iu.test(word));

const piece = fc
  .constantFrom(...people.flatMap(({ username, note }) => [username, note]))
  .chain((text) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .map(([one, other]) => text.slice(Math.min(one, other), Math.max(one, other))),
  );
const nasty = fc.string({
  unit: fc.constantFrom(
    '%',
    '_',
    '\\',
    '"',
    "'",
    '*',
    '^',
    '\0',
    '\ud800',
    '\udc00',
    '\u0301',
    'İ',
    'ß',
    'a',
    'd',
    ' ',
    '\n',
    '語',
    '😀',
    '(',
    ')',
    '-',
    '+',
    ';',
  ),
  maxLength: 6,
});
const searches = fc
  .array(fc.oneof({ weight: 3, arbitrary: piece }, nasty), { minLength: 1, maxLength: 3 })
  .chain((parts) => fc.constantFrom(parts.join(''), parts.join(' ')))
  .filter((text) => !isOperator(text));

eachDatabase('a search', (make) => {
  let database: Database;
  let ids: Map<string, Person>;
  beforeAll(async () => {
    database = await make();
    ids = await fill(database);
  });
  const usernames = async (search: string, sort: Sort = 'newest', limit = 7) =>
    (await allOf(database, search, sort, limit)).map((id) => ids.get(id)?.username ?? '');

  test('finds whoever has all of its words, each character standing for itself, and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(searches, fc.constantFrom(...sorts), async (search, sort) => {
        const found = await usernames(search, sort);
        expect(found.toSorted()).toEqual(naive(search).toSorted());
      }),
      { numRuns: 150 },
    );
  });

  test.each(names.filter((name) => !isOperator(name)))('finds %j by its own name', async (name) => {
    expect(await usernames(name)).toContain(name);
  });

  test.each(['\u200d', 'ada\u200d', '\0'])(
    'finds nobody else by %j, which the keys of names leave out',
    async (text) => {
      expect((await usernames(text)).toSorted()).toEqual(naive(text).toSorted());
    },
  );

  test('finds nothing else of the data than the fields that are searched', async () => {
    expect(await usernames('note')).toHaveLength(people.filter(({ note }) => note !== '').length);
    expect(await usernames('hidden')).toEqual([]);
  });

  test('of 100 kB, or of as many words, finds nobody and takes no time', async () => {
    const begin = performance.now();
    for (const search of [
      'a'.repeat(100_000),
      'ada '.repeat(25_000),
      '\u0301'.repeat(100_000),
      '%'.repeat(1000),
    ]) {
      expect(await usernames(search)).toEqual([]);
    }
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test('lists everybody once in every order, whatever the size of a page', async () => {
    for (const sort of sorts) {
      const whole = await allOf(database, '', sort, 200);
      expect(new Set(whole).size, sort).toBe(people.length);
      for (const limit of [1, 13]) expect(await allOf(database, '', sort, limit), sort).toEqual(whole);
    }
    expect(await allOf(database, '', 'oldest', 50)).toEqual(
      (await allOf(database, '', 'newest', 50)).toReversed(),
    );
  });
});

/** How PostgreSQL sorts and folds by itself must not matter. */
const locales = {
  C: "locale 'C'",
  unicode: "locale_provider icu icu_locale 'en-US' locale 'C'",
  turkish: "locale_provider icu icu_locale 'tr-TR' locale 'C'",
};

test('is answered alike under every locale of PostgreSQL, in the same order', {
  timeout: 60_000,
}, async () => {
  const answers: unknown[] = [];
  for (const locale of Object.values(locales)) {
    const { url, remove } = await createDatabase(
      inject('postgresUrl'),
      `encoding 'UTF8' ${locale} template template0`,
    );
    cleanUps.push(remove);
    const database = openDatabase({ url, poolSize: 2 });
    await migrate(database, migrations, 0);
    const ids = await fill(database);
    const found: unknown[] = [];
    for (const sort of ['newest', 'username'] as const) {
      for (const search of ['', 'ada', 'ISTANBUL', 'STRASSE', '日', 'x_', 'person1']) {
        found.push((await allOf(database, search, sort, 9)).map((id) => ids.get(id)?.username));
      }
    }
    answers.push(found);
    const { rows } =
      await sql`select datlocprovider from pg_database where datname = current_database()`.execute(
        database.db,
      );
    expect(rows).toHaveLength(1);
    await database.close();
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

const cleanUps: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const remove of cleanUps) await remove();
});
