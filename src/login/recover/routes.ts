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
const tag = 'Log in';

/** Whose account it is. */
export const wayBack = Type.Object(
  {
    identifier: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: 'A username or an e-mail address.',
    }),
    proofOfWork: credentialFields.proofOfWork,
  },
  strict,
);

/** The code of the email and a new password. */
export const recovery = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 1000 }), newPassword: newPasswordField },
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
      summary: 'Ask for a mail to choose a new password',
      description:
        'Goes to the confirmed address of the account, if there is one. The answer is the same in every case, so that nobody learns who has an account.',
      body: wayBack,
      answers: {
        202: {
          description: 'If there is such an account with a confirmed address, a mail is on its way.',
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
      summary: 'Choose a new password with the code from the mail',
      description:
        'Ends all sessions of the account and logs nobody in. A refused password leaves the code as it was.',
      body: recovery,
      answers: { 204: { description: 'The new password counts.' } },
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
