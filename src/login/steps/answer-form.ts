import type { FastifyReply } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import type { Services } from '../../kit/services.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { readClock } from '../fields.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { asking } from '../requester.ts';
import { answerFactor } from './answer-factor.ts';

/** What a form for a factor holds: the fields of its answer, and a proof of work where one was asked for. */
export interface AnswerFields {
  readonly proofOfWork?: string;
  readonly [field: string]: unknown;
}

/** What a form holds besides; both may be empty. */
interface Besides {
  /** The ticket of a wait. */
  readonly waited: string;
  /** The time by the browser's clock. */
  readonly clock?: string;
}

/** Answers the attempt of this browser by a form. Throws as `answerFactor`. */
export async function answerForm(
  services: UseCaseServices & Pick<Services, 'sessions' | 'trails'>,
  reply: FastifyReply,
  factor: FactorName,
  { proofOfWork, ...answer }: AnswerFields,
  { waited, clock }: Besides,
) {
  const attempt = await heldAttemptId(services, reply.request);
  const more = { kind: 'login', format: 'form', attempt } as const;
  return asking(services, reply, more, (requester) =>
    answerFactor(
      services,
      { attempt, factor, answer, proofOfWork, waited: waited || undefined, browserNow: readClock(clock) },
      requester,
    ),
  );
}
