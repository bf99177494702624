import { invalidRequest } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';

/** UTF-16 units. They only keep out what no person sends; rules come later. */
const longest = {
  username: 300,
  password: 4096,
  newPassword: 4096,
  currentPassword: 4096,
  proofOfWork: 4096,
};

/** The fields that logging in and registering share. */
export const credentialFields = {
  username: Type.String({ minLength: 1, maxLength: longest.username }),
  password: Type.String({ minLength: 1, maxLength: longest.password }),
  proofOfWork: Type.Optional(
    Type.String({
      maxLength: longest.proofOfWork,
      description: 'A solved challenge, when one was asked for.',
    }),
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

export const newPasswordField = Type.String({ minLength: 1, maxLength: longest.newPassword });

/** Holds the fields of a page to the bounds of the API: long rows of accents take long to fold. Throws `invalid-request`. */
export function requireBounds(form: { readonly [Name in keyof typeof longest]?: string }): void {
  for (const [name, most] of Object.entries(longest)) {
    if ((form[name as keyof typeof longest]?.length ?? 0) <= most) continue;
    const detail = `This is too long: it may have ${most} characters.`;
    throw problem(invalidRequest, detail, { errors: [{ pointer: `/${name}`, code: 'maxLength', detail }] });
  }
}

export const attemptParams = Type.Object({ attempt: Type.String({ maxLength: 64 }) });
