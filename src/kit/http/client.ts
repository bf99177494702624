import Bowser from 'bowser';
import type { FastifyRequest } from 'fastify';
import { peerAddress } from './peer.ts';

/** Where a request came from, as people and events are told it. */
export interface Client {
  readonly address: string;
  /** In words, such as "Firefox on Linux". What the client says of itself proves nothing. */
  readonly device: string;
}

export function clientOf(request: FastifyRequest): Client {
  return { address: peerAddress(request), device: deviceInWords(request.headers['user-agent']) };
}

const longestUserAgent = 400;

/** Answers at most 80 characters; programs are named by the first word that they say of themselves. */
function deviceInWords(userAgent: string | undefined): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent.slice(0, longestUserAgent));
  if (browser.name && os.name) return `${browser.name} on ${os.name}`.slice(0, 80);
  const product = /^[\w.-]{1,40}/.exec(userAgent)?.[0];
  return (browser.name || product || 'Unknown device').slice(0, 80);
}
