import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * The address that a request comes from: what the trusted proxies say of it, else the other end of the socket.
 * What a proxy has written counts only if it is an address, since limits count by it and people are shown it.
 */
export function peerAddress(request: FastifyRequest): string {
  return readAddress(request.ip ?? '') ?? socketAddress(request);
}

/** The other end of the socket, a proxy's or a client's; empty when the connection is gone already. */
export function socketAddress({ socket }: FastifyRequest): string {
  return plainAddress(socket?.remoteAddress ?? '');
}

/** Reads an address that may carry a port, as some proxies write it: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function readAddress(text: string): string | undefined {
  if (isIP(text) !== 0) return plainAddress(text);
  const [, inBrackets, beforePort] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? [];
  const address = inBrackets ?? beforePort ?? '';
  return isIP(address) === 0 ? undefined : plainAddress(address);
}

/** Whether an address, however a proxy writes it, is one of these or lies in one of their ranges (CIDR). */
export function addressList(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (text) => {
    const address = readAddress(text);
    return address !== undefined && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
}

/**
 * Plain form of an address: an IPv4 address that arrived over an IPv6 socket is shown as IPv4, and the zone is left
 * out, which names an interface and can be any text.
 */
export function plainAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  const zone = ip.indexOf('%');
  return zone === -1 ? ip : ip.slice(0, zone);
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
  const [head = '', tail] = address.split('::');
  const left = groups(head);
  const right = groups(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right];
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16).toString(16));
}
