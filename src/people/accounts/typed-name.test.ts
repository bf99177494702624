import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnseen, trimNewName, trimTyped } from './typed-name.ts';
import { usernameKey } from './username.ts';

const unseen = [
  ...[' ', '\t', '\n', '\r\n', '\u0000', '\u0085', '\u00a0', '\u00ad', '\u034f', '\u061c', '\u1680'],
  ...['\u180e', '\u2003', '\u200b', '\u200d', '\u200f', '\u2028', '\u202e', '\u2060', '\u2800', '\u3000'],
  ...['\u3164', '\ufe0f', '\ufeff', '\uffa0', '\u{e0041}'],
];

describe('a typed name', () => {
  it.each(unseen)('is the name itself when %j stands before or after it', (char) => {
    for (const typed of [`${char}ada`, `ada${char}`, `${char}${char} ada\u00a0${char}`]) {
      expect(trimTyped(typed)).toBe('ada');
      expect(usernameKey(typed)).toBe('ada');
    }
  });

  it.each(unseen)('is another one when %j stands inside it, and says so', (char) => {
    const typed = ` a${char}da `;
    expect(trimTyped(typed)).toBe(`a${char}da`);
    expect(usernameKey(typed)).not.toBe('ada');
    expect(findUnseen(typed)).toEqual({ character: char.codePointAt(0), place: 'inside' });
  });

  it('tells what was left out around it, and nothing when nothing was', () => {
    expect(findUnseen('ada\u00a0')).toEqual({ character: 0xa0, place: 'around' });
    expect(findUnseen('\u200bada ')).toEqual({ character: 0x200b, place: 'around' });
    for (const typed of ['', 'ada', 'سارة', '😀', '\ud800']) expect(findUnseen(typed)).toBeUndefined();
  });

  it.each(['\u202a', '\u202e', '\u2066'])('with %j is found again, but not registered', (char) => {
    expect(trimTyped(`${char}ada`)).toBe('ada');
    expect(trimNewName(`${char}ada`)).toBe(`${char}ada`);
    expect(trimNewName(' ada\u200b')).toBe('ada');
  });

  it('keeps every character that can be seen, in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const trimmed = trimTyped(typed);
        expect(typed).toContain(trimmed);
        expect(trimTyped(trimmed)).toBe(trimmed);
        expect(trimTyped(` \u200b${typed}\ufeff`)).toBe(trimmed);
      }),
    );
  });

  it('takes a long row of spaces at once', () => {
    const long = `a${' '.repeat(300_000)}a`;
    expect(trimTyped(long)).toBe(long);
    expect(trimTyped(' '.repeat(300_000))).toBe('');
  });
});
