import { expect, test } from 'vitest';
import { createRequestDurations } from './request-durations.ts';

test('each duration is in the bucket of its bound and in all above it, and their sum and number are told', () => {
  const durations = createRequestDurations();
  for (const seconds of [0.0004, 0.001, 0.3, 7]) durations.note('GET', '/api/session', 200, seconds);
  const labels = 'method="GET",route="/api/session",status="200"';
  const name = 'latchkey_http_request_duration_seconds';
  expect(durations.text().split('\n')).toEqual([
    expect.stringMatching(`^# HELP ${name} `),
    `# TYPE ${name} histogram`,
    ...[
      ['0.001', 2],
      ['0.005', 2],
      ['0.025', 2],
      ['0.1', 2],
      ['0.5', 3],
      ['2', 3],
      ['+Inf', 4],
    ].map(([bound, count]) => `${name}_bucket{le="${bound}",${labels}} ${count}`),
    `${name}_sum{${labels}} 7.3014`,
    `${name}_count{${labels}} 4`,
    '',
  ]);
});

test('requests are told apart by method, route and status, and a route is written so that its backslash stays one', () => {
  const durations = createRequestDurations();
  durations.note('GET', '/a', 200, 0.1);
  durations.note('POST', '/a', 200, 0.1);
  durations.note('GET', '/a', 404, 0.1);
  durations.note('GET', '/:id(\\d+)', 200, 0.1);
  expect(durations.text().match(/_count\{.*/g)).toEqual([
    '_count{method="GET",route="/a",status="200"} 1',
    '_count{method="POST",route="/a",status="200"} 1',
    '_count{method="GET",route="/a",status="404"} 1',
    '_count{method="GET",route="/:id(\\\\d+)",status="200"} 1',
  ]);
});
