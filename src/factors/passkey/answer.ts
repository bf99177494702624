import { type Static, Type } from '../../kit/schema.ts';

/** Bounds keep out what no authenticator sends; whether an id is too long is a check with a reason of its own. */
const bytes = (longest: number, description: string) =>
  Type.String({ minLength: 1, maxLength: longest, pattern: '^[A-Za-z0-9_-]+$', description });

/**
 * The members that both answers have. Browsers write them, and add to them with the years, so members that are not
 * looked at are not refused.
 */
const credential = {
  id: bytes(4096, 'In base64url, as all that is bytes here.'),
  rawId: bytes(4096, 'The same as `id`.'),
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Optional(
    Type.Object({}, { description: 'Not looked at: no extension is asked for.' }),
  ),
};

/** `PublicKeyCredential.toJSON()` after `navigator.credentials.create()`. */
export const registrationSchema = Type.Object(
  {
    ...credential,
    response: Type.Object({
      clientDataJSON: bytes(8192, 'What the browser says.'),
      attestationObject: bytes(32_768, 'What the authenticator says.'),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 })),
    }),
  },
  { title: 'RegistrationResponse' },
);

/** `PublicKeyCredential.toJSON()` after `navigator.credentials.get()`. */
export const assertionSchema = Type.Object(
  {
    ...credential,
    response: Type.Object({
      clientDataJSON: bytes(8192, 'What the browser says.'),
      authenticatorData: bytes(8192, 'What the authenticator says.'),
      signature: bytes(8192, 'Over both.'),
      userHandle: Type.Optional(bytes(128, 'Whose passkey it is.')),
    }),
  },
  { title: 'AuthenticationResponse' },
);

export type RegistrationAnswer = Static<typeof registrationSchema>;
export type AssertionAnswer = Static<typeof assertionSchema>;
