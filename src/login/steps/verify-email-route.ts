import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { emailRefused } from '../../people/emails/index.ts';
import { tooManyAttempts } from '../../people/limits/index.ts';
import { attemptParams } from '../fields.ts';
import { asking } from '../requester.ts';
import { deliverStep, loggedInOrMore } from '../session/deliver.ts';
import { continueWithEmail } from './verify-email.ts';

const strict = { additionalProperties: false };

/** Where to send a link; without it the login only goes on. */
export const addressToVerify = Type.Object({ email: Type.String({ minLength: 1, maxLength: 1000 }) }, strict);

/** The step of a login that waits for a confirmed address, over the API. */
export function verifyEmailRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/api/login/:attempt/verify-email',
    kind: 'api',
    access: 'anyone',
    tag: 'Log in',
    summary: 'Go on with a login by a confirmed address',
    description:
      'With `{}` once the link was opened: answers the session, or `"status": "more"` again. With an `email` it sends a link there first: again, or to another address after a typing mistake. The answer is the same whether or not another account has the address.',
    params: attemptParams,
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
