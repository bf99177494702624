import { expect, it } from 'vitest';
import { randomText } from './random-text.ts';

it('is as long as it was asked for, in base64url', () => {
  expect(randomText(32)).toMatch(/^[\w-]{43}$/);
  expect(randomText(12)).toMatch(/^[\w-]{16}$/);
  expect(() => randomText(2000)).toThrow('At most 1024 bytes.');
});

it('gives nothing out twice, over many draws and in sizes that do not fit into one', () => {
  const bytes = Buffer.concat(
    Array.from({ length: 1000 }, (_, n) => Buffer.from(randomText(8 * (1 + (n % 13))), 'base64url')),
  );
  const pieces = Array.from({ length: bytes.length / 8 }, (_, n) => bytes.toString('hex', 8 * n, 8 * n + 8));
  expect(new Set(pieces).size).toBe(pieces.length);
  // Wiped memory, or memory that was never filled, would show.
  expect(pieces).not.toContain('0000000000000000');
  const ones = bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  expect(Math.abs(ones / (8 * bytes.length) - 0.5)).toBeLessThan(0.01);
});
