import { factors } from '../factors/index.ts';
import { passwordRefused } from '../factors/password/index.ts';
import { busy, operationName, peerAddress, type Route, route } from '../kit/http/index.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { challengeRequired, newChallenge, tooManyAttempts } from '../people/limits/index.ts';
import { clearSessionCookie } from '../people/sessions/index.ts';
import { beginByName } from './begin/begin-by-name.ts';
import { beginWithoutName, resumeNameless } from './begin/begin-without-name.ts';
import { login, requireBoth } from './begin/login.ts';
import { browserErrorRoute } from './browser-error/route.ts';
import { credentialFields, loginStep, newPasswordBody, sessionFields, withProofOfWork } from './fields.ts';
import { invalidCredentials } from './problems.ts';
import { asking } from './requester.ts';
import { deliverStep, loggedInOrMore } from './session/deliver.ts';
import { logout } from './session/logout.ts';
import { stepFormsRoute } from './step-forms.ts';
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
      operationId: 'logIn',
      tag: 'Log in',
      summary: 'Log in',
      description:
        'Send a username and a password. Send neither to log in with a passkey. Where `login.emailCode` is on, send a username or an email address alone to get a code by email. The answer is `"status": "complete"` with a session, or `"status": "more"` when a step is missing: a second factor, a stronger password or a verified email address.',
      example: { username: 'ada', password: 'a quiet green lighthouse' },
      body: Type.Object(
        {
          ...credentialFields,
          username: Type.Optional(credentialFields.username),
          password: Type.Optional(credentialFields.password),
          ...sessionFields,
        },
        {
          additionalProperties: false,
          title: 'Credentials',
          description: 'What to log in with, and how to get the session.',
        },
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
        ...loginStep,
        method: 'POST',
        path: `/api/login/:attempt/${factor.name}`,
        operationId: operationName('completeLoginWith', factor.name),
        ...factor.reference,
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
      ...loginStep,
      method: 'POST',
      path: '/api/login/:attempt/new-password',
      operationId: 'completeLoginWithNewPassword',
      summary: 'Complete a login with a new password',
      description:
        "For the step `new-password`: the account's password no longer meets the rules. The new one replaces it.",
      example: { newPassword: 'another quiet lighthouse' },
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
    stepFormsRoute(services),
    browserErrorRoute(services),
    ...addSecondFactorApiRoutes(services),
    route({
      method: 'POST',
      path: '/api/logout',
      kind: 'api',
      access: 'visitor',
      operationId: 'logOut',
      tag: 'Log in',
      summary: 'Log out',
      description: 'Ends the session that sends the request. Without a session it does nothing.',
      answers: { 204: { description: 'The session has ended, or there was none.' } },
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
      operationId: 'getChallenge',
      tag: 'Log in',
      summary: 'Get a proof-of-work challenge',
      description:
        'You only need one after `challenge-required`. Solve it with the ALTCHA widget (version 2), and repeat the request with the solution as `proofOfWork`.',
      answers: {
        200: {
          description: 'A challenge. Its solution works once.',
          schema: Type.Object(
            {
              parameters: Type.Record(Type.String(), Type.Unknown(), { description: 'What to solve.' }),
              signature: Type.String({ description: 'Shows that this server made it.' }),
            },
            { title: 'Challenge', description: 'A signed ALTCHA challenge.' },
          ),
        },
      },
      problems: [busy],
      handle: ({ request }) => newChallenge(services, peerAddress(request)),
    }),
  ];
}
