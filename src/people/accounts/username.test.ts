import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { said } from '../../../test/support/in-english.ts';
import { checkUsername, type UsernameRules, usernameKey } from './username.ts';

const rules: UsernameRules = { minLength: 3, maxLength: 32, characters: 'unicode', reserved: [] };
const ascii: UsernameRules = { ...rules, characters: 'ascii' };

function codeOf(typed: string, given = rules): string {
  const checked = checkUsername(typed, given);
  return checked.ok ? 'ok' : checked.code;
}

function detailOf(typed: string, given = rules): string {
  const checked = checkUsername(typed, given);
  return checked.ok ? '' : said(checked);
}

const anything = fc.string({ unit: 'binary' });
const loose = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});
const caseful = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...['ß', 'ẞ', 'ſ', 'σ', 'ς', 'Σ', 'İ', 'ı', 'I', 'i', 'K', 'Å', '\u0345', '\u0307', '\u0301'],
    ),
    fc.constantFrom(
      ...['ﬁ', 'ŉ', 'ǰ', 'ΐ', 'ᾳ', 'ᾼ', '²', 'Ⅷ', 'ａ', 'Ａ', 'ﷺ', 'a', 'A', '.', 'ꭰ', 'Ꭰ', 'Ა', 'ა'],
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});

