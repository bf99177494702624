import type { ProblemDefinition } from '../../problem.ts';
import type { Words } from '../../words/index.ts';

/** A refusal, RFC 9457. Some have members of their own, which their pages under `/problems` explain. */
export const problemSchema = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457). Decide by `code`, and show `detail` to people.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'A page on this server that explains the code.' },
    title: { type: 'string', description: 'The problem in a few words.' },
    status: { type: 'integer', description: 'The status of the answer.' },
    detail: { type: 'string', description: 'What was wrong with this request, and what to do.' },
    code: { type: 'string', description: 'Names the problem. It never changes, so decide by it.' },
    requestId: { type: 'string', description: 'Finds this request in the log.' },
    errors: {
      type: 'array',
      description: 'Each place in the request that is wrong.',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON Pointer (RFC 6901) into the body that was sent.' },
          code: { type: 'string', description: 'Names what is wrong there.' },
          detail: { type: 'string', description: 'What is wrong there, and what to do.' },
        },
      },
    },
    challenge: {
      type: 'object',
      description: 'With `challenge-required`: the challenge to solve, as `GET /api/challenge` answers it.',
    },
    needs: {
      type: 'integer',
      description: 'With `proof-required`: 2 when only a second factor confirms your identity, else 1.',
    },
    next: {
      type: 'array',
      description: 'With `invalid-credentials` and `proof-required`: the steps you can answer now.',
      items: { $ref: '#/components/schemas/Step' },
    },
  },
} as const;

/** A refusal with this code, as it might be answered. */
export function problemExample(
  { code, status, words: wordsOf }: ProblemDefinition,
  { words, baseUrl }: { words: Words; baseUrl: string },
) {
  const { title, meaning } = wordsOf(words);
  return {
    summary: title,
    value: {
      type: `${baseUrl}/problems/${code}`,
      title,
      status,
      detail: meaning,
      code,
      requestId: 'TUKWKc8A-2',
    },
  };
}
