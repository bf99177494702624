import type { FastifyReply } from 'fastify';
import { invalidRequest } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { answerFactor } from './answer-factor.ts';
import { asking } from './asker.ts';
import { heldAttemptId } from './held-attempt.ts';

interface CodeForm {
  readonly factor: FactorName;
  readonly code: string;
  readonly proofOfWork: string;
}

/** Answers the attempt of this browser by the code of a form, for one of the factors that the form is for. Throws as `answerFactor`, and `invalid-request`. */
export async function answerForm(
  services: Services,
  reply: FastifyReply,
  { factor, code, proofOfWork }: CodeForm,
  allowed: ReadonlySet<string>,
) {
  const attempt = await heldAttemptId(services, reply.request);
  const more = { kind: 'login', format: 'form', attempt } as const;
  const answered = { attempt, factor, answer: { code }, proofOfWork: proofOfWork || undefined };
  return asking(services, reply, more, (asker) => {
    if (!allowed.has(factor) || code === '' || code.length > 64) {
      throw problem(invalidRequest, 'Type the code.');
    }
    return answerFactor(services, answered, asker);
  });
}
