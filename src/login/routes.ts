import { factors } from '../factors/index.ts';
import { passwordRefused } from '../factors/password/index.ts';
import { busy, peerAddress, type Route, route } from '../kit/http/index.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { challengeRequired, newChallenge, tooManyAttempts } from '../people/limits/index.ts';
import { clearSessionCookie } from '../people/sessions/index.ts';
import { beginByName } from './begin/begin-by-name.ts';
import { beginWithoutName, resumeNameless } from './begin/begin-without-name.ts';
import { login, requireBoth } from './begin/login.ts';
import {
  attemptParams,
  credentialFields,
  newPasswordBody,
  sessionFields,
  withProofOfWork,
} from './fields.ts';
import { invalidCredentials } from './problems.ts';
import { asking } from './requester.ts';
import { deliverStep, loggedInOrMore } from './session/deliver.ts';
import { logout } from './session/logout.ts';
import { addSecondFactorApiRoutes } from './steps/add-second-factor-routes.ts';
import { answerFactor } from './steps/answer-factor.ts';
import { finishWithNewPassword } from './steps/finish-with-new-password.ts';
import { verifyEmailRoute } from './steps/verify-email-route.ts';

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
        'With a name and a password, with neither to log in by a passkey, or, where `login.emailCode` is on, with a name or an e-mail address alone to be sent a code. Answers `"status": "complete"` with a session, or `"status": "more"` when a step is missing, such as a second factor, a new password for an account whose old one is too weak, or a confirmed e-mail address.',
      body: Type.Object(
        {
          ...credentialFields,
          username: Type.Optional(credentialFields.username),
          password: Type.Optional(credentialFields.password),
          ...sessionFields,
        },
        { additionalProperties: false },
      ),
      answers: { 200: loggedInOrMore },
      problems: [invalidCredentials, challengeRequired, tooManyAttempts],
      async handle({ body, request, reply }) {
        const { transport = 'cookie', remember = false, username, password, proofOfWork } = body;
        const isNameless = username === undefined && password === undefined;
        const held = isNameless ? await resumeNameless(services, { transport, remember }, request) : '';
        const begin = { kind: 'login', format: 'json', attempt: held } as const;
        const outcome = await asking(services, reply, begin, (requester) => {
          if (services.config.login.emailCode && username !== undefined && password === undefined) {
            return beginByName(services, { username, proofOfWork, transport, remember }, requester);
          }
          requireBoth(username, password);
          if (username === undefined || password === undefined) {
            return beginWithoutName(services, { transport, remember }, requester, held);
          }
          const input = { username, password, proofOfWork, transport, remember, mayChallenge: true };
          return login(services, input, requester);
        });
        return deliverStep(services, reply, outcome, transport);
      },
    }),
    ...factors.map((factor) =>
      route({
        method: 'POST',
        path: `/api/login/:attempt/${factor.name}`,
        kind: 'api',
        access: 'anyone',
        tag: 'Log in',
        summary: `Go on with a login by ${factor.name}`,
        params: attemptParams,
        body: withProofOfWork(factor),
        bodyLimit: 64 * 1024,
        answers: { 200: loggedInOrMore },
        problems: [invalidCredentials, challengeRequired, tooManyAttempts],
        async handle({ params, body, reply }) {
          const { attempt } = params;
          const { proofOfWork, ...answer } = body as { proofOfWork?: string };
          const answered = { attempt, factor: factor.name, answer, proofOfWork };
          const more = { kind: 'login', format: 'json', attempt } as const;
          const outcome = await asking(services, reply, more, (requester) =>
            answerFactor(services, answered, requester),
          );
          return deliverStep(services, reply, outcome);
        },
      }),
    ),
    route({
      method: 'POST',
      path: '/api/login/:attempt/new-password',
      kind: 'api',
      access: 'anyone',
      tag: 'Log in',
      summary: 'Go on with a login by a new password',
      params: attemptParams,
      body: newPasswordBody,
      answers: { 200: loggedInOrMore },
      problems: [passwordRefused],
      async handle({ params, body, reply }) {
        const more = { kind: 'login', format: 'json', attempt: params.attempt } as const;
        const outcome = await asking(services, reply, more, (requester) =>
          finishWithNewPassword(services, params.attempt, body.newPassword, requester),
        );
        return deliverStep(services, reply, outcome);
      },
    }),
    verifyEmailRoute(services),
    ...addSecondFactorApiRoutes(services),
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
      problems: [busy],
      handle: ({ request }) => newChallenge(services, peerAddress(request)),
    }),
  ];
}
