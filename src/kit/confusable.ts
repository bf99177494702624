import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from './once.ts';
import { makeScripts } from './scripts.ts';

/**
 * What a text looks like (UTS #39 section 4, `skeleton`): two texts with one skeleton can't be told apart by eye. For
 * letters that look like others as capitals alone, `shown` (as it is written) is read besides `key` (its folded form),
 * in small letters again. Answers fingerprints, since a database need not be able to hold every character.
 */
export function lookalikesOf({ shown, key }: { shown: string; key: string }): string[] {
  const skeletons = [skeletonOf(key), skeletonOf(skeletonOf(shown).toLowerCase())];
  return [...new Set(skeletons)].map((text) => hash('sha256', text, 'base64url').slice(0, 22));
}

/** Idempotent only up to the folding that its callers do. */
export function skeletonOf(text: string): string {
  const characters = [...text.normalize('NFKC').normalize('NFD')];
  return characters
    .map((one) => prototypes().get(one) ?? one)
    .join('')
    .normalize('NFD');
}

/**
 * Whether a text mixes scripts as no language does: UTS #39 section 5.2, "Highly Restrictive". One script is fine, and
 * so is Latin beside Chinese, Japanese or Korean writing.
 */
export function mixesScripts(text: string): boolean {
  const sets = scriptSetsOf(text);
  if (isSome(intersectionOf(sets))) return false;
  const others = intersectionOf(sets.filter((set) => !set.has('Latin')));
  return !eastAsian.some((system) => others?.has(system));
}

/** Whether two texts can be of one script. Where they can't, and look alike, one imitates the other. */
export function shareScript(one: string, other: string): boolean {
  return isSome(intersectionOf([...scriptSetsOf(one), ...scriptSetsOf(other)]));
}

/** Undefined for no sets at all: then every script is possible. */
function intersectionOf(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> | undefined {
  return sets.reduce<ReadonlySet<string> | undefined>(
    (common, set) => new Set([...set].filter((script) => common?.has(script) ?? true)),
    undefined,
  );
}

const isSome = (scripts: ReadonlySet<string> | undefined): boolean =>
  scripts === undefined || scripts.size > 0;

/** Writing systems of several scripts: UTS #39 section 5.1, "augmented script sets". */
const systems: Readonly<Record<string, readonly string[]>> = {
  Han: ['Han with Bopomofo', 'Japanese', 'Korean'],
  Hiragana: ['Japanese'],
  Katakana: ['Japanese'],
  Hangul: ['Korean'],
  Bopomofo: ['Han with Bopomofo'],
};
const eastAsian = ['Han with Bopomofo', 'Japanese', 'Korean'];

/** Of each character that isn't used by all scripts, the scripts that use it. */
function scriptSetsOf(text: string): ReadonlySet<string>[] {
  const characters = new Set(text.normalize('NFKC'));
  return [...characters].flatMap((character) => {
    if (/[\p{scx=Common}\p{scx=Inherited}]/u.test(character)) return [];
    if (/[a-z]/i.test(character)) return [new Set(['Latin'])];
    const names = scripts()
      .filter(([, pattern]) => pattern.test(character))
      .map(([name]) => name);
    return [new Set(names.flatMap((name) => [name, ...(systems[name] ?? [])]))];
  });
}

/** Compiled when a name needs them, which a start or a command seldom does. */
const scripts = once(makeScripts);

const prototypes = once(() => {
  const lines = readFileSync(new URL('./confusables.txt', import.meta.url), 'utf8').split(/\r?\n/);
  const entries = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('>').map(textOf));
  return new Map(entries.map(([from = '', to = '']) => [from, to]));
});

const textOf = (codes: string): string =>
  String.fromCodePoint(...codes.split(' ').map((code) => Number.parseInt(code, 16)));
