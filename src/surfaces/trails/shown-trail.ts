import type { FastifyRequest } from 'fastify';
import type { Services } from '../../kit/services.ts';
import { type ExplainedTrail, explainTrail } from '../../login/index.ts';
import { lastTrailIn } from '../../login/trails/index.ts';
import { findTrail, listTrails, type Trail } from '../../people/trails/index.ts';
import { findAct } from './acts.ts';

/** A trail with what its page says of it. `isNewest`: how things stand now belongs to it. */
export function showTrail(
  services: Services,
  trail: Trail,
  { isNewest }: { isNewest: boolean },
): Promise<ExplainedTrail> {
  const { mode, publicUrl } = services.config;
  return explainTrail(services, trail, {
    isNewest,
    // In development no email leaves the outbox.
    ...(mode === 'development' && { mailbox: `${publicUrl}/dev/mailbox` }),
  });
}

/** The attempt of this name as its page shows it; undefined when there is none. */
export async function findShownTrail(services: Services, id: string): Promise<ExplainedTrail | undefined> {
  const act = findAct(services, id);
  if (act) return showTrail(services, act, { isNewest: false });
  await services.trails.flush();
  const trail = await findTrail(services.db, id);
  return trail && showTrail(services, trail, { isNewest: await isNewestOfAccount(services, trail) });
}

/** An attempt of nobody's is told of nobody, however things stand. */
export async function isNewestOfAccount({ db }: Services, trail: Trail): Promise<boolean> {
  const accountId = accountOf(trail);
  if (accountId === undefined) return true;
  const [newest] = await listTrails(db, { accountId, limit: 1 });
  return newest?.id === trail.id;
}

/** The account that an attempt is known to be of, by its ID. */
export function accountOf({ parts }: Trail): string | undefined {
  return parts.findLast((part) => part.accountId !== null)?.accountId ?? undefined;
}

/** The last attempt of this browser, for `WhatJustHappened`; undefined outside development. */
export async function findLastTrail(
  services: Services,
  request: FastifyRequest,
): Promise<ExplainedTrail | undefined> {
  const id = lastTrailIn(request, services);
  return id === undefined ? undefined : findShownTrail(services, id);
}
