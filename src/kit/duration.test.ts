import { expect, test } from 'vitest';
import { days, durationInWords, formatDuration, hours, minutes, parseDuration, seconds } from './duration.ts';

test('each unit counts in milliseconds', () => {
  expect([seconds(30), minutes(15), hours(1), days(7)]).toEqual([30_000, 900_000, 3_600_000, 604_800_000]);
});

test.each([
  ['250ms', 250],
  ['0s', 0],
  ['30s', seconds(30)],
  ['15m', minutes(15)],
  ['24h', hours(24)],
  ['365d', days(365)],
])('%s is read as %i milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '5', 'h', '1 h', ' 1h', '-1h', '1.5h', '1h30m', '1w', '1H', '0x1s', '1e3s', '999999999999d'])(
  '%j is not a duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each(['0s', '1ms', '1500ms', '30s', '90s', '15m', '1h', '7d', '25h'])(
  '%s is written as it was read',
  (text) => {
    expect(formatDuration(parseDuration(text) ?? Number.NaN)).toBe(text);
  },
);

test('a duration is written in the largest unit that holds it exactly', () => {
  expect([minutes(60), hours(24), seconds(61)].map(formatDuration)).toEqual(['1h', '1d', '61s']);
});

test.each([
  [minutes(1), '1 minute'],
  [minutes(30), '30 minutes'],
  [minutes(90), '90 minutes'],
  [hours(24), '24 hours'],
  [hours(25), '25 hours'],
  [hours(49), '49 hours'],
  [days(2), '2 days'],
  [days(30), '30 days'],
])('%i milliseconds are said to people as %s', (milliseconds, words) => {
  expect(durationInWords(milliseconds)).toBe(words);
});