describe('a username', () => {
  it.each([
    'soham',
    'Soham',
    'ann',
    'a.b',
    'a_b-c',
    '123',
    'José',
    'Ольга',
    '张伟明',
    'अनिल',
    'سارة',
    '-a-',
    'x'.repeat(32),
  ])('%s may be taken, and is shown as typed', (typed) =>
    expect(checkUsername(typed, rules)).toMatchObject({ ok: true, username: typed }),
  );

  it('is shown in NFC and compared without case', () => {
    expect(checkUsername('Jose\u0301', rules)).toEqual({ ok: true, username: 'José', key: 'josé' });
  });

  it.each([
    ['', 'too-short'],
    ['ab', 'too-short'],
    ['e\u0301e\u0301', 'too-short'],
    ['x'.repeat(33), 'too-long'],
    ['x'.repeat(100_000), 'too-long'],
    [`a${'\u0315\u0300\u05b0'.repeat(100_000)}`, 'too-long'],
    ['so ham', 'characters'],
    [' soham', 'characters'],
    ['soham\n', 'characters'],
    ['so/ham', 'characters'],
    ['so@ham', 'characters'],
    ['so\u0000ham', 'characters'],
    ['<b>x', 'characters'],
    ['😀😀😀', 'characters'],
    ['...', 'characters'],
    ['-_-', 'characters'],
    ['\u0301abc', 'characters'],
    ['abc\ud800', 'characters'],
    ['\udc00abc', 'characters'],
    ['10½', 'characters'],
    ['ﷺﷺﷺ', 'characters'],
    ['Admin', 'reserved'],
    ['ＡＤＭＩＮ', 'reserved'],
    ['root', 'reserved'],
    ['LatchKey', 'reserved'],
    ['__proto__', 'reserved'],
  ])('%j is refused as %s', (typed, code) => {
    expect(codeOf(typed)).toBe(code);
  });

  it.each([
    '\u200b',
    '\u200d',
    '\u2060',
    '\u00ad',
    '\ufe0f',
    '\u3164',
    '\u115f',
    '\u1160',
    '\uffa0',
    '\u034f',
    '\u{e0041}',
    '\u180e',
  ])('with the invisible %j in it is refused, for it would look like another', (invisible) => {
    expect(codeOf(`so${invisible}ham`)).toBe('characters');
    expect(codeOf(`soham${invisible}`)).toBe('characters');
  });

  it('counts code points, not UTF-16 units or bytes', () => {
    expect(codeOf('𝒳'.repeat(2))).toBe('too-short');
    expect(codeOf('𐐀'.repeat(32))).toBe('ok');
    expect(codeOf('𐐀'.repeat(33))).toBe('too-long');
    expect(codeOf('e\u0301'.repeat(32))).toBe('ok');
  });

  it('of one character may be taken where the rules allow it', () => {
    const short = { ...rules, minLength: 1 };
    expect(codeOf('x', short)).toBe('ok');
    expect(codeOf('', short)).toBe('too-short');
    expect(codeOf('.', short)).toBe('characters');
  });

  it('keeps to ASCII where the rules say so, in its key too', () => {
    expect(codeOf('Soham_1', ascii)).toBe('ok');
    expect(codeOf('José', ascii)).toBe('characters');
    expect(codeOf('Ｓoham', ascii)).toBe('characters');
    expect(codeOf('ſoham', ascii)).toBe('characters');
  });

  it("refuses the site's own reserved words besides the built-in ones", () => {
    const given = { ...rules, reserved: ['Straße', 'ceo'] };
    expect(['STRASSE', 'straße', 'CEO', 'admin', 'cto'].map((typed) => codeOf(typed, given))).toEqual([
      ...['reserved', 'reserved', 'reserved', 'reserved'],
      'ok',
    ]);
  });

  it('says in the refusal what is wrong', () => {
    expect(detailOf('')).toBe('Enter a username.');
    expect(detailOf('ab')).toBe('A username needs at least 3 characters.');
    expect(detailOf('x'.repeat(33))).toBe('A username can have at most 32 characters.');
    expect(detailOf('so ham')).toBe(
      'A username can have letters, numbers, ".", "_" and "-", but not a space.',
    );
    expect(detailOf('so/ham')).toContain('not "/".');
    expect(detailOf('so\u200bham')).toContain('not the character U+200B.');
    expect(detailOf('José', ascii)).toContain('A to Z');
  });

  it('that is accepted is accepted again, with the same form and key', () => {
    fc.assert(
      fc.property(fc.oneof(anything, loose, caseful), (typed) => {
        const checked = checkUsername(typed, { ...rules, minLength: 1 });
        if (checked.ok) {
          expect(checkUsername(checked.username, { ...rules, minLength: 1 })).toEqual(checked);
          expect(checked.key).toBe(usernameKey(typed));
          expect(checked.key).not.toMatch(/[^\p{L}\p{M}\p{N}._-]|\p{DI}/u);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the key of a username', () => {
  it.each([
    ['SOHAM', 'soham'],
    ['ｓｏｈａｍ', 'soham'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['ﬁsh', 'FISH'],
    ['Ⅷ', 'viii'],
    ['Å', 'A\u030a'],
    ['K2', 'k2'],
    ['a²', 'A2'],
  ])('is one for %s and %s', (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  it('tells names apart that are different', () => {
    expect(new Set(['ann', 'anne', 'ann.', 'änn', 'анн'].map(usernameKey)).size).toBe(5);
  });

  it('is its own key, and one for every case and every normalisation, for every character of Unicode', () => {
    const differing: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const char = String.fromCodePoint(code);
      if (/\p{Cn}|\p{Co}|\p{Unified_Ideograph}/u.test(char)) continue;
      const key = usernameKey(char);
      if (![key, ...variants(char)].every((variant) => usernameKey(variant) === key)) differing.push(char);
    }
    expect(differing).toEqual([]);
  });

  it('is its own key, and one for every case and every normalisation, for any string', () => {
    fc.assert(
      fc.property(fc.oneof(anything, loose, caseful), (typed) => {
        const key = usernameKey(typed);
        expect(usernameKey(key)).toBe(key);
        for (const variant of variants(typed)) expect(usernameKey(variant)).toBe(key);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes any string at once, however long', () => {
    const marks = 'a\u0315\u0300\u05b0'.repeat(1_000_000);
    expect(usernameKey(marks)).toBe(marks);
    expect(usernameKey('\ud800')).toBe('\ud800');
    expect(usernameKey(usernameKey('ﷺ'.repeat(1024)))).toBe(usernameKey('ﷺ'.repeat(1024)));
  });
});

/**
 * Every spelling that is canonically or compatibly the same, and these in capitals and small letters. Case is
 * changed in a decomposed form only: the capital of an iota below (U+0345) stands beside, and takes with it the
 * marks that follow, unless it comes last (The Unicode Standard 3.13, D145).
 */
function variants(text: string): string[] {
  const spelled = ['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => text.normalize(form));
  const cased = ['NFD', 'NFKD'].map((form) => text.normalize(form));
  return [...spelled, ...cased.flatMap((form) => [form.toUpperCase(), form.toLowerCase()])];
}
