/**
 * Writes the list of common passwords that ships with the server, from the development dependency that holds
 * it. Run it after that dependency was updated: `node scripts/common-passwords.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const source = '@zxcvbn-ts/language-common';
const entry = createRequire(import.meta.url).resolve(source);
const home = entry.slice(0, entry.lastIndexOf(source) + source.length);
const read = (path: string) => readFile(join(home, path), 'utf8');

const { version } = JSON.parse(await read('package.json')) as { version: string };
const passwords = JSON.parse(await read('src/passwords.json')) as string[];
const licence = (await read('LICENSE.txt')).trim();

const header = [
  `Common passwords, the most common first: ${passwords.length} entries, each a line, in lower case.`,
  `From ${source} ${version}, under this licence:`,
  '',
  ...licence.split('\n'),
];
const target = new URL('../src/factors/password/common-passwords.txt', import.meta.url);
await writeFile(target, [...header.map((line) => `# ${line}`.trimEnd()), ...passwords, ''].join('\n'));
console.log(`${passwords.length} common passwords from ${source} ${version}`);
