import { passwordRefused } from '../../factors/password/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import type { JsonValue } from '../../kit/json.ts';
import { type Static, Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import {
  dataRefused,
  dataTooLarge,
  documentBodyLimit,
  registrationClosed,
  usernameRefused,
  usernameTaken,
} from '../../people/accounts/index.ts';
import {
  asksForAddress,
  domainRefused,
  emailNeeded,
  emailRefused,
  mailOff,
} from '../../people/emails/index.ts';
import { challengeRequired, tooManyAttempts } from '../../people/limits/index.ts';
import { asking, credentialFields, deliverStep, loggedInOrMore, sessionFields } from '../index.ts';
import { register } from './register.ts';

/** The address of a registration. */
export const registrationEmail = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 1000,
    description:
      'Where to send a link that verifies the address. If the server requires a verified address (`email.verification`), the answer is `"status": "more"`.',
  }),
);

/** What a registration takes. */
export const registration = Type.Object(
  {
    ...credentialFields,
    ...sessionFields,
    email: registrationEmail,
    data: Type.Optional(
      Type.Unknown({
        description: "The account's first document: any JSON value. `{}` if you leave it out.",
      }),
    ),
  },
  {
    additionalProperties: false,
    title: 'Registration',
    description: 'A new account, and how to log in to it.',
  },
);

const registrationRules = Type.Object(
  {
    mode: Type.Union([Type.Literal('open'), Type.Literal('invited'), Type.Literal('closed')], {
      description:
        'Who can create an account: everyone, only people with an invitation, or nobody (`registration.mode`).',
    }),
    email: Type.Union([Type.Literal('required'), Type.Literal('optional'), Type.Literal('none')], {
      description: 'Whether to ask for an email address. `none` where it would not be used.',
    }),
  },
  { title: 'RegistrationRules', description: 'Who can create an account, and what it takes.' },
);

function rulesOfRegistration(config: Services['config']): Static<typeof registrationRules> {
  const email = asksForAddress(config) ? config.email.registration : 'none';
  return { mode: config.registration.mode, email };
}

export function registerRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/registration',
      kind: 'api',
      access: 'anyone',
      operationId: 'getRegistration',
      tag: 'Log in',
      summary: 'Find out who can create an account',
      description:
        'For a sign-up form of your own: whether to show it, and whether to ask for an email address.',
      answers: { 200: { description: 'What a registration needs here.', schema: registrationRules } },
      handle: async () => rulesOfRegistration(services.config),
    }),
    route({
      method: 'POST',
      path: '/api/register',
      kind: 'api',
      access: 'anyone',
      operationId: 'register',
      tag: 'Log in',
      summary: 'Create an account',
      description:
        'Creates the account and logs in to it. The answer is `"status": "complete"` with a session, or `"status": "more"` if the server requires a verified email address or a second factor first.',
      example: { username: 'ada', password: 'a quiet green lighthouse' },
      bodyLimit: 16 * 1024 + documentBodyLimit(services.config),
      body: registration,
      answers: { 201: { ...loggedInOrMore, description: 'The account is created.' } },
      problems: [
        registrationClosed,
        usernameRefused,
        passwordRefused,
        usernameTaken,
        dataRefused,
        dataTooLarge,
        emailNeeded,
        emailRefused,
        domainRefused,
        mailOff,
        challengeRequired,
        tooManyAttempts,
      ],
      async handle({ body, reply }) {
        const { transport = 'cookie', remember = false, data, ...credentials } = body;
        const wanted = {
          ...credentials,
          transport,
          remember,
          data: data as JsonValue | undefined,
          rules: 'usual' as const,
        };
        reply.code(201);
        const begin = { kind: 'register', format: 'json' } as const;
        const outcome = await asking(services, reply, begin, (requester) =>
          register(services, wanted, requester),
        );
        return deliverStep(services, reply, outcome, transport);
      },
    }),
  ];
}
