import type { FastifyRequest } from 'fastify';
import type { Factor } from '../../factors/factor.ts';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Own } from '../../factors/own.ts';
import type { Caller } from '../../kit/http/index.ts';
import { requireWayIn } from '../../login/index.ts';
import { bySession } from '../../login/prove/index.ts';
import { act } from '../../people/act/index.ts';
import { settleRemoval } from './second-factors.ts';

/** A factor that its owner can remove. */
export type Removable = Factor & { readonly own: Own & { readonly remove: NonNullable<Own['remove']> } };

/** What was removed, and after one in force what the browser that removed it is known by from now on. */
interface RemovedFactor {
  readonly was: 'set-up' | 'in-force';
  readonly securityVersion: number | undefined;
}

/**
 * Removes a factor of the caller's, which may have been stolen, or one that is only being set up; undefined when there is
 * none. With the last second factor go the recovery codes. Throws `proof-required`, `second-factor-required` and, where
 * it may be a way in, `last-way-in`.
 */
export function removeFactor(
  services: UseCaseServices,
  caller: Caller,
  { factor, id }: { readonly factor: Removable; readonly id: string },
  request: FastifyRequest,
): Promise<RemovedFactor | undefined> {
  const accountId = caller.account.id;
  const { remove } = factor.own;
  const kind = factor.isGuessable ? 'code-factor-removed' : 'factor-removed';
  return act(services, bySession(services, caller, request), kind, {
    async change(tx) {
      const removed = await remove.from(tx, accountId, id, services.clock());
      if (!removed) return { unchanged: undefined };
      if (removed === 'set-up') return { value: removed, as: 'set-up-dropped', events: [] };
      if (remove.isWayIn) await requireWayIn(tx, services.config, accountId);
      await settleRemoval(tx, services, accountId);
      const notice = { kind: 'factor-removed', name: services.words[factor.name].thing } as const;
      return { value: 'in-force' as const, events: [removed.event], notice };
    },
    finish: (_tx, { value: was, securityVersion }) => ({ was, securityVersion }),
  });
}
