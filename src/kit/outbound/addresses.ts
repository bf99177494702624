import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Where an address leads: to the internet, into a private network, or where no request has any business. */
export type Reach = 'public' | 'private' | 'never';

/** Networks in which servers of one's own may be (RFC 1918, RFC 6598, RFC 4193, and this machine). */
const privateNetworks = listOf(
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8'],
  ...['fc00::/7', '::1/128'],
);

/** The special-purpose addresses of IPv4 (IANA's registry, RFC 6890), with those of the clouds' metadata (169.254.169.254). */
const specialNetworks = listOf(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24'],
  ...['192.88.99.0/24', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Of the global addresses of IPv6 those that are none: Teredo and others, documentation, 6to4, AS112.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
);

const globalIPv6 = listOf('2000::/3');

/** IPv4 in IPv6: mapped, and translated by NAT64 (RFC 6052), whose last 32 bits say where it really leads. */
const withIPv4Inside = listOf('::ffff:0:0/96', '64:ff9b::/96');

/** Judges an address as text. What isn't one, or has a zone, is never asked. */
export function reachOf(address: string): Reach {
  if (isIPv4(address)) return judge(address, 'ipv4', true);
  if (!isIPv6(address) || address.includes('%')) return 'never';
  // Before the rest: the lists of Node take a mapped address for the IPv4 address in it, and a translated one for none.
  const inside = ipv4In(address);
  if (inside !== undefined) return reachOf(inside);
  return judge(address, 'ipv6', globalIPv6.check(address, 'ipv6'));
}

function judge(address: string, family: 'ipv4' | 'ipv6', isGlobal: boolean): Reach {
  if (privateNetworks.check(address, family)) return 'private';
  return !isGlobal || specialNetworks.check(address, family) ? 'never' : 'public';
}

function ipv4In(address: string): string | undefined {
  const groups = groupsOf(address);
  const plain = groups.map((group) => group.toString(16)).join(':');
  if (!withIPv4Inside.check(plain, 'ipv6')) return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The eight groups of an IPv6 address, which `URL` writes without dots. */
function groupsOf(address: string): number[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail].map((part) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)),
  ) as [number[], number[]];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function listOf(...ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}
