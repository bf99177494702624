import { setTimeout } from 'node:timers/promises';
import { seconds } from '../../kit/duration.ts';
import { firstIdAt } from '../../kit/ids.ts';
import type { ExplainedTrail } from '../../login/index.ts';
import { listPartsAfter } from '../../people/trails/index.ts';
import type { OperatorServices } from '../accounts/index.ts';
import { findExplained } from './find-trails.ts';

interface Followed {
  /** Those of one account; left out for all. */
  readonly accountId?: string | undefined;
  readonly signal: AbortSignal;
  /** Between two looks, in milliseconds. */
  readonly every?: number;
}

/** Several processes write, each in its own time: a part may come to light after one that ended later. */
const latest = seconds(10);

/** More parts in one look than any server writes. */
const mostAtOnce = 1000;

/** Explains attempts that come from now on, again whenever one goes on, until `signal` ends it. */
export async function followTrails(
  services: OperatorServices,
  { accountId, signal, every = seconds(1) }: Followed,
): Promise<AsyncGenerator<ExplainedTrail>> {
  const look = () =>
    listPartsAfter(services.db, {
      accountId,
      after: firstIdAt(services.clock() - latest),
      limit: mostAtOnce,
    });
  let seen = new Set((await look()).map(({ id }) => id));
  async function* follow() {
    while (!signal.aborted) {
      await setTimeout(every, undefined, { signal }).catch(() => {});
      const parts = await look();
      const fresh = parts.filter(({ id }) => !seen.has(id));
      seen = new Set(parts.map(({ id }) => id));
      for (const id of new Set(fresh.map(({ trail_id }) => trail_id))) {
        const explained = await findExplained(services, id);
        if (explained) yield explained;
      }
    }
  }
  return follow();
}
