import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../kit/json.ts';
import { english } from '../../words.ts';
import { RegisteredFileError, readRegistered } from './registered-json.ts';
import { type RegisteredAccount, writeRegistered } from './write-registered.ts';

const md5 = (password: string) => createHash('md5').update(password).digest('hex');
const insecure = md5('insecure');
const phc = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g';

/** What the workshop's f-string writes. */
const workshopValue = (password: string, data: string) =>
  `{${`"password": "${md5(password)}", "data": "${data}"`}}`;

const fileOf = (values: Record<string, unknown>) => JSON.stringify(values, null, 2);

function onlyEntry(value: unknown) {
  const { entries, problems } = readRegistered(fileOf({ soham: value }));
  expect(problems).toEqual([]);
  return entries[0];
}

function onlyReason(value: unknown): string {
  const { entries, problems } = readRegistered(fileOf({ soham: value }));
  expect(entries).toEqual([]);
  expect(problems).toMatchObject([{ line: 2, name: 'soham' }]);
  return problems[0]?.reason(english) ?? '';
}

type Unread = ReturnType<typeof readRegistered>['problems'][number];

const inEnglish = (unread: Unread) => ({ ...unread, reason: unread.reason(english) });

function fileError(text: string): RegisteredFileError {
  try {
    readRegistered(text);
  } catch (error) {
    if (error instanceof RegisteredFileError) return error;
    throw error;
  }
  throw new Error('The file was read');
}

describe("the workshop's database", () => {
  it('is read as objects and as strings of JSON', () => {
    const entry = {
      ...{ line: 2, name: 'soham', password: { kind: 'md5', hex: insecure }, data: 'testing' },
      ...{ createdAt: null, lastLoginAt: null },
    };
    expect(onlyEntry({ password: insecure, data: 'testing' })).toEqual(entry);
    expect(onlyEntry({ password: insecure.toUpperCase(), data: 'testing' })).toEqual(entry);
    expect(onlyEntry(workshopValue('insecure', 'testing'))).toEqual(entry);
  });

  it('keeps data of any kind, and takes missing data as the empty string', () => {
    expect(onlyEntry({ password: insecure })?.data).toBe('');
    expect(onlyEntry({ password: insecure, data: null })?.data).toBe(null);
    expect(onlyEntry({ password: insecure, data: { a: [1, 'x'] } })?.data).toEqual({ a: [1, 'x'] });
    expect(onlyEntry(workshopValue('insecure', 'None'))?.data).toBe('None');
    expect(onlyEntry(workshopValue('insecure', ''))?.data).toBe('');
  });

  it.each([
    'say "hi"',
    'two\nlines',
    '"',
    '"}',
    '\\',
    'C:\\x',
    'tab\there',
    `", "password": "${md5('another')}`,
    `", "data": "second`,
    `", "admin": "yes`,
    '\u0000',
  ])('gives back %j, though the workshop did not escape it', (data) => {
    expect(onlyEntry(workshopValue('insecure', data))).toMatchObject({
      password: { kind: 'md5', hex: insecure },
      data,
    });
  });

  it('reads a well-formed string as JSON, as the workshop itself does at login', () => {
    expect(onlyEntry(workshopValue('insecure', 'a\\nb\\u00e9'))?.data).toBe('a\nbé');
  });

  it('gives back any data without a backslash exactly, and always the password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (data, password) => {
        const entry = onlyEntry(workshopValue(password, data));
        expect(entry?.password).toEqual({ kind: 'md5', hex: md5(password) });
        if (!data.includes('\\')) expect(entry?.data).toBe(data);
      }),
      { numRuns: 1000 },
    );
  });

  it('tells the line of each name, in a file with any line ends and a byte order mark', () => {
    const text = `\ufeff\r\n{\r\n"a": {"password": "${insecure}"},\r\n\r\n"b":\r\n{"password": "${insecure}"}}`;
    expect(readRegistered(text).entries.map(({ name, line }) => [name, line])).toEqual([
      ['a', 3],
      ['b', 5],
    ]);
  });

  it('takes prototype names as plain ones', () => {
    const text = `{"__proto__": {"password": "${insecure}"}, "constructor": {"password": "${insecure}"}}`;
    expect(readRegistered(text).entries.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
  });

  it('may hold nobody', () => {
    expect(readRegistered(' {} ')).toEqual({ entries: [], problems: [] });
  });
});

