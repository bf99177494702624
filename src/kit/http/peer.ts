import { isIPv4, isIPv6 } from 'node:net';

/** Plain form of a peer's address: an IPv4 address that arrived over an IPv6 socket is shown as IPv4. */
export function plainAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  return mapped?.[1] ?? ip;
}

export function isLoopbackAddress(ip: string): boolean {
  const address = plainAddress(ip);
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

/**
 * What a limit per address counts by: the IPv4 address, or the /64 of an IPv6 address,
 * since whoever has one address of a /64 has all of them.
 */
export function addressKey(ip: string): string {
  const address = plainAddress(ip);
  if (!isIPv6(address)) return address;
  return `${expandIPv6(address).slice(0, 4).join(':')}::/64`;
}

function expandIPv6(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = groups(head);
  const right = groups(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16).toString(16));
}
