import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { lastWayIn } from '../../login/index.ts';
import { proofRequired } from '../../login/prove/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import {
  emailRefused,
  emailStateSchema,
  emailTaken,
  findOwnEmail,
  linkOver,
  mailOff,
  ownEmailSchema,
} from '../../people/emails/index.ts';
import { tooManyAttempts } from '../../people/limits/index.ts';
import { changeEmail } from './change-email.ts';
import { removeEmail } from './remove-email.ts';
import { verifyEmail } from './verify-email.ts';

const strict = { additionalProperties: false };
const tag = 'Your account';

/** The address that an account is to have. */
export const wantedEmail = Type.Object({ email: Type.String({ minLength: 1, maxLength: 1000 }) }, strict);

/** The code of the email that confirms an address. */
export const linkToVerify = Type.Object({ token: Type.String({ minLength: 1, maxLength: 1000 }) }, strict);

export function emailRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/me/email',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Your email address',
      answers: { 200: { description: 'The address, or null when there is none.', schema: ownEmailSchema } },
      handle: ({ caller, reply }) =>
        findOwnEmail(services.db, caller.account.id).then(
          (email) =>
            // Fastify sends no body for null; JSON has one.
            email ?? reply.serializer(JSON.stringify).type('application/json; charset=utf-8').send(null),
        ),
    }),
    route({
      method: 'PUT',
      path: '/api/me/email',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Ask for an e-mail address',
      description:
        'Sends a link to the address. It is `pending` until the link was used; an older address counts until then. The answer is the same whether or not another account has the address.',
      body: wantedEmail,
      answers: { 202: { description: 'A mail is on its way.', schema: emailStateSchema } },
      problems: [proofRequired, emailRefused, tooManyAttempts, mailOff],
      async handle({ caller, body, request, reply }) {
        reply.code(202);
        return changeEmail(services, caller, body.email, request);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/me/email',
      kind: 'api',
      access: 'signed-in',
      tag,
      summary: 'Remove your e-mail address',
      description:
        'The confirmed one and the one that is asked for. Without one there is no way back from a forgotten password.',
      answers: { 204: { description: 'There is none any more.' } },
      problems: [proofRequired, lastWayIn],
      async handle({ caller, request, reply }) {
        await removeEmail(services, caller, request);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      path: '/api/email/verify',
      kind: 'api',
      access: 'anyone',
      tag,
      summary: 'Confirm an e-mail address',
      description: 'With the code of the mail, or its whole link. It needs no session.',
      body: linkToVerify,
      answers: {
        200: {
          description: 'The address is confirmed.',
          schema: Type.Object({ status: Type.Literal('verified'), email: Type.String() }),
        },
      },
      problems: [linkOver, emailTaken, tooManyAttempts],
      async handle({ body, reply }) {
        const email = await inTrail(services, reply, { kind: 'verify-email', format: 'json' }, (requester) =>
          verifyEmail(services, body.token, requester),
        );
        return { status: 'verified' as const, email };
      },
    }),
  ];
}
