import { passwordRefused } from '../../factors/password/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { linkOver, mailOff } from '../../people/emails/index.ts';
import { challengeRequired, tooManyAttempts } from '../../people/limits/index.ts';
import { credentialFields, newPasswordField } from '../index.ts';
import { inTrail } from '../trails/index.ts';
import { askToRecover } from './ask-to-recover.ts';
import { completeRecovery } from './complete-recovery.ts';

const strict = { additionalProperties: false };
const tag = 'Password reset';

/** Whose account it is. */
export const wayBack = Type.Object(
  {
    identifier: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'A username or an email address.',
    }),
    proofOfWork: credentialFields.proofOfWork,
  },
  strict,
);

/** The code of the email and a new password. */
export const recovery = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'The code from the email, or its whole link.',
    }),
    newPassword: newPasswordField,
  },
  strict,
);

export function recoverRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/recover',
      kind: 'api',
      access: 'anyone',
      tag,
      operationId: 'requestPasswordReset',
      summary: 'Request a password reset',
      description:
        "Sends a link to the account's verified email address. The answer is the same whether or not there is one, so that nobody learns who has an account.",
      example: { identifier: 'ada' },
      body: wayBack,
      answers: {
        202: {
          description: 'If the account exists and has a verified address, the email is on its way.',
          schema: Type.Object({ status: Type.Literal('sent') }),
        },
      },
      problems: [challengeRequired, tooManyAttempts, mailOff],
      async handle({ body: { identifier, proofOfWork }, reply }) {
        await inTrail(services, reply, { kind: 'recover', format: 'json' }, (requester) =>
          askToRecover(services, { identifier, proofOfWork }, { ...requester, request: reply.request }),
        );
        reply.code(202);
        return { status: 'sent' as const };
      },
    }),
    route({
      method: 'POST',
      path: '/api/recover/complete',
      kind: 'api',
      access: 'anyone',
      tag,
      operationId: 'resetPassword',
      summary: 'Reset the password',
      description:
        "Takes the code from the email, or its whole link. It ends all of the account's sessions and opens none. If the password is refused, the code still works.",
      example: { token: 'lnk_…', newPassword: 'another quiet lighthouse' },
      body: recovery,
      answers: { 204: { description: 'The password is changed.' } },
      problems: [linkOver, passwordRefused, tooManyAttempts],
      async handle({ body, reply }) {
        await inTrail(services, reply, { kind: 'recover', format: 'json' }, (requester) =>
          completeRecovery(services, body.token, body.newPassword, requester),
        );
        return reply.code(204).send();
      },
    }),
  ];
}
