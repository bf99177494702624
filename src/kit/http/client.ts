import Bowser from 'bowser';
import type { FastifyRequest } from 'fastify';
import { peerAddress } from './peer.ts';

/** Who acts: somebody at a browser or a program, an admin on an account of others, the command line, or the server by itself. */
export type Actor = 'person' | 'admin' | 'command' | 'server';

/** Who asks for something, and from where, as people and events are told it. */
export interface Client {
  readonly actor: Actor;
  readonly address: string;
  /** In words, such as "Firefox on Linux", at most 80 characters. What the client says of itself proves nothing. */
  readonly device: string;
}

export function clientOf(request: FastifyRequest): Client {
  const device = deviceOf(request.headers['user-agent']);
  return { actor: 'person', address: peerAddress(request), device };
}

const longestUserAgent = 400;
const mostRemembered = 500;

/** To read a user agent takes longer than the rest of a request, and most people have one of a few. */
const remembered = new Map<string, string>();

function deviceOf(userAgent = ''): string {
  const key = userAgent.slice(0, longestUserAgent);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const device = deviceInWords(key) || 'Unknown device';
  const [oldest] = remembered.size < mostRemembered ? [] : remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
  remembered.set(key, device);
  return device;
}

const knownBrowsers: ReadonlySet<string | undefined> = new Set(Object.values(Bowser.BROWSER_MAP));

/**
 * Programs are named by the first word that they say of themselves, without a dot. More would be a stranger's text in a
 * mail of ours, "log in at evil.example" where the browser's name belongs; and nothing in it turns a line around,
 * colours a terminal or hides itself (ASVS V1.3.10). Where the reader knows no browser, its name for one is any text.
 */
function deviceInWords(userAgent: string): string {
  if (userAgent === '') return '';
  const { browser, os } = Bowser.parse(userAgent);
  const [word = ''] = /^[\w-]{1,40}/.exec(userAgent) ?? [];
  const name = knownBrowsers.has(browser.name) ? browser.name : word;
  return name && os.name ? `${name} on ${os.name}` : (name ?? '');
}
