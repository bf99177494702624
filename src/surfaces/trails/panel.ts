import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import type { Services } from '../../kit/services.ts';
import { renderPart } from '../../kit/ui/index.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { attemptOf, forgetTrail } from '../../login/trails/index.ts';
import { readTrailId } from '../../people/trails/index.ts';
import { isAct } from './acts.ts';
import { findLastTrail, findShownTrail } from './shown-trail.ts';
import { WhatJustHappened } from './what-just-happened.tsx';

/**
 * Puts what just happened at the foot of a page, in development alone: the attempt that this answer ends or goes on
 * with, or else the last of this browser if it is that of whoever looks at the page. A page that refuses anything but
 * an attempt has none. Whatever is no page of ours stays as it is.
 */
export async function addPanel(services: Services, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  if (!isPage || typeof payload !== 'string' || reply.request.url.startsWith('/dev/')) return payload;
  const shown = await findShown(services, reply).catch((err: unknown) => {
    // An answer that fails here would be replaced by the error, word for word.
    services.log.warn({ requestId: reply.request.id, err }, "Couldn't load the trail of this page.");
    return undefined;
  });
  if (!shown) return payload;
  return payload.replace(
    '</main>',
    () => `${renderPart(h(WhatJustHappened, { shown }), services.words)}</main>`,
  );
}

async function findShown(services: Services, reply: FastifyReply): Promise<ExplainedTrail | undefined> {
  const own = attemptOf(reply);
  if (own !== undefined) return findShownTrail(services, own);
  if (reply.statusCode >= 400) return undefined;
  const { formOwner = '' } = reply.request;
  const unfinishedTrail = readTrailId(formOwner);
  if (unfinishedTrail !== undefined) return findShownTrail(services, unfinishedTrail);
  const last = await findLastTrail(services, reply.request);
  if (last && isAct(services, last.trail.id)) forgetTrail(reply, services);
  return last && isOf(formOwner, last) ? last : undefined;
}

/** Whether a trail is that of a signed-in account; or, of nobody signed in, whether it didn't need or make a session. */
function isOf(accountId: string, { trail: { parts } }: ExplainedTrail): boolean {
  if (accountId !== '') return parts.some((part) => part.accountId === accountId);
  return parts.every(
    ({ kind, steps }) =>
      kind !== 'prove' && kind !== 'add-factor' && steps.every(({ code }) => code !== 'session-opened'),
  );
}
