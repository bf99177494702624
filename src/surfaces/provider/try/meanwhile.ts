import type { FastifyRequest } from 'fastify';
import { type Caller, clientOf } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { demoApp } from '../../../operate/apps/index.ts';
import { listTrails, type TrailPart } from '../../../people/trails/index.ts';

/** More than somebody needs to sign in. */
const most = 30;

/**
 * What this server noted while somebody was signed in to the demo app, the oldest first: all of their account, and what the app
 * asked for from the same address before anybody was known.
 */
export async function findMeanwhile(
  { db, trails }: Pick<Services, 'db' | 'trails'>,
  { since, caller, request }: { since: number; caller: Caller | null; request: FastifyRequest },
): Promise<readonly string[]> {
  await trails.flush();
  const { address } = clientOf(request);
  const isOfRun = (part: TrailPart) =>
    part.at >= since &&
    (part.accountId === null ? isOfDemo(part, address) : part.accountId === caller?.account.id);
  const found = (await listTrails(db, { limit: most })).filter(({ parts }) => parts.some(isOfRun));
  const beganAt = new Map(found.map(({ id, parts }) => [id, parts[0]?.id ?? '']));
  return [...beganAt.keys()].sort((one, other) =>
    (beganAt.get(one) ?? '') < (beganAt.get(other) ?? '') ? -1 : 1,
  );
}

const isOfDemo = ({ steps }: TrailPart, address: string): boolean =>
  steps.some((step) => step.code === 'app-found' && step.app === demoApp.name) &&
  steps.some((step) => step.code === 'received' && step.address === address);
