/**
 * Writes the list of words that secrets are measured by, from the development dependencies that hold it. Run it after
 * one of them was updated: `node scripts/secret-words.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Rarer ones add bits to a phrase that it takes no dictionary to find. */
const most = 12_000;

const [english, passphrases] = ['@zxcvbn-ts/language-en', '@zxcvbn-ts/language-common'].map((source) => {
  const entry = createRequire(import.meta.url).resolve(source);
  const home = entry.slice(0, entry.lastIndexOf(source) + source.length);
  return { source, read: (path: string) => readFile(join(home, path), 'utf8') };
}) as [Source, Source];

interface Source {
  source: string;
  read(path: string): Promise<string>;
}

async function wordsOf({ read }: Source, path: string, limit: number): Promise<string[]> {
  const words = JSON.parse(await read(path)) as string[];
  return words.filter((word) => /^[a-z]{2,}$/.test(word)).slice(0, limit);
}

const { version } = JSON.parse(await english.read('package.json')) as { version: string };
const words = [
  ...new Set([
    ...(await wordsOf(english, 'src/commonWords.json', most)),
    ...(await wordsOf(passphrases, 'src/diceware.json', most)),
  ]),
];
const licence = (await english.read('LICENSE.txt')).trim();

const header = [
  `English words, the most common first: ${words.length} entries, each a line, in lower case.`,
  `From ${english.source} ${version} and ${passphrases.source}, under this licence:`,
  '',
  ...licence.split('\n'),
];
const target = new URL('../src/kit/secret-words.txt', import.meta.url);
await writeFile(target, [...header.map((line) => `# ${line}`.trimEnd()), ...words, ''].join('\n'));
console.log(`${words.length} words from ${english.source} ${version} and ${passphrases.source}`);
