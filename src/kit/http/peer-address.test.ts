import type { FastifyRequest } from 'fastify';
import { describe, expect, test } from 'vitest';
import { addressList, peerAddress } from './peer.ts';

const from = (ip: string | undefined, remoteAddress: string | undefined = '10.0.0.5') =>
  peerAddress({ ip, socket: { remoteAddress } } as FastifyRequest);

describe('V4.1.3 the address of a request', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('that a proxy writes as %s is %s', (written, address) => {
    expect(from(written)).toBe(address);
  });

  test.each([
    'unknown',
    '_hidden',
    '',
    '203.0.113.7:',
    '203.0.113.7:123456',
    '203.0.113.777',
    '[203.0.113.7',
    '"203.0.113.7"',
    '<script>',
    'x'.repeat(9000),
  ])('%j is none, so the proxy’s own counts', (written) => {
    expect(from(written)).toBe('10.0.0.5');
  });

  test('of a connection that is gone is empty', () => {
    expect(peerAddress({ ip: undefined, socket: {} } as unknown as FastifyRequest)).toBe('');
  });
});

describe('a list of addresses and ranges', () => {
  const isIn = addressList(['10.0.0.0/8', '198.51.100.7', 'fd00::/8', '2001:db8::7']);

  test.each(['10.255.0.1', '::ffff:10.1.2.3', '10.0.0.1:443', '198.51.100.7', 'fd12::1', '[2001:db8::7]:1'])(
    'holds %s',
    (address) => {
      expect(isIn(address)).toBe(true);
    },
  );

  test.each(['11.0.0.1', '198.51.100.8', 'fe80::1', '2001:db8::8', '', 'localhost', '10.0.0'])(
    'does not hold %j',
    (address) => {
      expect(isIn(address)).toBe(false);
    },
  );
});
