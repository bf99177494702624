import { expect, test } from 'vitest';
import { progressLine, showProgress } from './progress.ts';

/** Tells of 100 entries, one each 20 ms, and gives what is printed. */
function printed(output: { isTTY?: boolean }, entries = 100): string[] {
  const lines: string[] = [];
  let time = 0;
  const progress = showProgress({ ...output, write: (text) => lines.push(text) }, () => time);
  for (let done = 1; done <= entries; done += 1) {
    time += 20;
    progress.update(done, entries);
  }
  progress.end();
  return lines;
}

test('a terminal has one line that changes, and is left clean', () => {
  const lines = printed({ isTTY: true });
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.at(0)).toBe('\r\x1b[K5 of 100 (50 per second, 2 s left)');
  expect(lines.at(-1)).toBe('\r\x1b[K');
});

test('elsewhere a line comes now and then, and none for a short work', () => {
  expect(printed({})).toEqual([]);
  expect(printed({}, 600)).toEqual([
    '250 of 600 (50 per second, 7 s left)\n',
    '500 of 600 (50 per second, 2 s left)\n',
  ]);
});

test('nothing done yet promises nothing', () => {
  expect(progressLine(0, 10_000, 0)).toBe('0 of 10,000');
});