describe('what cannot be taken', () => {
  it('does not hold up the rest, and is told by its line', () => {
    const text = `{
      "a": {"password": "${insecure}"},
      "b": 7,
      "\\u0061": {"password": "${md5('another')}"},
      "c": {"password": "${insecure}"}
    }`;
    const { entries, problems } = readRegistered(text);
    expect(entries.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(problems.map(inEnglish)).toEqual([
      { line: 3, name: 'b', reason: 'The value must be a JSON object with "password" and "data".' },
      { line: 4, name: 'a', reason: 'The username is already in line 2.' },
    ]);
  });

  it.each<[unknown, string]>([
    [null, 'must be a JSON object'],
    [[], 'must be a JSON object'],
    ['insecure', 'must be a JSON object'],
    ['', 'must be a JSON object'],
    ['[]', 'must be a JSON object'],
    [`{"password": "${insecure}", "data": "`, 'must be a JSON object'],
    [`{"password": "${insecure}", "data": "}`, 'must be a JSON object'],
    [{}, '"password" is missing'],
    [{ password: null }, '"password" must be a string'],
    [{ password: 'insecure' }, 'must be an MD5'],
    [{ password: `${insecure}0` }, 'must be an MD5'],
    [{ password: '$2b$10$abc' }, 'must be an MD5'],
    [{ password: phc.replace('19456', '99999999') }, 'must be an MD5'],
    [{ password: phc.replace('t=2', 't=0') }, 'must be an MD5'],
    [{ password: phc.replace('argon2id', 'argon2i') }, 'must be an MD5'],
    [{ password: phc.replace(/\w{43}$/, 'a'.repeat(43)) }, 'must be an MD5'],
    [{ password: phc, wraps: 'sha1' }, '"wraps" must be'],
    [{ password: insecure, wraps: 'md5' }, '"wraps" can\'t be combined'],
    [{ password: insecure, pepper: '0123456789abcdef' }, '"pepper" can\'t be combined'],
    [{ password: phc, pepper: 'red' }, '"pepper" must be the name of a pepper'],
    [{ password: insecure, created: 'yesterday' }, '"created" must be a time'],
    [{ password: insecure, created: '2026-13-01T00:00:00Z' }, '"created" must be a time'],
    [{ password: insecure, created: '2026-02-30T00:00:00Z' }, '"created" must be a time'],
    [{ password: insecure, created: '1969-12-31T23:59:59Z' }, '"created" must be a time'],
    [{ password: insecure, lastLogin: 5 }, '"lastLogin" must be a time'],
    [{ password: insecure, email: 'x' }, '"email" isn\'t a known field'],
    [`{"password": "${insecure}", "data": 1e400}`, 'The number 1e400'],
    [`{"password": "${insecure}", "data": ${'['.repeat(200)}${']'.repeat(200)}}`, 'nested too deeply'],
  ])('%j is a problem', (value, reason) => {
    expect(onlyReason(value)).toContain(reason);
  });

  it('is a password or data that stands twice in one object', () => {
    const text = `{"a": {"password": "${insecure}", "password": "${md5('another')}"}}`;
    expect(readRegistered(text).problems.map(inEnglish)).toMatchObject([
      { reason: '"password" is in it twice.' },
    ]);
    const inside = `{"a": {"password": "${insecure}", "data": {"list": [{"x": 1, "\\u0078": 2}]}}}`;
    expect(readRegistered(inside).problems.map(inEnglish)).toMatchObject([{ reason: '"x" is in it twice.' }]);
  });
});

describe('a file that is no JSON object', () => {
  it.each([
    ['', 'The file is empty (line 1, column 1).'],
    [' \n', 'The file is empty (line 1, column 1).'],
    ['{"a": ', 'Invalid JSON: the file ends too early (line 1, column 7).'],
    ['{\n"a": x}', 'Invalid JSON: unexpected character (line 2, column 6).'],
    ['\n []', 'The file must be a JSON object of usernames (line 2, column 2).'],
    ['"soham"', 'The file must be a JSON object of usernames (line 1, column 1).'],
  ])('%j is told in one sentence with the place', (text, message) => {
    expect(fileError(text).message).toBe(message);
  });

  it('says line and column apart, too', () => {
    expect(fileError('{\n"a": x}')).toMatchObject({ line: 2, column: 6 });
  });

  it('may be nested without end', () => {
    expect(fileError('{"a":'.repeat(200_000)).message).toContain('the file ends too early');
  });
});

describe('an export', () => {
  const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }).map(Number);
  const account: fc.Arbitrary<RegisteredAccount> = fc.record({
    name: fc.string({ unit: 'binary' }),
    password: fc.constant(phc),
    wraps: fc.constantFrom('md5' as const, null),
    pepper: fc.constantFrom('0123456789abcdef', ''),
    data: fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as JsonValue),
    createdAt: time,
    lastLoginAt: fc.option(time),
  });

  async function textOf(accounts: RegisteredAccount[]): Promise<string> {
    let text = '';
    for await (const piece of writeRegistered(accounts)) text += piece;
    return text;
  }

  it('is a line an account', async () => {
    const shared = { password: phc, data: { a: 1 }, createdAt: 0, lastLoginAt: null };
    const text = await textOf([
      { ...shared, name: 'soham', wraps: null, pepper: '' },
      { ...shared, name: '"x"', wraps: 'md5', pepper: '0123456789abcdef', lastLoginAt: 1 },
    ]);
    expect(text).toBe(`{
  "soham": {"password":"${phc}","data":{"a":1},"created":"1970-01-01T00:00:00.000Z","lastLogin":null},
  "\\"x\\"": {"password":"${phc}","wraps":"md5","pepper":"0123456789abcdef","data":{"a":1},"created":"1970-01-01T00:00:00.000Z","lastLogin":"1970-01-01T00:00:00.001Z"}
}
`);
    expect(await textOf([])).toBe('{}\n');
  });

  it('is read back as it was written', async () => {
    const many = fc.uniqueArray(account, { selector: ({ name }) => name, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(many, async (accounts) => {
        const { entries, problems } = readRegistered(await textOf(accounts));
        expect(problems).toEqual([]);
        expect(entries).toEqual(
          accounts.map(({ password, wraps, pepper, data, ...rest }, at) => ({
            ...rest,
            line: at + 2,
            password: { kind: 'argon2id', phc: password, wraps, pepper },
            data: JSON.parse(JSON.stringify(data)),
          })),
        );
      }),
    );
  });
});
