import type { TSchema } from 'typebox';
import type { Factor } from '../factors/factor.ts';
import { Type } from '../kit/schema.ts';

/** The fields that logging in and registering share. Their bounds only keep out what no person sends; rules come later. */
export const credentialFields = {
  username: Type.String({ minLength: 1, maxLength: 300, description: 'Upper and lower case are the same.' }),
  password: Type.String({ minLength: 1, maxLength: 4096, description: 'The password, exactly as typed.' }),
  proofOfWork: Type.Optional(
    Type.String({
      maxLength: 4096,
      description: 'The solution of a challenge, after `challenge-required`. Leave it out otherwise.',
    }),
  ),
};

export const sessionFields = {
  remember: Type.Optional(Type.Boolean({ description: 'Stay logged in after the browser closes.' })),
  transport: Type.Optional(
    Type.Union([Type.Literal('cookie'), Type.Literal('bearer')], {
      description:
        'How to get the session: `cookie` for browsers (the default), `bearer` for programs, as a `token` in the answer.',
    }),
  ),
};

export const newPasswordField = Type.String({
  minLength: 1,
  maxLength: 4096,
  description: 'A password, exactly as typed.',
});

const strict = { additionalProperties: false };

/** A login by name and password, which a form must have both of. */
export const passwordLogin = Type.Object({ ...credentialFields, ...sessionFields }, strict);

/** A login that asks for a code by email. */
export const loginByName = Type.Object(
  { username: credentialFields.username, proofOfWork: credentialFields.proofOfWork, ...sessionFields },
  strict,
);

export const newPasswordBody = Type.Object({ newPassword: newPasswordField }, strict);

/** The answer of a factor, and a proof of work where wrong ones before it have brought one. */
export function withProofOfWork({ answer }: Pick<Factor, 'answer'>) {
  const { properties } = answer as TSchema & { properties: Record<string, TSchema> };
  return Type.Object({ ...properties, proofOfWork: credentialFields.proofOfWork }, strict);
}

const attemptParams = Type.Object({
  attempt: Type.String({
    maxLength: 64,
    description: 'The `attempt` of an answer with `"status": "more"`.',
    examples: ['att_7k3mq2xv9d4t'],
  }),
});

/** What the reference says of every request that continues an unfinished login. */
export const loginStep = {
  kind: 'api',
  access: 'anyone',
  tag: 'Login steps',
  schemes: ['attemptCookie', 'attemptBearer'],
  params: attemptParams,
} as const;

/** The time by a browser's clock as its form says it, in Unix milliseconds; undefined where it says none. */
export function readClock(text = ''): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
