import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { lastWayIn } from '../../login/index.ts';
import { proofRequired } from '../../login/prove/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import {
  domainRefused,
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
const tag = 'Email';

/** The address that an account is to have. */
export const wantedEmail = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 1000, description: 'The new address.' }) },
  strict,
);

/** The code of the email that confirms an address. */
export const linkToVerify = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'The code from the email, or its whole link.',
    }),
  },
  strict,
);

export function emailRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/me/email',
      kind: 'api',
      access: 'signed-in',
      tag,
      operationId: 'getEmail',
      summary: 'Get your email address',
      description: 'The verified address, and the one that waits for verification.',
      answers: {
        200: { description: 'The address, or `null` if the account has none.', schema: ownEmailSchema },
      },
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
      operationId: 'changeEmail',
      summary: 'Change your email address',
      description:
        "Sends a link to the new address. The address is `pending` until someone opens the link, and the old one stays in use. The answer doesn't tell whether another account has the address.",
      example: { email: 'ada@example.com' },
      body: wantedEmail,
      answers: { 202: { description: 'The email is on its way.', schema: emailStateSchema } },
      problems: [proofRequired, emailRefused, domainRefused, tooManyAttempts, mailOff],
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
      operationId: 'removeEmail',
      summary: 'Remove your email address',
      description:
        "Removes the verified address and the pending one. Without an address you can't reset a forgotten password.",
      answers: { 204: { description: 'The account has no address.' } },
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
      operationId: 'verifyEmail',
      summary: 'Verify an email address',
      description: 'Takes the code from the email, or its whole link. It needs no session, and opens none.',
      example: { token: 'lnk_…' },
      body: linkToVerify,
      answers: {
        200: {
          description: 'The address is verified.',
          schema: Type.Object({
            status: Type.Literal('verified'),
            email: Type.String({ description: 'The address.', examples: ['ada@example.com'] }),
          }),
        },
      },
      problems: [linkOver, domainRefused, emailTaken, tooManyAttempts],
      async handle({ body, reply }) {
        const email = await inTrail(services, reply, { kind: 'verify-email', format: 'json' }, (requester) =>
          verifyEmail(services, body.token, requester),
        );
        return { status: 'verified' as const, email };
      },
    }),
  ];
}
