import type { FastifyRequest } from 'fastify';
import type { Logger } from '../../log.ts';
import type { Problem } from '../../problem.ts';
import { addressKey, peerAddress } from '../peer.ts';
import { forbiddenOrigin } from '../problems.ts';
import { readWebOrigin } from './web-origin.ts';

/** Names that are told of and remembered: anybody may send any. One sender must not keep all others from being told of. */
const [most, mostOfSender] = [100, 10];

/**
 * Warns once of each origin, and of each name of this server, that is refused, with the setting that allows it: it may
 * be the operator's own frontend. Only a name that a browser could send is told.
 */
export function warnOfForeign(log: Logger, ownOrigin: string) {
  const names = new Set<string>();
  const bySender = new Map<string, number>();
  const isNew = (name: string, request: FastifyRequest) => {
    const sender = addressKey(peerAddress(request));
    const count = bySender.get(sender) ?? 0;
    if (names.has(name) || names.size >= most || count >= mostOfSender) return false;
    names.add(name);
    bySender.set(sender, count + 1);
    return true;
  };
  return ({ refusal, request }: { readonly refusal: Problem; readonly request: FastifyRequest }): void => {
    if (refusal.definition !== forbiddenOrigin) return;
    if (refusal.options.cause === 'host') {
      const host = readWebOrigin(`http://${request.headers.host}`)?.slice('http://'.length);
      if (host === undefined || !isNew(host, request)) return;
      log.warn(
        { host, code: refusal.code },
        `Refused a request for ${host}. If this is the address of this server, set LATCHKEY_PUBLIC_URL=http://${host} (or https) and restart.`,
      );
      return;
    }
    const origin = readWebOrigin(request.headers.origin);
    if (origin === undefined || !isNew(origin, request)) return;
    const told = { origin, code: refusal.code };
    if (refusal.options.cause === 'own-other-address') {
      log.warn(
        told,
        `Refused a request from ${origin}. People must open ${ownOrigin} instead. If that's the wrong address, set LATCHKEY_PUBLIC_URL=${origin} and restart.`,
      );
      return;
    }
    const isPlain = refusal.options.cause === 'plain-http';
    const allowed = isPlain ? origin.replace('http:', 'https:') : origin;
    log.warn(
      told,
      `Refused a request from ${origin}. If this is your app, ${isPlain ? `serve it over https, and add ${allowed}` : 'add it'} to \`allowedOrigins\` (LATCHKEY_ALLOWED_ORIGINS=${allowed}; separate several with commas) and restart.`,
    );
  };
}
