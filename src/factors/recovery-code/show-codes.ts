import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import type { Services } from '../../kit/services.ts';
import type { Say } from '../../kit/words/index.ts';
import { RecoveryCodesPage } from './page.tsx';

interface ShownCodes {
  readonly username: string;
  readonly codes: readonly string[];
  /** Where the page leads on; without it, to the account. */
  readonly next?: string | undefined;
  readonly notice?: Say | undefined;
}

/**
 * Answers a form with the codes themselves. Everywhere else a 303 follows; here it would need them to be kept
 * somewhere in clear until the next request.
 */
export function showCodes(
  { pages, clock }: Pick<Services, 'pages' | 'clock'>,
  reply: FastifyReply,
  { username, codes, next = '/account', notice }: ShownCodes,
): FastifyReply {
  const view = { site: pages.site, viewer: { username }, codes, madeAt: isoTime(clock()), next, notice };
  return pages.send(reply, h(RecoveryCodesPage, view));
}
