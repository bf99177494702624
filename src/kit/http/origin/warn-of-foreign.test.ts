import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { createLogger } from '../../log.ts';
import { problem, type RefusalCause } from '../../problem.ts';
import { forbiddenOrigin, invalidRequest } from '../problems.ts';
import { warnOfForeign } from './warn-of-foreign.ts';

function warner() {
  const lines: string[] = [];
  const warn = warnOfForeign(
    createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) }),
    'https://login.example.com',
  );
  const refuse = (headers: object, cause?: RefusalCause, ip = '203.0.113.1') =>
    warn({
      refusal: problem(forbiddenOrigin, undefined, cause && { cause }),
      request: { headers, ip } as FastifyRequest,
    });
  return { lines, warn, refuse };
}

test('the log is told once of an origin that is refused, with the setting that allows it', () => {
  const { lines, refuse } = warner();
  for (let time = 0; time < 3; time++) refuse({ origin: 'https://app.example.com' });
  refuse({ origin: 'http://127.0.0.1:5173' }, 'preflight');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('`allowedOrigins` (LATCHKEY_ALLOWED_ORIGINS=https://app.example.com;');
  expect(lines[1]).toContain('LATCHKEY_ALLOWED_ORIGINS=http://127.0.0.1:5173');
});

test('of what must not be added to the allowed origins, the log says what helps instead', () => {
  const { lines, refuse } = warner();
  refuse({ origin: 'https://www.example.com' }, 'own-other-address');
  refuse({ origin: 'http://app.example.com' }, 'plain-http');
  expect(lines[0]).toContain('People must open https://login.example.com instead.');
  expect(lines[0]).not.toContain('ALLOWED_ORIGINS');
  expect(lines[1]).toContain('serve it over https, and add https://app.example.com to');
  expect(lines[1]).toContain('LATCHKEY_ALLOWED_ORIGINS=https://app.example.com;');
});

test('the log is told once of a name that this server does not know', () => {
  const { lines, refuse } = warner();
  for (let time = 0; time < 2; time++) refuse({ host: 'latchkey.test:5000' }, 'host');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('LATCHKEY_PUBLIC_URL=http://latchkey.test:5000');
});

test('no more than a hundred are told of', () => {
  const { lines, refuse } = warner();
  for (let name = 0; name < 300; name++)
    refuse({ origin: `https://${name}.example` }, undefined, `192.0.2.${name % 200}`);
  expect(lines).toHaveLength(100);
});

test('one sender, with all addresses of a network, keeps nobody else from being told of', () => {
  const { lines, refuse } = warner();
  for (let name = 0; name < 300; name++)
    refuse({ origin: `https://${name}.example` }, undefined, `2001:db8::${name}`);
  expect(lines).toHaveLength(10);
  refuse({ origin: 'https://app.example.com' });
  refuse({ host: 'login.example.com' }, 'host');
  expect(lines).toHaveLength(12);
});

test.each([
  'null',
  '',
  'garbage',
  'file://',
  'https://a.example/path',
  'https://a.example, https://b.example',
  'https://A.example',
  'https://a.example:443',
  'https://user:secret@a.example',
  'https://a.example?token=secret',
  'javascript://a.example',
  `https://${'a'.repeat(100)}.example`,
  'https://$(reboot).example',
  'https://`reboot`.example',
  'https://a.example;reboot',
  'https://a.example&reboot',
  "https://'a.example",
  'https://"a.example',
  'https://a.example,b.example',
  'https://a{b,c}.example',
])('what no browser calls an origin is not told: %j', (origin) => {
  const { lines, refuse } = warner();
  refuse({ origin });
  expect(lines).toEqual([]);
});

test.each(['$(reboot).example', '`reboot`.example', 'a.example;reboot', 'a.example&reboot', "'a.example"])(
  'what a shell would run is not told as the name of this server: %j',
  (host) => {
    const { lines, refuse } = warner();
    refuse({ host }, 'host');
    expect(lines).toEqual([]);
  },
);

test.each(['https://xn--bcher-kva.example', 'http://[2001:db8::1]:5173', 'https://my_app.example.com'])(
  'what browsers call an origin is told: %s',
  (origin) => {
    const { lines, refuse } = warner();
    refuse({ origin });
    expect(lines[0]).toContain(`LATCHKEY_ALLOWED_ORIGINS=${origin};`);
  },
);

test.each(['', 'a.example/path', 'A.example', 'user:secret@a.example', 'a.example?token=secret', 'a b'])(
  'what no browser sends as a host is not told: %j',
  (host) => {
    const { lines, refuse } = warner();
    refuse({ host }, 'host');
    expect(lines).toEqual([]);
  },
);

test('of other refusals nothing is told', () => {
  const { lines, warn } = warner();
  warn({
    refusal: problem(invalidRequest),
    request: { headers: { origin: 'https://a.example' } } as FastifyRequest,
  });
  expect(lines).toEqual([]);
});
