import { Type } from '../../kit/schema.ts';

/** What somebody types from the app. */
export const totpCode = Type.Object(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 32,
      description: 'The six digits that the app shows. Spaces and dashes are ignored.',
    }),
  },
  { additionalProperties: false },
);
