import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { onceWhileHeld } from './once.ts';

/**
 * Below this a secret counts as easy to guess. 128 random bits in hexadecimal are never measured below it, and 100
 * bits are out of everybody's reach.
 */
export const fewestBits = 100;

/** One of the 32 signs of ASCII. */
const sign = 5;

/** What documentation puts where a secret belongs, and what people make of it. */
const placeholders = [
  ...['changeme', 'change', 'secret', 'secretkey', 'supersecret', 'password', 'passphrase', 'passwd', 'key'],
  ...['pepper', 'salt', 'token', 'example', 'placeholder', 'replace', 'insert', 'your', 'my', 'this', 'here'],
  ...['latchkey', 'random', 'string', 'default', 'development', 'production', 'staging', 'test', 'testing'],
  ...[
    'dev',
    'prod',
    'jwt',
    'session',
    'cookie',
    'admin',
    'root',
    'todo',
    'fixme',
    'foo',
    'bar',
    'baz',
    'foobar',
  ],
  ...['quick', 'brown', 'fox', 'jumps', 'lazy', 'dog', 'correct', 'horse', 'battery', 'staple'],
  ...[
    'lorem',
    'ipsum',
    'dolor',
    'sit',
    'amet',
    'insecure',
    'notsecure',
    'unsafe',
    'value',
    'dummy',
    'sample',
  ],
  ...['deadbeef', 'cafebabe', 'qwerty', 'letmein', 'please', 'minimum', 'characters', 'long', 'at', 'least'],
];

/** Neighbours, read forwards and backwards. */
const sequences = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', '0123456789abcdef', '!@#$%^&*()_+'],
  ...[
    'qwertyuiop[]',
    'asdfghjkl;',
    'zxcvbnm,./',
    'qwertyuiopasdfghjklzxcvbnm',
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  ],
  ...['1q2w3e4r5t6y7u8i9o0p', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'],
].flatMap((row) => [row, [...row].reverse().join('')]);

const standIns: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' },
};

/**
 * How many bits it takes to guess a secret, at most: by the cheapest way to write it as words, sequences of keys or
 * letters, pieces of itself, and single characters. What is another text in hexadecimal or Base64, or the digest of a
 * common word, is as easy to guess as that.
 */
export function bitsOf(secret: string): number {
  if (isDigestOfWord(secret)) return 0;
  return Math.min(...[secret, ...decodings(secret)].map(bitsOfText));
}

/** Random digits in hexadecimal are seldom spread evenly, hence the allowance. */
function bitsOfText(text: string): number {
  const [, repeated = text] = /^(.+?)\1+$/s.exec(text) ?? [];
  return Math.min(evenness(text) * 1.15, cheapest(repeated));
}

/** What the characters say when nothing but how often each occurs is known. */
function evenness(text: string): number {
  const characters = [...text];
  return characters.reduce((sum, character) => sum + rarity(characters, character), 0);
}

function rarity(characters: readonly string[], character: string): number {
  return Math.log2(characters.length / characters.filter((one) => one === character).length);
}

function cheapest(text: string): number {
  const characters = [...text];
  const lower = characters.map((character) => character.toLowerCase());
  const read = lower.map((character) => standIns[character] ?? character);
  const alphabet = Math.log2(alphabetOf(text));
  const best = [0];
  for (let end = 1; end <= characters.length; end++) {
    const character = characters[end - 1] ?? '';
    const single = /[\p{L}\p{N}]/u.test(character) ? alphabet : Math.min(sign, rarity(characters, character));
    let least = (best[end - 1] ?? 0) + single;
    const take = (length: number, bits: number) => {
      least = Math.min(least, (best[end - length] ?? 0) + bits);
    };
    for (let length = 2; length <= Math.min(longestWord, end); length++) {
      const bits = wordBits(characters, lower, read, end - length, end);
      if (bits !== undefined) take(length, bits);
    }
    const run = sequenceBefore(lower, end);
    for (let length = 3; length <= run; length++) take(length, 6 + Math.log2(length));
    const copy = copyBefore(lower, end);
    for (let length = 3; length <= copy; length++) take(length, 2 + Math.log2(end) + Math.log2(length));
    best.push(least);
  }
  return best.at(-1) ?? 0;
}

