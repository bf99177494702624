import type { FastifyReply } from 'fastify';
import type { Services } from '../../services.ts';
import type { UnfinishedLogin } from './attempt.ts';
import { dropAttempt, giveAttemptCookie } from './attempt-secret.ts';
import { giveCookies } from './deliver.ts';
import type { CompleteLogin } from './open-session.ts';

/**
 * Leads a person on from a step of the login: to `wanted`, logged in, or to what is still missing. `said` is the key of
 * what the page of a step says when it comes back.
 */
export function goOn(
  services: Services,
  reply: FastifyReply,
  outcome: CompleteLogin | UnfinishedLogin,
  wanted: string,
  said?: string,
): FastifyReply {
  if (outcome.status === 'complete') {
    giveCookies(services, reply, outcome);
    dropAttempt(services, reply);
    return reply.redirect(wanted, 303);
  }
  const { attempt, secret, step } = outcome;
  if (secret !== undefined) giveAttemptCookie(services, reply, { attempt, secret });
  const page = step.kind === 'must-do' ? step.what : step.kind === 'first-factor' ? step.factor : step.kind;
  const query = new URLSearchParams({ next: wanted, ...(said && { said }) });
  return reply.redirect(`/login/${page}?${query}`, 303);
}
