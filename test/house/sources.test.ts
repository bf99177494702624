import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../scripts/check/project-files.ts';
import { findSourceFaults } from '../../scripts/check/source-rules.ts';

/** Joins a forbidden word, so that this file does not hold it. */
const word = (...parts: string[]): string => parts.join('');

test('no file of the project holds what none may', () => {
  const faults = listFiles(/^(?!vendor\/)/).flatMap((path) =>
    findSourceFaults(path, readFileSync(path, 'utf8')),
  );
  expect(faults).toEqual([]);
});

describe('found is', () => {
  test.each([
    ['unfinished work', 'src/kit/a.ts', word('// TO', 'DO: later')],
    ['a silenced compiler', 'src/kit/a.ts', word('// @ts-', 'ignore')],
    ['a lint exception without a reason', 'test/a.ts', word('// biome-', 'ignore lint/a/b:')],
    ['a test that does not run', 'src/kit/a.test.ts', word('test.sk', 'ip("a", () => {});')],
    ['a test that runs alone', 'src/kit/a.test.ts', word('describe.on', 'ly("a", () => {});')],
    ['an environment read outside the configuration', 'src/kit/a.ts', word('process.', 'env.HOME')],
    ['a lock file that names where packages come from', 'package-lock.json', word('"res', 'olved": "a"')],
    ['V1.2.4 SQL that is made of text', 'src/a.ts', word('sql.r', 'aw(typed)')],
    ['V1.2.5 a command of the system', 'src/a.ts', word("import { exec } from 'node:child_", "process';")],
    ['V1.2.9 a pattern that is made at run time', 'src/a.ts', word('new Reg', 'Exp(typed)')],
    ['V1.3.2 text that is run as code', 'scripts/a.ts', word('ev', 'al(typed)')],
    ['V1.3.2 a function that is made of text', 'src/a.ts', word('new Func', 'tion(typed)')],
    ['V1.3.2 a machine inside the machine', 'src/a.ts', word("import vm from 'node:v", "m';")],
    ['V3.2.2 text that becomes markup', 'browser/a.ts', word('box.inner', 'HTML = typed;')],
    ['V3.2.2 markup past the templates', 'src/a.tsx', word('<p dangerouslySetInner', 'HTML={typed} />')],
    ['V11.5.1 a number that can be guessed', 'src/a.ts', word('Math.ran', 'dom()')],
    ['V11.3.1 a cipher without chaining', 'src/a.ts', word('createCipher', "iv('aes-256-ecb', key, null)")],
    ['V11.3.1 RSA with its old padding', 'src/a.ts', word('publicEnc', 'rypt(key, secret)')],
    [
      'V11.3.2 a cipher that does not authenticate',
      'src/a.ts',
      word('createDecipher', "iv('aes-256-cbc', key, iv)"),
    ],
    ['V11.3.2 the same over two lines', 'src/a.ts', word("      'aes-256-", "cbc',")],
    ['V11.4.1 MD5', 'src/a.ts', word('create', "Hash('md5')")],
    ['V11.4.1 SHA-1', 'src/a.ts', word('create', "Hmac('sha1', key)")],
    ['V16.2.3 a line past the log', 'src/a.ts', word('process.std', 'err.write(line)')],
    ['a lock of an account beside act and the login', 'src/surfaces/a/b.ts', 'await holdAccount(tx, id);'],
    ['a word of our own for the field’s', 'src/login/a.ts', word('const ask', 'er = go', 'On();')],
    ['a use case that may ask for everything', 'src/login/begin/a.ts', 'services: Services,'],
    ['a query in a command', 'src/cli/a.ts', "const rows = await db.selectFrom('accounts').execute();"],
    ['a transaction in a command', 'src/cli/a.ts', 'await services.db.transaction().execute(work);'],
    ['the host of a registry', 'README.md', word('https://regis', 'try.example.com/a')],
  ])('%s', (_, path, line) => {
    expect(findSourceFaults(path, `one\n${line}\n`)).toEqual([expect.stringMatching(`^${path}:2: `)]);
  });
});

test('the configuration reads the environment, and a lint exception with its reason stands', () => {
  expect(findSourceFaults('src/config/load.ts', word('process.', 'env'))).toEqual([]);
  expect(findSourceFaults('src/a.ts', word('// biome-', 'ignore lint/a/b: the browser asks'))).toEqual([]);
});

test('V11.3.2 V11.4.1 what is approved stands', () => {
  for (const line of [
    "createCipheriv('aes-256-gcm', key, iv)",
    "createHash('sha256')",
    "hash('sha512', text)",
  ])
    expect(findSourceFaults('src/a.ts', line), line).toEqual([]);
});
