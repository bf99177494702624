import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { said } from '../../../test/support/in-english.ts';
import { leastTime } from '../../../test/support/least-time.ts';
import { loadCommonPasswords } from './common-passwords.ts';
import { checkPassword, normalizePassword } from './policy.ts';

const rules = { minLength: 15, maxLength: 256 };
const context = { username: 'soham', siteName: 'Latchkey', host: 'login.example.com:8443' };
let common: ReadonlySet<string>;

beforeAll(async () => {
  common = await loadCommonPasswords();
});

function codeOf(password: string, given: Partial<typeof context & typeof rules> = {}): string {
  const checked = checkPassword(password, { ...context, ...given }, { ...rules, ...given }, common);
  return checked.ok ? 'ok' : checked.code;
}

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
const printable = fc.constantFrom(...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)));
const random = (unit: fc.Arbitrary<string>, minLength: number, maxLength = minLength) =>
  fc.noBias(fc.array(unit, { minLength, maxLength }).map((units) => units.join('')));

describe('a good password', () => {
  it.each([
    'correct horse battery staple',
    'Tr0ub4dor&3 is not it',
    'wir essen gern Birnen',
    'мой дядя самых честных правил',
    '床前明月光疑是地上霜舉頭望明月',
    '😀🚀🌍🎸🐙🦊🍕🎯🧩🪐🛶🎻🦉🍄🧊',
    'nul\u0000in the middle of it',
    'sunshine butterfly',
    '583920184756291',
    '   spaces around are kept   ',
    'the login of example dot com',
    'sohamwrotethisonelastnight',
  ])('%j passes', (password) => expect(codeOf(password)).toBe('ok'));

  it('V6.2.5 is any random one of 15 characters or more, with no rule of composition', () => {
    const kinds = [printable, letter, fc.constantFrom(...'0123456789')].map((unit) => random(unit, 15, 64));
    fc.assert(
      fc.property(fc.oneof(...kinds), (password) => {
        expect(codeOf(password)).toBe('ok');
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('is any four words drawn from a list, however they are joined', () => {
    const word = fc.constantFrom(...(dictionary['diceware-common'] as string[]));
    const four = fc.noBias(fc.uniqueArray(word, { minLength: 4, maxLength: 4 }));
    fc.assert(
      fc.property(four, fc.constantFrom(' ', '-', '.', ''), (words, between) => {
        const password = words.join(between);
        fc.pre(password.length >= 15);
        expect(codeOf(password)).toBe('ok');
      }),
      { numRuns: 3000, seed: 2 },
    );
  });

  it('may hold a common password or a name: the whole is compared, never a part', () => {
    const part = fc.constantFrom(
      'password',
      'qwerty',
      'letmein',
      'soham',
      'latchkey',
      'abcdef',
      '123456',
      'aaaaaa',
    );
    fc.assert(
      fc.property(part, random(letter, 12), fc.nat({ max: 12 }), (known, other, at) => {
        expect(codeOf(other.slice(0, at) + known + other.slice(at))).toBe('ok');
        const middle = Math.floor(known.length / 2);
        expect(codeOf(known.slice(0, middle) + other + known.slice(middle))).toBe('ok');
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it('may be a long part said twice, when the part alone would do', () => {
    const part = 'violet kettle 7 oars';
    expect(codeOf(part + part)).toBe('ok');
    expect(codeOf('violet kettle violet kettle')).toBe('repeated');
  });
});

describe('the length of a password', () => {
  it('V6.2.1 is counted in code points of NFC', () => {
    expect(codeOf('violet kettle.')).toBe('too-short');
    expect(codeOf('violet kettle..')).toBe('ok');
    expect(codeOf('e\u0301tudes kettle.')).toBe('too-short');
    expect(codeOf('😀violet kettle')).toBe('too-short');
    expect(codeOf('😀 violet kettle')).toBe('ok');
  });

  it('V6.2.9 may be 256, and is never cut', () => {
    const long = Array.from(
      { length: 64 },
      (_, at) => String.fromCharCode(97 + ((at * at * 7) % 26)) + at,
    ).join('');
    expect(codeOf(long.repeat(2).slice(0, 256))).toBe('ok');
    expect(codeOf(`${long.repeat(2)}`.padEnd(257, 'xy'))).toBe('too-long');
    expect(codeOf('é'.normalize('NFD').repeat(257))).toBe('too-long');
    expect(codeOf(`a${'\u0315\u0300\u05b0'.repeat(1_000_000)}`)).toBe('too-long');
  });

  it('follows the configuration', () => {
    expect(codeOf('k7 vjolt', { minLength: 8 })).toBe('ok');
    expect(codeOf('password', { minLength: 8 })).toBe('common');
    expect(codeOf('violet kettle and oars', { maxLength: 20 })).toBe('too-long');
  });

  it('is told with what is missing', () => {
    const checked = checkPassword('violet', context, rules, common);
    expect({ ...checked, detail: checked.ok || said(checked) }).toEqual({
      ok: false,
      code: 'too-short',
      detail: 'Use at least 15 characters; this password has 6. Try four or five unrelated words.',
    });
  });
});

describe('a password is refused', () => {
  it.each([
    ['violet kettle \ud83d oars', 'malformed'],
    ['\udc00violet kettle oars', 'malformed'],
    ['passwordpassword', 'common'],
    ['PasswordStandard', 'common'],
    ['1qazxsw23edcvfr4', 'common'],
    ['login.example.com', 'is-site-name'],
    ['LOGIN.EXAMPLE.COM', 'is-site-name'],
    ['aaaaaaaaaaaaaaa', 'repeated'],
    ['abcabcabcabcabc', 'repeated'],
    ['abcabcabcabcabca', 'repeated'],
    ['soham-soham-soham', 'repeated'],
    ['Violet violet VIOLET', 'repeated'],
    ['violet1violet1violet1', 'repeated'],
    ['violet violet 2024', 'repeated'],
    ['😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀', 'repeated'],
    ['abcdefghijklmnop', 'run'],
    ['ponmlkjihgfedcba', 'run'],
    ['123456789012345', 'run'],
    ['543210987654321', 'run'],
    ['qwertyuiopasdfgh', 'run'],
    ['hgfdsapoiuytrewq', 'run'],
    ['QwertyuiopAsdfgh', 'run'],
    ['йцукенгшщзхъфыва', 'run'],
    ['a-b-c-d-e-f-g-h-i', 'run'],
    ['aabbccddeeffgghh', 'run'],
    ['abcdefgh12345678', 'run'],
    ['aaaaaaaaaaaaaab', 'run'],
    ['!@#$%^&*()!@#$%^', 'run'],
    ['password1234567', 'variation'],
    ['Password2024!!!', 'variation'],
    ['P@$$w0rd!!!!!!!', 'variation'],
    ['p4ssw0rd2024...', 'variation'],
    ['pässwörd-2024-!', 'variation'],
    ['ｐａｓｓｗｏｒｄ１２３４５６７', 'variation'],
    ['drowssap2024!!!', 'variation'],
    ['p-a-s-s-w-o-r-d', 'variation'],
    ['2024 password 2024', 'variation'],
    ['monkeyabcdefghij', 'variation'],
    ['$up3rm@n2024!!!', 'variation'],
    ['Soham1234567890', 'variation'],
    ['latchkey2024!!!', 'variation'],
    ['L@tchk3y-202410', 'variation'],
    ['yekhctal2024!!!', 'variation'],
    ['soham@example.com', 'variation'],
    ['latchkey-soham!', 'variation'],
    ['sohampassword12', 'variation'],
  ])('%j as %s', (password, code) => {
    expect(codeOf(password)).toBe(code);
  });

  it('V6.2.11 when it is the name of the account, however it is written', () => {
    const username = 'Captain.Nemo-1870';
    expect(codeOf(username, { username })).toBe('is-username');
    expect(codeOf('CAPTAIN.NEMO-1870', { username })).toBe('is-username');
    expect(codeOf('captain nemo 1870', { username })).toBe('variation');
    expect(codeOf('0781-omeN.niatpaC', { username })).toBe('variation');
    expect(codeOf('Captain.Nemo-1870!!', { username })).toBe('variation');
    expect(codeOf('twenty thousand leagues', { username })).toBe('ok');
  });

  it('when it is the name of the site', () => {
    expect(codeOf('the quiet harbour', { siteName: 'The Quiet Harbour' })).toBe('is-site-name');
    expect(codeOf('TheQuietHarbour7', { siteName: 'The Quiet Harbour' })).toBe('variation');
  });

  it('V6.2.4 V6.2.12 when it is any of the 49,233 listed ones, repeated or lengthened', () => {
    let refusals = 0;
    const accepted: string[] = [];
    for (const entry of common) {
      const repeated = entry.repeat(Math.ceil(15 / entry.length));
      const counted = `${entry}123456789012345`.slice(0, Math.max(15, entry.length + 1));
      const signed = entry.padEnd(15, '!');
      for (const password of [repeated, counted, signed]) {
        if (codeOf(password) === 'ok') accepted.push(password);
        else refusals += 1;
      }
    }
    expect(accepted).toEqual([]);
    expect(refusals).toBe(3 * 49_233);
  });

  it('with a sentence that never repeats it', () => {
    for (const password of ['passwordpassword', 'soham-soham-soham', 'monkeyabcdefghij', 'L@tchk3y-202410']) {
      const checked = checkPassword(password, context, rules, common);
      expect(checked.ok || said(checked)).toMatch(/^(This|The) .+\. Try four or five unrelated words\.$/);
      expect(checked.ok || said(checked)).not.toContain(password);
    }
  });
});

describe('any password at all', () => {
  it('is answered, and soon', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), fc.string({ unit }), (password, name) => {
        const given = { username: name, siteName: name, host: name, minLength: 1 };
        expect(codeOf(password, given)).toMatch(/^[a-z-]+$/);
      }),
    );
    for (const piece of ['1', '!', 'a1', 'a!', '12ab', 'xyzzy.'])
      expect(leastTime(() => codeOf(`${piece.repeat(256).slice(0, 255)}q`))).toBeLessThan(80);
  });

  it.each([
    ['\ufdfa'.repeat(256), 'repeated'],
    [`soham${'\ufdfa'.repeat(251)}`, 'run'],
    [`monkey${'\ufdfa'.repeat(250)}`, 'run'],
    [`${'1a2b3c4d'.repeat(31)}!!!!x`, 'ok'],
    [String.fromCodePoint(...Array.from({ length: 256 }, (_, at) => 0xac00 + 29 * at)), 'ok'],
  ])('takes next to no time: %#', (password, code) => {
    expect(leastTime(() => expect(codeOf(password)).toBe(code))).toBeLessThan(20);
  });

  it('is hashed in NFC and otherwise as typed', () => {
    expect(normalizePassword(' e\u0301\u0000ＡＢＣ ')).toBe(' é\u0000ＡＢＣ ');
  });
});
