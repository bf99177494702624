/**
 * Writes the look-alikes of the characters that usernames may have, from the tables of the Rust crate
 * `unicode-security` (confusables.txt of UTS #39) and from PropertyValueAliases.txt of the Unicode Character Database:
 * `node scripts/confusables.ts TABLES.RS PropertyValueAliases.txt`.
 */
import { readFile, writeFile } from 'node:fs/promises';

const [tables = '', aliases = ''] = await Promise.all(
  process.argv.slice(2, 4).map((path) => readFile(path, 'utf8')),
);
const version = /UNICODE_VERSION: \(u64, u64, u64\) = \((\d+), (\d+), (\d+)\)/
  .exec(tables)
  ?.slice(1)
  .join('.');
const table = /mod confusable_detection[\s\S]*?CONFUSABLES[^=]*=\s*&\[([\s\S]*?)\n {4}\];/.exec(tables)?.[1];
if (version === undefined || table === undefined)
  throw new Error('The first file must be the tables.rs of unicode-security.');

const characters = (text: string): string =>
  [...text.matchAll(/\\u\{([0-9a-f]+)\}/g)]
    .map(([, hex]) => String.fromCodePoint(Number.parseInt(hex ?? '', 16)))
    .join('');
const entries = [...table.matchAll(/\(('\\u\{[0-9a-f]+\}'),\s*&\[([^\]]*)\]\)/g)]
  .map(([, from = '', to = '']) => [characters(from), characters(to)] as const)
  // What is folded or taken apart before it is looked up, and what no username may have, is left out.
  .filter(
    ([from]) =>
      /^[\p{L}\p{M}\p{N}]$/u.test(from) && from.normalize('NFKC') === from && from.normalize('NFD') === from,
  );

const scripts = [...aliases.matchAll(/^sc ; \w+\s*; (\w+)/gm)]
  .map(([, name]) => name ?? '')
  .filter((name) => !/^(Common|Inherited|Unknown|Katakana_Or_Hiragana)$/.test(name));

const hex = (text: string) => [...text].map((one) => (one.codePointAt(0) ?? 0).toString(16)).join(' ');
const lines = [
  `# Characters of usernames and what they look like: ${entries.length} of confusables.txt, Unicode ${version}, in hexadecimal.`,
  '# Copyright 1991-2026 Unicode, Inc. Unicode License v3, https://www.unicode.org/license.txt',
  ...entries.map(([from, to]) => `${hex(from)}>${hex(to)}`),
  '',
];
await writeFile(new URL('../src/kit/confusables.txt', import.meta.url), lines.join('\n'));
const patterns = scripts.map((name) => `  [${JSON.stringify(name)}, /\\p{scx=${name}}/u],`);
await writeFile(
  new URL('../src/kit/scripts.ts', import.meta.url),
  [
    '/** The scripts of Unicode and who uses a character (Script_Extensions). Written by `scripts/confusables.ts`. */',
    'export const makeScripts = (): readonly (readonly [string, RegExp])[] => [',
    ...patterns,
    '];',
    '',
  ].join('\n'),
);
console.log(`${entries.length} look-alikes and ${scripts.length} scripts, Unicode ${version}`);
