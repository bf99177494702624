import { Type } from '../../kit/schema.ts';

/** The fields that logging in and registering share. Their bounds only keep out what no person sends; rules come later. */
export const credentialFields = {
  username: Type.String({ minLength: 1, maxLength: 300 }),
  password: Type.String({ minLength: 1, maxLength: 4096 }),
  proofOfWork: Type.Optional(
    Type.String({ maxLength: 4096, description: 'A solved challenge, when one was asked for.' }),
  ),
};

export const sessionFields = {
  remember: Type.Optional(Type.Boolean({ description: 'Stay logged in after the browser is closed.' })),
  transport: Type.Optional(
    Type.Union([Type.Literal('cookie'), Type.Literal('bearer')], {
      description:
        '`cookie` for browsers (the default); `bearer` for programs: the token comes in the answer.',
    }),
  ),
};

export const newPasswordField = Type.String({ minLength: 1, maxLength: 4096 });
