import { expect, test } from 'vitest';
import { createMetrics } from '../../kit/metrics.ts';
import { countsIn, sumMetrics } from './sum-metrics.ts';

const family = (name: string, type: string, ...lines: readonly string[]) =>
  [`# HELP ${name} Of something.`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');

const valuesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('counts and histograms are added, series by series', () => {
  const one = family('a_total', 'counter', 'a_total{code="x"} 3', 'a_total{code="y z"} 1');
  const other = family('a_total', 'counter', 'a_total{code="x"} 4.5', 'a_total{code="new"} 2');
  expect(valuesOf(sumMetrics([one, other]))).toEqual([
    'a_total{code="x"} 7.5',
    'a_total{code="y z"} 1',
    'a_total{code="new"} 2',
  ]);
  const histogram = family('h', 'histogram', 'h_bucket{le="+Inf"} 2', 'h_sum 0.25', 'h_count 2');
  expect(valuesOf(sumMetrics([histogram, histogram]))).toEqual([
    'h_bucket{le="+Inf"} 4',
    'h_sum 0.5',
    'h_count 4',
  ]);
});

test.each([
  ['process_resident_memory_bytes', [100, 50], 150],
  ['latchkey_password_hashes', [1, 2], 3],
  ['nodejs_eventloop_lag_p99_seconds', [0.01, 0.5], 0.5],
  ['nodejs_version_info', [1, 1], 1],
  ['process_start_time_seconds', [1700, 1600], 1600],
  ['latchkey_mails_waiting', [7, 7], 7],
  ['latchkey_mails_oldest_waiting_seconds', [61, 62], 62],
  ['latchkey_audit_head', [41, 42], 42],
])('the gauge %s of %j is %d', (name, values, expected) => {
  const texts = values.map((value) => family(name, 'gauge', `${name} ${value}`));
  expect(valuesOf(sumMetrics(texts))).toEqual([`${name} ${expected}`]);
});

test('what one process does not know does not spoil what another knows', () => {
  const texts = ['Nan', '2', 'Nan'].map((value) => family('lag', 'gauge', `lag ${value}`));
  expect(valuesOf(sumMetrics(texts))).toEqual(['lag 2']);
  expect(valuesOf(sumMetrics([family('far', 'gauge', 'far +Inf')]))).toEqual(['far +Inf']);
});

test('of a process that is gone only what it has counted stays', () => {
  const text = family('a_total', 'counter', 'a_total 3') + family('b', 'gauge', 'b 3');
  expect(valuesOf(countsIn(text))).toEqual(['a_total 3']);
  expect(valuesOf(sumMetrics(['', countsIn(''), text]))).toEqual(['a_total 3', 'b 3']);
});

test('all metrics of a server are understood: alone, they come out as they went in', async () => {
  const metrics = createMetrics();
  metrics.countRequest('GET', '/api/session', 200, 0.003);
  metrics.countRefusal('too-many-attempts');
  metrics.watchHashing(() => ({ running: 1, waiting: 2 }));
  const text = await metrics.text();
  metrics.stop();
  expect(valuesOf(sumMetrics([text]))).toEqual(valuesOf(text).map((line) => line.replace(/Nan$/, 'NaN')));
  expect(valuesOf(sumMetrics([text])).length).toBeGreaterThan(30);
});
