import { expect, test } from 'vitest';
import { columns, columnWidths, count, jsonLine, timeText, visible, waitText } from './text.ts';

test('what comes from strangers cannot steer the terminal', () => {
  expect(visible('\x1b[2Jred\r\n\u009b1m\u202eabc\u2028')).toBe(
    '\\u{1b}[2Jred\\u{d}\\u{a}\\u{9b}1m\\u{202e}abc\\u{2028}',
  );
  expect(visible('a\u200bb \ud800')).toBe('a\\u{200b}b \\u{d800}');
  expect(visible('Żółw 亀 🔑')).toBe('Żółw 亀 🔑');
});

test('a line of JSON cannot either, and says the same', () => {
  const said = { reason: '\x1b[2Jred\n\u009b1m\u202eabc\u2028 Żółw 🔑 \u{e0001}\ud800' };
  const line = jsonLine(said);
  expect(line).toBe(
    '{"reason":"\\u001b[2Jred\\n\\u009b1m\\u202eabc\\u2028 Żółw 🔑 \\udb40\\udc01\\ud800"}\n',
  );
  expect(JSON.parse(line)).toEqual(said);
});

test('columns are as wide as their longest cell, and nothing stands at the end of a line', () => {
  expect(
    columns([
      ['a', 'bb', ''],
      ['ccc', 'd', 'e'],
    ]),
  ).toBe('a    bb\nccc  d   e\n');
  expect(columns([['a', 'b']], [4])).toBe('a     b\n');
  expect(columns([])).toBe('');
  expect(columnWidths([['🔑🔑', 'b']], [1, 3])).toEqual([2, 3]);
});

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [119_001, '2 min'],
  [119_000, '119 s'],
  [7_199_000, '120 min'],
  [7_200_000, '2 h'],
])('a wait of %i ms is %s', (milliseconds, words) => {
  expect(waitText(milliseconds)).toBe(words);
});

test('numbers and times are for people', () => {
  expect([count(1, 'account'), count(0, 'account'), count(12_345, 'account')]).toEqual([
    '1 account',
    '0 accounts',
    '12,345 accounts',
  ]);
  expect(timeText(Date.UTC(2026, 0, 31, 12, 0, 5, 999))).toBe('2026-01-31 12:00:05');
});
