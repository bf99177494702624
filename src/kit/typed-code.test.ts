import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTypedCode } from './typed-code.ts';

const digits = '1234567890';

/** The digits of every script that this program can write numbers in. */
const scripts = Intl.supportedValuesOf('numberingSystem').flatMap((numberingSystem) => {
  const zeroToNine = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false });
  const written = [...digits].map((digit) => zeroToNine.format(Number(digit))).join('');
  return /^\p{Nd}{10}$/u.test(written) ? [[numberingSystem, written] as const] : [];
});

describe('a code as it is typed', () => {
  test.each(scripts)('in the digits of %s is read as digits', (_, written) => {
    expect(readTypedCode(written)).toBe(digits);
  });

  test('in every digit that Unicode has, whose scripts have ten each', () => {
    let run = '';
    for (let code = 0; code <= 0x10ffff; code++) {
      const char = code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code);
      if (/^\p{Nd}$/u.test(char)) run += char;
      else if (run !== '') {
        expect(readTypedCode(run)).toBe('0123456789'.repeat([...run].length / 10));
        run = '';
      }
    }
  });

  test.each([
    ['a hyphen', '123-456'],
    ['spaces', ' 123 456 '],
    ['a tab and a line break', '123\t456\r\n'],
    ['a no-break space', '123\u00a0456'],
    ['a narrow no-break space', '123\u202f456'],
    ['an ideographic space', '123\u3000456'],
    ['an en dash', '123–456'],
    ['an em dash', '123—456'],
    ['a minus sign', '123−456'],
    ['a wide hyphen', '１２３－４５６'],
    ['the dash of a Japanese keyboard', '１２３ー４５６'],
    ['a non-breaking hyphen', '123\u2011456'],
    ['marks of direction', '\u200f123456\u200e\u202c\u2069'],
    ['zero-width characters', '1\u200b2\u200c3\u200d4\u20605\ufeff6'],
    ['a soft hyphen', '123\u00ad456'],
    ['a variation selector', '1\ufe0f23456'],
    ['keycaps', '1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3'],
    ['a Hangul filler', '123\u3164456'],
    ['Arabic digits', '١٢٣٤٥٦'],
    ['Persian digits and a mark', '\u200f۱۲۳ ۴۵۶'],
    ['Devanagari digits', '१२३-४५६'],
    ['bold digits', '𝟏𝟐𝟑𝟒𝟓𝟔'],
    ['circled digits', '①②③④⑤⑥'],
    ['digits of two scripts', '12३४٥٦'],
  ])('with %s is 123456', (_, typed) => {
    expect(readTypedCode(typed)).toBe('123456');
  });

  test.each(['12345a', '123.456', '123,456', '12345\0', '12345\ud800', '一二三四五六', '12345l'])(
    'is none as %j',
    (typed) => {
      expect(readTypedCode(typed)).not.toMatch(/^\d+$/);
    },
  );

  test('keeps every plain letter and digit, whatever is typed around them', () => {
    const plain = fc.stringMatching(/^[0-9A-Za-z]{0,40}$/);
    fc.assert(
      fc.property(plain, (text) => {
        expect(readTypedCode(text)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readTypedCode(text)).not.toMatch(/[\s\p{Cf}\p{Pd}]|(?![0-9])\p{Nd}/u);
      }),
    );
  });
});
