import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { type Caller, clientOf } from '../../kit/http/index.ts';
import type { BySession } from '../../people/act/index.ts';
import { requireSecondVerification, requireVerification } from './verification.ts';

/** Somebody signed in, as whoever changes an account is known to `act`. */
export function bySession(services: UseCaseServices, caller: Caller, request: FastifyRequest): BySession {
  const { session } = caller.via;
  return {
    kind: 'session',
    caller,
    client: clientOf(request),
    require: (wanted) =>
      wanted === 'password'
        ? requireSecondVerification(services, session)
        : requireVerification(services, session),
  };
}
