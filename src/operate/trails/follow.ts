import { setTimeout } from 'node:timers/promises';
import { seconds } from '../../kit/duration.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import type { OperatorServices } from '../accounts/index.ts';
import { findExplained } from './find-trails.ts';
import { followParts } from './follow-parts.ts';

interface Followed {
  /** Those of one account; left out for all. */
  readonly accountId?: string | undefined;
  readonly signal: AbortSignal;
  /** Between two looks, in milliseconds. */
  readonly every?: number;
}

/** Explains attempts that come from now on, again whenever one goes on, until `signal` ends it. */
export async function followTrails(
  services: OperatorServices,
  { accountId, signal, every = seconds(1) }: Followed,
): Promise<AsyncGenerator<ExplainedTrail>> {
  const look = await followParts({ db: services.db, accountId });
  async function* follow() {
    while (!signal.aborted) {
      await setTimeout(every, undefined, { signal }).catch(() => {});
      const fresh = await look();
      for (const id of new Set(fresh.map(({ trail_id }) => trail_id))) {
        const explained = await findExplained(services, id);
        if (explained) yield explained;
      }
    }
  }
  return follow();
}
