import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listFiles } from '../../../scripts/check/project-files.ts';
import { isKey, keyForm, newKey } from './key.ts';

test('V11.5.1 a key has 256 random bits, and a form that scanners find in any text', () => {
  const keys = Array.from({ length: 200 }, () => newKey());
  expect(new Set(keys.map(({ key }) => key)).size).toBe(200);
  for (const { key, ending } of keys) {
    expect(key).toMatch(/^lkp_[0-9A-Za-z]{49}$/);
    expect(isKey(key)).toBe(true);
    expect(key.endsWith(ending)).toBe(true);
    expect(keyForm.exec(`curl -H "Authorization: Bearer ${key}" https://login.example.com`)?.[0]).toBe(key);
  }
});

test('one with any character changed, left out, added or moved is none', () => {
  const letters = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  fc.assert(
    fc.property(fc.nat({ max: 48 }), letters, (at, letter) => {
      const { key } = newKey();
      const place = at + 4;
      const changed = key.slice(0, place) + letter + key.slice(place + 1);
      expect(isKey(changed)).toBe(changed === key);
      expect(isKey(key.slice(0, place) + key.slice(place + 1))).toBe(false);
      expect(isKey(key.slice(0, place) + letter + key.slice(place))).toBe(false);
    }),
  );
  for (const text of ['', 'lkp_', `lkp_${'0'.repeat(49)}`, `${newKey().key}\n`, ` ${newKey().key}`])
    expect(isKey(text), JSON.stringify(text)).toBe(false);
});

test('the documents show the form that scanners look for, and no key', () => {
  const files = listFiles(/^(docs|examples|src|test)\/.*\.(md|json|yaml|tsx?|sql)$/);
  const found = (text: string) => (text.match(new RegExp(keyForm, 'g')) ?? []).filter(isKey);
  expect(files.filter((file) => found(readFileSync(file, 'utf8')).length > 0)).toEqual([]);
  expect(found(`a text with ${newKey().key} in it`)).toHaveLength(1);
  expect(readFileSync('docs/guide/keys.md', 'utf8')).toContain(`\`${keyForm.source}\``);
});
