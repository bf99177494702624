import { passwordRefused } from '../../factors/password/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import { challengeRequired, newChallenge, tooManyAttempts } from '../../people/limits/index.ts';
import { clearSessionCookie } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';
import { askerOf } from './asker.ts';
import { completeSchema, deliver } from './deliver.ts';
import { credentialFields, newPasswordField, sessionFields } from './fields.ts';
import { finishWithNewPassword } from './finish-with-new-password.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { invalidCredentials } from './problems.ts';

const moreSchema = Type.Object({
  status: Type.Literal('more'),
  attempt: Type.String({ description: 'Names this login for the next step. Keep it secret.' }),
  next: Type.Array(Type.Object({ factor: Type.String() }), {
    description: 'What is needed next: POST it to /api/login/{attempt}/{factor}.',
  }),
});

export function loginRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/login',
      kind: 'api',
      access: 'anyone',
      tag: 'Log in',
      summary: 'Log in',
      description:
        'Answers `"status": "complete"` with a session, or `"status": "more"` when a step is missing, such as a new password for an account whose old one is too weak.',
      body: Type.Object({ ...credentialFields, ...sessionFields }, { additionalProperties: false }),
      answers: {
        200: {
          description: 'Logged in, or one step from it.',
          schema: Type.Union([completeSchema, moreSchema]),
        },
      },
      problems: [invalidCredentials, challengeRequired, tooManyAttempts],
      async handle({ body, request, reply }) {
        const { transport = 'cookie', remember = false, ...credentials } = body;
        const input = { ...credentials, transport, remember, mayChallenge: true };
        const outcome = await login(services, input, await askerOf(services, request));
        return outcome.status === 'complete' ? deliver(services, reply, outcome) : outcome;
      },
    }),
    route({
      method: 'POST',
      path: '/api/login/:attempt/new-password',
      kind: 'api',
      access: 'anyone',
      tag: 'Log in',
      summary: 'Finish a login with a new password',
      params: Type.Object({ attempt: Type.String({ maxLength: 64 }) }),
      body: Type.Object({ newPassword: newPasswordField }, { additionalProperties: false }),
      answers: { 200: { description: 'Logged in.', schema: completeSchema } },
      problems: [passwordRefused],
      async handle({ params, body, request, reply }) {
        const asker = await askerOf(services, request);
        return deliver(
          services,
          reply,
          await finishWithNewPassword(services, params.attempt, body.newPassword, asker),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/api/logout',
      kind: 'api',
      access: 'visitor',
      tag: 'Log in',
      summary: 'End this session',
      answers: { 204: { description: 'The session is over, or there was none.' } },
      async handle({ caller, request, reply }) {
        if (caller) await logout(services, caller, request);
        if (!request.headers.authorization) clearSessionCookie(reply, services.config);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'GET',
      path: '/api/challenge',
      kind: 'api',
      access: 'anyone',
      tag: 'Log in',
      summary: 'Get a proof-of-work challenge',
      description:
        'An ALTCHA challenge (version 2). Solve it and send the solution as `proofOfWork` with a login or registration. It is only needed after `challenge-required`.',
      answers: {
        200: {
          description: 'A signed challenge, good for one solution.',
          schema: Type.Object({
            parameters: Type.Record(Type.String(), Type.Unknown()),
            signature: Type.String(),
          }),
        },
      },
      handle: () => newChallenge(services),
    }),
  ];
}
