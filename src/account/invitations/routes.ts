import { passwordRefused } from '../../factors/password/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { asking, credentialFields, deliverStep, loggedInOrMore, sessionFields } from '../../login/index.ts';
import { registerByInvitation } from '../../login/register/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import {
  dataRefused,
  dataTooLarge,
  documentBodyLimit,
  registrationClosed,
  usernameRefused,
  usernameTaken,
} from '../../people/accounts/index.ts';
import { domainRefused, emailTaken } from '../../people/emails/index.ts';
import { invitationForAnother, invitationInvalid } from '../../people/invitations/index.ts';
import { tooManyAttempts } from '../../people/limits/index.ts';
import { acceptInvitation } from './accept-invitation.ts';

const strict = { additionalProperties: false };

const token = Type.String({
  minLength: 1,
  maxLength: 1000,
  description: 'The code from the invitation email, or its whole link.',
});

const { username, password } = credentialFields;

/** A new account with the address that was invited. */
export const invitedRegistration = Type.Object(
  {
    token,
    username,
    password,
    ...sessionFields,
    data: Type.Optional(
      Type.Unknown({
        description: "The account's first document: any JSON value. `{}` if you leave it out.",
      }),
    ),
  },
  {
    ...strict,
    title: 'InvitedRegistration',
    description: 'A new account with the email address that was invited, and how to log in to it.',
  },
);

/** The code of an invitation. */
export const invitationCode = Type.Object({ token }, strict);

export function invitationRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/invitations/accept',
      kind: 'api',
      access: 'anyone',
      operationId: 'registerByInvitation',
      tag: 'Log in',
      summary: 'Create an account with an invitation',
      description:
        'Creates an account with the email address that was invited, already verified, and logs in to it. It works where `registration.mode` is `invited`. If something is refused, the invitation still works.',
      example: { token: 'lnk_…', username: 'ada', password: 'a quiet green lighthouse' },
      bodyLimit: 16 * 1024 + documentBodyLimit(services.config),
      body: invitedRegistration,
      answers: { 201: { ...loggedInOrMore, description: 'The account is created.' } },
      problems: [
        invitationInvalid,
        registrationClosed,
        usernameRefused,
        passwordRefused,
        usernameTaken,
        dataRefused,
        dataTooLarge,
        domainRefused,
        emailTaken,
        tooManyAttempts,
      ],
      async handle({ body, reply }) {
        const { transport = 'cookie', remember = false, data, ...invited } = body;
        const wanted = { ...invited, transport, remember, data: data as JsonValue | undefined };
        reply.code(201);
        const outcome = await asking(services, reply, { kind: 'register', format: 'json' }, (requester) =>
          registerByInvitation(services, wanted, requester),
        );
        return deliverStep(services, reply, outcome, transport);
      },
    }),
    route({
      method: 'POST',
      path: '/api/me/invitations',
      kind: 'api',
      access: 'signed-in',
      operationId: 'acceptInvitation',
      tag: 'Account',
      summary: 'Accept an invitation',
      description:
        'Accepts an invitation with the account of this session. The account must have verified the email address that was invited.',
      example: { token: 'lnk_…' },
      body: invitationCode,
      answers: { 204: { description: 'The invitation is accepted.' } },
      problems: [invitationInvalid, invitationForAnother, tooManyAttempts],
      async handle({ caller, body, reply }) {
        await inTrail(services, reply, { kind: 'invitation', format: 'json' }, (trailing) =>
          acceptInvitation(services, body.token, { ...trailing, caller, request: reply.request }),
        );
        return reply.code(204).send();
      },
    }),
  ];
}
