import { expect, test } from 'vitest';
import { newTrailId, readTrailId, trailCode } from './trail-id.ts';

test('an attempt has a name of its own, in letters that are not misread', () => {
  const ids = Array.from({ length: 2000 }, newTrailId);
  expect(new Set(ids).size).toBe(2000);
  for (const id of ids) expect(id).toMatch(/^att_[0-9a-hjkmnp-tv-z]{12}$/);
});

test('its short code leads back to it', () => {
  const id = newTrailId();
  expect(trailCode('att_7k3mq2xv9d4t')).toBe('7K3M-Q2XV-9D4T');
  expect(readTrailId(trailCode(id))).toBe(id);
});

test.each(['att_7k3mq2xv9d4t', '7K3M-Q2XV-9D4T', ' 7k3m q2xv 9d4t ', 'ATT_7K3MQ2XV9D4T'])(
  '"%s" is read as it was meant',
  (text) => {
    expect(readTrailId(text)).toBe('att_7k3mq2xv9d4t');
  },
);

test('letters that look like digits are taken for those', () => {
  expect(readTrailId('OIL0-0000-0000')).toBe('att_011000000000');
});

test.each([
  '',
  'att_',
  '7K3M-Q2XV',
  '7K3M-Q2XV-9D4TX',
  '7K3M-Q2XV-9D4U',
  'att_7k3mq2xv9d4\0',
  '7'.repeat(99),
])('"%s" names no attempt', (text) => {
  expect(readTrailId(text)).toBeUndefined();
});