/** How many different letters and digits may stand in a text of this kind. */
function alphabetOf(text: string): number {
  const plain = text.replace(/[^\p{L}\p{N}]/gu, '');
  if (/^([0-9a-f]*|[0-9A-F]*)$/.test(plain)) return /[a-f]/i.test(plain) ? 16 : 10;
  const kinds: readonly (readonly [RegExp, number])[] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^\x20-\x7e]/, 100],
  ];
  return kinds.reduce((sum, [kind, size]) => sum + (kind.test(plain) ? size : 0), 0);
}

const longestWord = 20;

function wordBits(
  characters: readonly string[],
  lower: readonly string[],
  read: readonly string[],
  start: number,
  end: number,
): number | undefined {
  const words = loadWords();
  const plain = words.get(lower.slice(start, end).join(''));
  const disguised = plain ?? words.get(read.slice(start, end).join(''));
  if (disguised === undefined) return undefined;
  const isSmall = characters.slice(start, end).join('') === lower.slice(start, end).join('');
  return disguised + (isSmall ? 0 : 2) + (plain === undefined ? 2 : 0);
}

/** How many characters before `end` are neighbours in one direction. */
function sequenceBefore(lower: readonly string[], end: number): number {
  let longest = 1;
  for (const row of sequences) {
    for (
      let at = row.indexOf(lower[end - 1] ?? '');
      at !== -1;
      at = row.indexOf(lower[end - 1] ?? '', at + 1)
    ) {
      let length = 1;
      while (length <= at && length < end && row[at - length] === lower[end - 1 - length]) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

/** How many characters before `end` stand somewhere earlier as well; `aaaa` is a copy of itself. */
function copyBefore(lower: readonly string[], end: number): number {
  let longest = 0;
  for (let other = end - 1; other > longest; other--) {
    let length = 0;
    while (length < other && lower[other - 1 - length] === lower[end - 1 - length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** The bytes that a secret may be the hexadecimal or Base64 form of. */
function bytesOf(secret: string): Buffer[] {
  return [
    ...(/^([0-9a-f]{2})+$/i.test(secret) ? [Buffer.from(secret, 'hex')] : []),
    ...(/^[\w+/-]+={0,2}$/.test(secret) ? [Buffer.from(secret, 'base64')] : []),
  ];
}

function decodings(secret: string): string[] {
  return bytesOf(secret)
    .map((bytes) => bytes.toString('latin1'))
    .filter((text) => /^[\x20-\x7e\r\n\t]+$/.test(text));
}

/** In bytes: as much of a digest as makes a secret, which may have been shortened. */
const digestHead = 16;

const digests = onceWhileHeld(() => {
  const common = [...loadWords().keys()].slice(0, 500);
  const numbers = Array.from({ length: 10 }, (_, at) => '1234567890'.slice(0, at));
  const texts = [...common, ...numbers].flatMap((word) => [word, `${word}\n`]);
  return new Set(
    ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
      texts.map((text) => hash(algorithm, text, 'hex').slice(0, 2 * digestHead)),
    ),
  );
});

/** `openssl dgst` of a word looks random. */
function isDigestOfWord(secret: string): boolean {
  return bytesOf(secret).some(
    (bytes) => bytes.length >= digestHead && digests().has(bytes.toString('hex').slice(0, 2 * digestHead)),
  );
}

/** Words in lower case and the bits that each adds; read when a secret is measured, which is at a start. */
const loadWords = onceWhileHeld((): ReadonlyMap<string, number> => {
  const lines = readFileSync(new URL('./secret-words.txt', import.meta.url), 'utf8').split(/\r?\n/);
  const common = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const words = new Map(placeholders.map((word) => [word, 4]));
  for (const [rank, word] of common.entries()) {
    if (!words.has(word)) words.set(word, Math.max(5, Math.log2(rank + 1)));
  }
  return words;
});
