import { describe, expect, test } from 'vitest';
import { judgeCode, keyText, keyUri, newTotpKey, stepAt } from './totp.ts';

/** The key of RFC 6238, appendix B. */
const key = Buffer.from('12345678901234567890');

/** Its times in seconds, and its codes cut to six digits: RFC 4226 takes the same number modulo 10^6. */
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

const at = (seconds: number) => seconds * 1000;
const judge = (code: string, seconds: number, window = { earlierCodes: 1, laterCodes: 1 }) =>
  judgeCode(key, code, { now: at(seconds), window });

/** The code of 1111111110 seconds is of the step that begins there. */
const code = '050471';
const begins = 1_111_111_110;

describe('a TOTP code', () => {
  test.each(vectors)('at %i seconds is the one of RFC 6238', async (seconds, long) => {
    const step = Math.floor(seconds / 30);
    expect(await judge(long.slice(-6), seconds)).toEqual({ fits: true, step, secondsLate: 0 });
    expect(stepAt(at(seconds))).toBe(step);
  });

  test('V6.5.5 is accepted in its own half minute, the one before and the one after, to the millisecond', async () => {
    const step = begins / 30;
    for (const [seconds, secondsLate] of [
      [begins - 30, -30],
      [begins - 5, -30],
      [begins - 0.001, -30],
      [begins, 0],
      [begins + 29.999, 0],
      [begins + 30, 30],
      [begins + 59.999, 30],
    ] as const) {
      expect(await judge(code, seconds), String(seconds)).toEqual({ fits: true, step, secondsLate });
    }
    for (const [seconds, secondsLate] of [
      [begins - 30.001, -60],
      [begins + 60, 60],
    ] as const) {
      const refusal = { fits: false, reason: 'outside-window', secondsLate };
      expect(await judge(code, seconds), String(seconds)).toEqual(refusal);
    }
  });

  test('V6.5.5 is accepted in its own half minute alone where that is asked for', async () => {
    const strict = { earlierCodes: 0, laterCodes: 0 };
    expect(await judge(code, begins + 29.999, strict)).toMatchObject({ fits: true });
    expect(await judge(code, begins + 30, strict)).toMatchObject({ fits: false, secondsLate: 30 });
    expect(await judge(code, begins - 0.001, strict)).toMatchObject({ fits: false, secondsLate: -30 });
    const late = { earlierCodes: 1, laterCodes: 0 };
    expect(await judge(code, begins - 0.001, late)).toMatchObject({ fits: false, secondsLate: -30 });
    const early = { earlierCodes: 0, laterCodes: 1 };
    expect(await judge(code, begins + 30, early)).toMatchObject({ fits: false, secondsLate: 30 });
  });

  test('tells how wrong the clock is, up to five minutes, and beyond that is just wrong', async () => {
    expect(await judge(code, begins + 90)).toEqual({
      fits: false,
      reason: 'outside-window',
      secondsLate: 90,
    });
    expect(await judge(code, begins + 300)).toMatchObject({ secondsLate: 300 });
    expect(await judge(code, begins - 300)).toMatchObject({ secondsLate: -300 });
    expect(await judge(code, begins + 330)).toEqual({ fits: false, reason: 'wrong' });
    expect(await judge(code, begins - 301)).toEqual({ fits: false, reason: 'wrong' });
  });

  test('is read in the digits of any script, with spaces, dashes and invisible marks, and with nothing else', async () => {
    for (const typed of [
      '050 471',
      ' 050471 ',
      '0 5 0 4 7 1',
      '050\u00a0471',
      '050-471',
      '٠٥٠٤٧١',
      '０５０－４７１',
    ]) {
      expect(await judge(typed, begins), typed).toMatchObject({ fits: true });
    }
    for (const typed of ['', ' ', '50471', '0050471', '050.471', '05047l', '050471\0', '\ud800']) {
      expect(await judge(typed, begins), typed).toEqual({ fits: false, reason: 'wrong' });
    }
  });
});

describe('a TOTP key', () => {
  test('V6.5.3 is 160 random bits, another each time, written in base32', async () => {
    const keys = await Promise.all(Array.from({ length: 200 }, () => keyText(newTotpKey())));
    expect(new Set(keys).size).toBe(200);
    for (const text of keys) expect(text).toMatch(/^[A-Z2-7]{32}$/);
    expect(await keyText(key)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });

  test('is told to the app with the names of the site and of its owner', async () => {
    const uri = new URL(await keyUri(key, { issuer: 'Tea & Co: Übersee', username: 'søren' }));
    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Tea & Co Übersee:søren');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Tea & Co Übersee',
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
