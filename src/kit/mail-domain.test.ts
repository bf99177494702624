import { expect, test } from 'vitest';
import { matchesDomain, readDomainLines, readDomainPattern } from './mail-domain.ts';

test.each([
  ['Example.COM', 'example.com'],
  ['*.Example.COM', '*.example.com'],
  ['*.test', '*.test'],
  ['B\u00dcCHER.example', 'xn--bcher-kva.example'],
])('%s is kept as DNS compares it', (written, kept) => {
  expect(readDomainPattern(written)).toBe(kept);
});

test.each([
  '',
  '*',
  '*.',
  'example',
  '@example.com',
  'ada@example.com',
  '.example.com',
  'example.com.',
  'a.*.com',
  '**.example.com',
  '10.0.0.1',
  'https://example.com',
  'ex ample.com',
  'a_b.com',
])('%j is no domain', (written) => {
  expect(readDomainPattern(written)).toBeUndefined();
});

test('a file has one domain on each line, with empty lines and comments', () => {
  const text = '\ufeff# Throw-away\r\nmailinator.com\r\n\r\n*.temp.example # all of them\r\n';
  expect(readDomainLines(text)).toEqual({ patterns: ['mailinator.com', '*.temp.example'] });
  expect(readDomainLines('')).toEqual({ patterns: [] });
  expect(readDomainLines('a.example\n@b.example\n')).toEqual({ wrongLine: 2 });
});

test('whole labels are compared', () => {
  const patterns = new Set(['example.com', '*.wide.example']);
  for (const one of ['example.com', 'a.wide.example', 'a.b.wide.example'])
    expect(matchesDomain(patterns, one), one).toBe(true);
  for (const one of ['notexample.com', 'a.example.com', 'com', 'wide.example', 'notwide.example', ''])
    expect(matchesDomain(patterns, one), one).toBe(false);
});
