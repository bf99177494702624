import { Type } from '../../kit/schema.ts';
import { browserErrors, type TrailRecorder } from '../../people/trails/index.ts';

/** What a page reports of a passkey that its browser refused: names of a list, never a text. */
export const browserErrorBody = Type.Object(
  {
    error: Type.Union(
      browserErrors.map((name) => Type.Literal(name)),
      { description: 'The `name` of the error; `OtherError` for any other.' },
    ),
    seconds: Type.Integer({ minimum: 0, maximum: 3600, description: 'How long the browser took.' }),
  },
  { additionalProperties: false },
);

export const browserErrorExample = { error: 'NotAllowedError', seconds: 60 } as const;

/** What the answer of such a report says. */
export const browserErrorAnswers = {
  204: {
    description: 'It is noted, and `Latchkey-Attempt` names the attempt. Only ten an hour are noted.',
  },
} as const;

interface Reported {
  readonly error: (typeof browserErrors)[number];
  readonly seconds: number;
  /** It was to be made, not to be used. */
  readonly isAdding: boolean;
}

/** Notes it on the trail of an attempt or a session. */
export function noteBrowserError(
  trail: TrailRecorder,
  { error, seconds, isAdding }: Reported,
): { status: 'more' } {
  trail.note({ code: 'browser-refused', error, seconds, ...(isAdding && { adding: true }) });
  return { status: 'more' };
}
