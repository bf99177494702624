import { expect, test } from 'vitest';
import { reachOf } from './addresses.ts';

test.each(['1.1.1.1', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is on the internet',
  (address) => {
    expect(reachOf(address)).toBe('public');
  },
);

test.each([
  ...['127.0.0.1', '127.9.9.9', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
  ...['::1', '0:0:0:0:0:0:0:1', 'fc00::1', 'fdff::1'],
])('%s is in a private network', (address) => {
  expect(reachOf(address)).toBe('private');
});

test.each([
  ...['0.0.0.0', '0.1.2.3', '169.254.169.254', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.1'],
  ...['203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
  ...['::', 'fe80::1', 'fe80::1%eth0', '2606:4700::1111%1', 'fec0::1', 'ff02::1', '100::1', '5f00::1'],
  ...[
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '64:ff9b:1::1',
    '',
    'localhost',
    '1.2.3',
    '0x7f.1',
  ],
])('%j is asked by nobody', (address) => {
  expect(reachOf(address)).toBe('never');
});

test.each([
  ['::ffff:127.0.0.1', 'private'],
  ['::ffff:7f00:1', 'private'],
  ['0:0:0:0:0:ffff:10.0.0.1', 'private'],
  ['::FFFF:169.254.169.254', 'never'],
  ['::ffff:0.0.0.0', 'never'],
  ['64:ff9b::7f00:1', 'private'],
  ['64:ff9b::192.168.0.1', 'private'],
  ['64:ff9b::a9fe:a9fe', 'never'],
  ['64:ff9b::', 'never'],
  ['64:ff9b::101:101', 'public'],
  ['::ffff:1.1.1.1', 'public'],
  // Once meant for IPv4 inside IPv6, and global to nobody.
  ['::127.0.0.1', 'never'],
  ['::ffff:0:127.0.0.1', 'never'],
] as const)('%s is judged by the address inside', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});
