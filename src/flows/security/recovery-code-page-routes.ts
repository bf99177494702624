import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { type Caller, type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../services.ts';
import { RecoveryCodesPage } from './recovery-codes-page.tsx';
import { replaceRecoveryCodes } from './replace-recovery-codes.ts';

export function recoveryCodePageRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/account/security/recovery-codes',
      kind: 'page',
      access: 'signed-in',
      async handle({ caller, request, reply }) {
        return showCodes(services, caller, reply, await replaceRecoveryCodes(services, caller, request));
      },
    }),
  ];
}

/**
 * Answers a form with the codes themselves. Everywhere else a 303 follows; here it would need them to be kept
 * somewhere in clear until the next request.
 */
export function showCodes(
  { pages, clock }: Services,
  { session }: Caller,
  reply: FastifyReply,
  codes: readonly string[],
  notice?: string,
): FastifyReply {
  const viewer = { username: session.username };
  const view = { site: pages.site, viewer, codes, madeAt: isoTime(clock()), notice };
  return pages.send(reply, h(RecoveryCodesPage, view));
}
