import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Client, clientOf } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import {
  readTrailId,
  type StepWith,
  type TrailKind,
  type TrailRecorder,
  trailCode,
  trailed,
} from '../../people/trails/index.ts';
import { rememberTrail } from './last-trail.ts';

export interface TrailedRequest {
  readonly kind: TrailKind;
  readonly format: StepWith<'received'>['format'];
  /** The attempt that goes on, if one does. */
  readonly attempt?: string;
}

/** From where somebody asks, and what takes down what becomes of it. */
export interface Trailing {
  readonly client: Client;
  readonly trail: TrailRecorder;
}

/**
 * Does the work of one request of an attempt. The answer tells the attempt's name (`Latchkey-Attempt`), whatever
 * becomes of it, and its trail ends with that; of more than may be kept it tells none. What is refused before it comes so far has its own: `refused-early.ts`.
 */
export async function inTrail<Outcome>(
  services: Pick<Services, 'config' | 'trails'>,
  reply: FastifyReply,
  { kind, format, attempt = '' }: TrailedRequest,
  work: (trailing: Trailing) => Promise<Outcome>,
): Promise<Outcome> {
  const client = clientOf(reply.request);
  const received = { kind, format, address: client.address };
  const known = readTrailId(attempt);
  // A name that is none is answered under a new one: what a client sends names nothing here.
  const trail =
    known !== undefined && known === attempt
      ? services.trails.resume(known, received)
      : services.trails.begin(received);
  if (hasPasswordInUrl(reply.request)) trail.note({ code: 'password-in-url' });
  let isAnswered = false;
  try {
    const outcome = await trailed(trail, () => work({ client, trail }));
    isAnswered = true;
    return outcome;
  } finally {
    // What is answered alike for every name is named alike, though the trail of a name that nobody has may be left out.
    const isNamed = trail.isKept || isAnswered;
    if (isNamed) nameAttempt(reply, trail.id);
    // Only a page of ours, or a script on it, has a next page that can show it.
    const isOfPage = format === 'form' || reply.request.headers['sec-fetch-site'] === 'same-origin';
    if (isOfPage && isNamed) rememberTrail(reply, services, trail.id);
  }
}

/** Browsers and proxies keep addresses, whatever becomes of the request. */
export const hasPasswordInUrl = ({ url }: Pick<FastifyRequest, 'url'>): boolean => /[?&]password=./.test(url);

const attemptHeader = 'latchkey-attempt';

/** Names an attempt in an answer about it. */
export function nameAttempt(reply: FastifyReply, id: string): void {
  reply.header(attemptHeader, id);
}

/** The attempt that an answer names; undefined when it names none. */
export function attemptOf(reply: FastifyReply): string | undefined {
  return readTrailId(String(reply.getHeader(attemptHeader) ?? ''));
}

/** The short code of that attempt, as people read it to whoever helps them. */
export function supportCodeOf(reply: FastifyReply): string | undefined {
  const id = attemptOf(reply);
  return id && trailCode(id);
}
