import { isoTime } from '../../../kit/clock.ts';
import { Type } from '../../../kit/schema.ts';
import type { Words } from '../../../kit/words/index.ts';
import type { ExplainedTrail } from '../../../login/index.ts';
import { describe, type TrailOutcome, trailCode } from '../../../people/trails/index.ts';
import { accountOf, outcomeOf } from '../../trails/index.ts';
import { listOf, paging, wanted } from '../list-schemas.ts';
import { time } from '../role-schemas.ts';

export const attemptOutcomes: readonly TrailOutcome[] = ['done', 'more', 'refused', 'failed'];

const outcomes = Type.Enum(attemptOutcomes as ['done', 'more', 'refused', 'failed'], {
  description:
    '`done`, `more` while another step is awaited, `refused`, or `failed` for a fault of the server.',
  examples: ['refused'],
});

export const attemptQuery = Type.Object(
  {
    name: wanted({
      description: 'Only attempts of this account: its username or verified email address.',
      example: 'ada',
    }),
    code: wanted({ description: 'Only the attempt with this support code.', example: '7K3M-Q2XV-9D4T' }),
    outcome: Type.Optional(outcomes),
    ...paging,
  },
  { additionalProperties: false },
);

const step = Type.Object({
  code: Type.String({ examples: ['password-verified'] }),
  sentence: Type.String({ examples: ['The password is incorrect'] }),
  outcome: Type.String({
    description: '`refused` is what got in the way, `ok` what was passed, `info` all else.',
    examples: ['refused'],
  }),
  ms: Type.Number({ description: 'How long it took, in milliseconds.', examples: [21.4] }),
});

export const attemptSchema = Type.Object(
  {
    id: Type.String({ examples: ['att_7k3mq2xv9d4t'] }),
    code: Type.String({ description: 'The code that people are shown.', examples: ['7K3M-Q2XV-9D4T'] }),
    kind: Type.String({ description: 'What somebody tried to do.', examples: ['login'] }),
    outcome: outcomes,
    startedAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
    account: Type.Unsafe<{ id: string; username: string } | null>({
      ...Type.Object({
        id: Type.String({ examples: ['01932f6a-5c1e-7042-9b3d-6f0e2a7c8d15'] }),
        username: Type.String({ examples: ['ada'] }),
      }),
      type: ['object', 'null'],
      description: 'Whose attempt it is. It is null while nobody knows, and for names that nobody has.',
    }),
    explanation: Type.Array(Type.String({ examples: ["ada couldn't sign in: the password is incorrect."] }), {
      description: 'What happened, and what to do about it.',
    }),
    requests: Type.Array(
      Type.Object({
        at: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
        outcome: outcomes,
        steps: Type.Array(step),
      }),
    ),
  },
  { title: 'Attempt', description: 'An attempt to sign in or the like, step by step.' },
);

export const attemptPage = listOf(attemptSchema);

export function toAttempt(words: Words, { trail, username, explanation }: ExplainedTrail) {
  const accountId = accountOf(trail);
  return {
    ...{ id: trail.id, code: trailCode(trail.id), kind: (trail.parts[0]?.kind ?? 'login') as string },
    outcome: outcomeOf(trail).outcome,
    startedAt: isoTime(trail.parts[0]?.at ?? 0),
    account: accountId === undefined || username === undefined ? null : { id: accountId, username },
    explanation: [...explanation],
    requests: trail.parts.map(({ at, outcome, steps }) => ({
      ...{ at: isoTime(at), outcome },
      steps: steps.map((one) => {
        const { sentence, outcome: became } = describe(words, one, username);
        return { code: one.code as string, sentence, outcome: became as string, ms: one.ms };
      }),
    })),
  };
}
