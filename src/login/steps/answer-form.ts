import type { FastifyReply } from 'fastify';
import type { Services } from '../../kit/services.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { asking } from '../asker.ts';
import { heldAttemptId } from '../held-attempt.ts';
import { answerFactor } from './answer-factor.ts';

/** What a form for a code holds. */
export interface CodeForm {
  readonly code: string;
  readonly proofOfWork?: string;
}

/** Answers the attempt of this browser by the code of a form. Throws as `answerFactor`. */
export async function answerForm(
  services: Services,
  reply: FastifyReply,
  factor: FactorName,
  { code, proofOfWork }: CodeForm,
) {
  const attempt = await heldAttemptId(services, reply.request);
  const more = { kind: 'login', format: 'form', attempt } as const;
  return asking(services, reply, more, (asker) =>
    answerFactor(services, { attempt, factor, answer: { code }, proofOfWork }, asker),
  );
}
