import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { emailRefused } from '../../people/emails/index.ts';
import { tooManyAttempts } from '../../people/limits/index.ts';
import { loginStep } from '../fields.ts';
import { asking } from '../requester.ts';
import { deliverStep, loggedInOrMore } from '../session/deliver.ts';
import { continueWithEmail } from './verify-email.ts';

const strict = { additionalProperties: false };

/** Where to send a link; without it the login only goes on. */
export const addressToVerify = Type.Object({ email: Type.String({ minLength: 1, maxLength: 1000 }) }, strict);

/** The step of a login that waits for a confirmed address, over the API. */
export function verifyEmailRoute(services: Services): Route {
  return route({
    ...loginStep,
    method: 'POST',
    path: '/api/login/:attempt/verify-email',
    operationId: 'completeLoginWithVerifiedEmail',
    summary: 'Complete a login with a verified email',
    description:
      'For the step `verify-email`. Send `{}` to see whether the link was opened: the answer is the session, or `"status": "more"` again. Send an `email` to get a new link, at the same address or another. The answer doesn\'t tell whether another account has that address.',
    example: {},
    body: Type.Object({ email: Type.Optional(addressToVerify.properties.email) }, strict),
    answers: { 200: loggedInOrMore },
    problems: [emailRefused, tooManyAttempts],
    async handle({ params: { attempt }, body: { email }, reply }) {
      const more = { kind: 'login', format: 'json', attempt } as const;
      const outcome = await asking(services, reply, more, (requester) =>
        continueWithEmail(services, { attempt, email }, requester),
      );
      return deliverStep(services, reply, outcome);
    },
  });
}
