import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../../factors/index.ts';
import type { Caller } from '../../../kit/http/index.ts';
import { bySession } from '../../../login/prove/index.ts';
import { findApp } from '../../../operate/apps/index.ts';
import { act } from '../../../people/act/index.ts';
import { revokeGrants } from '../../../people/grants/index.ts';

/**
 * Ends what an account has allowed an app, in all sessions and beyond them, and with it every code and token of the app. False where
 * the app had no access.
 */
export function withdrawApp(
  services: UseCaseServices,
  caller: Caller,
  appId: string,
  request: FastifyRequest,
): Promise<boolean> {
  return act(services, bySession(services, caller, request), 'app-withdrawn', {
    async change(tx, { now: at }) {
      const count = await revokeGrants(tx, caller.account.id, { why: 'withdrawn', at, appId });
      if (count === 0) return { unchanged: false };
      const app = await findApp(tx, appId);
      return { value: true, events: [{ type: 'app-withdrawn', detail: { app: app?.name ?? appId } }] };
    },
    finish: (_tx, { value }) => value,
  });
}
