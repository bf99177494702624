import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Services } from '../../kit/services.ts';
import { trailCode } from '../../people/trails/index.ts';
import type { UnfinishedLogin } from '../attempt.ts';
import { dropAttempt, giveAttemptCookie } from '../attempt-secret.ts';
import { attemptOf } from '../trails/index.ts';
import { giveCookies } from './deliver.ts';
import type { CompleteLogin } from './open-session.ts';

/**
 * Leads a person on from a step of the login: to `wanted`, logged in, or to what is still missing. `said` is the key of
 * what the page of a step says when it comes back.
 */
export function continueLogin(
  services: UseCaseServices & Pick<Services, 'pages'>,
  reply: FastifyReply,
  outcome: CompleteLogin | UnfinishedLogin,
  wanted: string,
  said?: string,
): FastifyReply {
  return services.pages.leaveTo(reply, giveStep(services, reply, outcome, wanted, said));
}

/** Gives the browser the cookies of a step, and answers where it leads on to. */
export function giveStep(
  services: UseCaseServices,
  reply: FastifyReply,
  outcome: CompleteLogin | UnfinishedLogin,
  wanted: string,
  said?: string,
): string {
  if (outcome.status === 'complete') {
    giveCookies(services, reply, outcome);
    dropAttempt(services, reply);
    return completePage(attemptOf(reply), wanted);
  }
  const { attempt, secret, step } = outcome;
  if (secret !== undefined) giveAttemptCookie(services, reply, { attempt, secret });
  return pageOf(step, wanted, said);
}

/** Where a browser shows that it has kept its session, and then goes on to `wanted`. */
function completePage(attempt: string | undefined, wanted: string): string {
  return `/login/complete?${new URLSearchParams({ next: wanted, ...(attempt && { attempt: trailCode(attempt) }) })}`;
}

/** The page of a step that a login waits for. */
export function pageOf(step: UnfinishedLogin['step'], wanted: string, said?: string): string {
  const page = step.kind === 'must-do' ? step.what : step.kind === 'first-factor' ? step.factor : step.kind;
  return `/login/${page}?${new URLSearchParams({ next: wanted, ...(said && { said }) })}`;
}
