import { describe, expect, test } from 'vitest';
import { readCookie, readCookies } from './cookies.ts';

const good = (value: string) => value === 'good';

describe('V3.3.1 a cookie is read by exactly its name', () => {
  test.each([
    ['name=good', 'good'],
    ['other=1; name=good; more=2', 'good'],
    ['other=1;\t name \t= good \t;more=2', 'good'],
    ['other=name=bad; name=good', 'good'],
    ['name', undefined],
    ['names=bad; xname=bad', undefined],
    ['Name=bad', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j: %j', (header, value) => {
    expect(readCookie(header, 'name')).toBe(value);
  });

  test.each(['\u00a0', '\u0085', '\v', '\f', '\ufeff', '\u2003'])(
    'a space that is none, %j, makes another name of it and stays in a value',
    (blank) => {
      for (const name of [`${blank}__Host-name`, `__Host-name${blank}`]) {
        expect(readCookie(`${name}=bad; __Host-name=good`, '__Host-name')).toBe('good');
        expect(readCookie(`${name}=bad`, '__Host-name')).toBeUndefined();
      }
      expect(readCookie(`name=${blank}good`, 'name')).toBe(`${blank}good`);
    },
  );
});

describe('of several cookies of one name', () => {
  test('the first counts, unless it cannot be the one that is meant', () => {
    expect(readCookie('name=bad; name=good', 'name')).toBe('bad');
    expect(readCookie('name=bad; name=; name=good', 'name', good)).toBe('good');
    expect(readCookie('name=bad; name=worse', 'name', good)).toBeUndefined();
  });

  test('as many as are asked for are read, of those that may be meant', () => {
    const header = 'name=good; other=good; name=bad; name=good; name=good';
    expect(readCookies(header, 'name', 2)).toEqual(['good', 'bad']);
    expect(readCookies(header, 'name', 2, good)).toEqual(['good', 'good']);
    expect(readCookies(header, 'name', 9, good)).toHaveLength(3);
    expect(readCookies(undefined, 'name', 2)).toEqual([]);
  });
});
