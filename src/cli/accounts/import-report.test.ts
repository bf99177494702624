import { expect, test } from 'vitest';
import { importReport } from './import-report.ts';

const where = 'a file';
const report = { total: 3, imported: 2, alreadyThere: 1, skipped: [], stopped: false };

test('tells the sums', () => {
  expect(importReport(report, { dryRun: false, where, sendsEmail: true })).toBe(
    'Imported 2 accounts into a file.\nAlready imported: 1.\n',
  );
  expect(importReport({ ...report, alreadyThere: 0 }, { dryRun: true, where, sendsEmail: true })).toBe(
    'Would import 2 accounts into a file.\n',
  );
});

test('tells of each entry that is skipped, without its control characters and at a bearable length', () => {
  const skipped = [
    { line: 2, name: '\x1b[2J', reason: 'Because.' },
    { line: 1234, name: 'x'.repeat(5000), reason: 'Also\x07.' },
  ];
  expect(
    importReport({ ...report, total: 5, skipped }, { dryRun: false, where, sendsEmail: true })
      .split('\n')
      .slice(2),
  ).toEqual([
    'Skipped 2:',
    `  line 2     "\\u{1b}[2J"${' '.repeat(31)}  Because.`,
    `  line 1234  "${'x'.repeat(39)}…"  Also\\u{7}.`,
    '',
  ]);
});

test('tells what is left when it was stopped', () => {
  expect(
    importReport({ ...report, total: 10, stopped: true }, { dryRun: false, where, sendsEmail: true }),
  ).toContain('Not processed yet: 7 of 10.\n');
});

test('warns of accounts that only an email lets anybody in to, where none can be sent', () => {
  const told = (byEmailAlone: number, sendsEmail: boolean) =>
    importReport({ ...report, alreadyThere: 0, byEmailAlone }, { dryRun: false, where, sendsEmail });
  expect(told(1, false)).toBe(
    "Imported 2 accounts into a file.\nWarning: 1 of them can sign in by email only, and this server can't send email yet. Set mail.url to enable it.\n",
  );
  for (const quiet of [told(0, false), told(1, true)])
    expect(quiet).toBe('Imported 2 accounts into a file.\n');
});
