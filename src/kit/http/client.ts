import Bowser from 'bowser';
import type { FastifyRequest } from 'fastify';
import { peerAddress } from './peer.ts';

/** Where a request came from, as people and events are told it. */
export interface Client {
  readonly address: string;
  /** In words, such as "Firefox on Linux", at most 80 characters. What the client says of itself proves nothing. */
  readonly device: string;
}

export function clientOf(request: FastifyRequest): Client {
  return { address: peerAddress(request), device: deviceOf(request.headers['user-agent']) };
}

const longestUserAgent = 400;
const longestDevice = 80;
const mostRemembered = 500;

/** To read a user agent takes longer than the rest of a request, and most people have one of a few. */
const remembered = new Map<string, string>();

function deviceOf(userAgent = ''): string {
  const key = userAgent.slice(0, longestUserAgent);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const device = readable(deviceInWords(key));
  const [oldest] = remembered.size < mostRemembered ? [] : remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
  remembered.set(key, device);
  return device;
}

/** Programs are named by the first word that they say of themselves. */
function deviceInWords(userAgent: string): string {
  if (userAgent === '') return '';
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name && os.name) return `${browser.name} on ${os.name}`;
  return browser.name || (/^[\w.-]{1,40}/.exec(userAgent)?.[0] ?? '');
}

/** Without what could turn a line around, colour a terminal or hide itself (ASVS V1.3.10). */
function readable(words: string): string {
  const plain = words.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return plain.slice(0, longestDevice).trim() || 'Unknown device';
}
