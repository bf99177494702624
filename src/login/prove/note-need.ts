import { clientOf, type Refused } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { attemptOf, createEarlyAllowance, formatOf, nameAttempt, rememberTrail } from '../trails/index.ts';
import { needOf } from './need.ts';

/**
 * Leaves a trail of a request that was refused because its session has not verified its holder lately. Call it with
 * every refusal, before that is answered.
 */
export function createNeedTrails(
  services: Pick<Services, 'config' | 'clock' | 'trails'>,
): (refused: Refused) => void {
  const mayKeep = createEarlyAllowance(services.clock);
  return ({ refusal, request, reply }) => {
    const need = needOf(refusal);
    if (need === undefined || attemptOf(reply) !== undefined || !mayKeep(need.accountId)) return;
    const format = formatOf(request);
    const trail = services.trails.begin({ kind: 'prove', format, address: clientOf(request).address });
    trail.account(need.accountId);
    trail.note({ code: 'verification-needed', ...need });
    nameAttempt(reply, trail.id);
    trail.end('more');
    if (format === 'form') rememberTrail(reply, services, trail.id);
  };
}
