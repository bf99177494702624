import { describe, expect, test } from 'vitest';
import { hashRecoveryCode, newRecoveryCode, readRecoveryCode } from './code.ts';

describe('a recovery code', () => {
  test('V6.5.3 V6.5.4 has 24 characters of 32, each as likely as any other, and no two are alike', () => {
    const codes = Array.from({ length: 10_000 }, newRecoveryCode);
    expect(new Set(codes).size).toBe(codes.length);
    const counts = new Map<string, number>();
    for (const code of codes) {
      expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
      for (const letter of code.replaceAll('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    const expected = 7500;
    const distance = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(distance, 'chi-square of 31 degrees; 75 is passed once in twenty thousand').toBeLessThan(75);
  });

  test('is read however people write it down', () => {
    const code = '0123-4567-89ab-cdef-ghjk-10mn';
    const read = '0123456789abcdefghjk10mn';
    for (const typed of [
      code,
      code.toUpperCase(),
      read,
      ` ${code.replaceAll('-', ' ')} `,
      'o123-4567-89ab-cdef-ghjk-10mn',
      'O1234567 89AB cdef ghjk iOmn',
      'oI23-4567-89ab-cdef-ghjk-L0mn',
      '０１２３－４５６７－８９ａｂ－ｃｄｅｆ－ｇｈｊｋ－１０ｍｎ',
      '٠١٢٣–٤٥٦٧–٨٩ab–cdef–ghjk–١٠mn',
      '\u200e0123\u20114567\u201189ab\u2011cdef\u2011ghjk\u201110mn\u200e',
    ]) {
      expect(readRecoveryCode(typed), typed).toBe(read);
    }
  });

  test('is none with a character more or less, or one that no code has', () => {
    const code = '0123456789abcdefghjk10mn';
    for (const typed of [
      '',
      '-',
      code.slice(1),
      `${code}0`,
      `u${code.slice(1)}`,
      `\0${code.slice(1)}`,
      `é${code.slice(1)}`,
    ]) {
      expect(readRecoveryCode(typed), typed).toBeUndefined();
    }
  });

  test('V6.5.2 is hashed apart from everything else that is', () => {
    expect(hashRecoveryCode('a')).toMatch(/^[\w-]{43}$/);
    expect(hashRecoveryCode('a')).not.toBe(hashRecoveryCode('b'));
  });
});
