import { type Static, Type } from '../../kit/schema.ts';

/** Bounds keep out what no authenticator sends; whether an id is too long is a check with a reason of its own. */
const bytes = (longest: number, description: string) =>
  Type.String({ minLength: 1, maxLength: longest, pattern: '^[A-Za-z0-9_-]+$', description });

/**
 * The members that both answers have. Browsers write them, and add to them with the years, so members that are not
 * looked at are not refused.
 */
const credential = {
  id: bytes(4096, 'The ID of the credential. All bytes here are in base64url.'),
  rawId: bytes(4096, 'The same as `id`.'),
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Optional(
    Type.Object({}, { description: 'Ignored: no extension is asked for.' }),
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
  {
    title: 'PasskeyRegistration',
    description: '`PublicKeyCredential.toJSON()` after `navigator.credentials.create()`.',
  },
);

/** `PublicKeyCredential.toJSON()` after `navigator.credentials.get()`. */
export const assertionSchema = Type.Object(
  {
    ...credential,
    response: Type.Object({
      clientDataJSON: bytes(8192, 'What the browser says.'),
      authenticatorData: bytes(8192, 'What the authenticator says.'),
      signature: bytes(8192, 'The signature over both.'),
      userHandle: Type.Optional(bytes(128, 'Whose passkey it is.')),
    }),
  },
  {
    title: 'PasskeyAssertion',
    description: '`PublicKeyCredential.toJSON()` after `navigator.credentials.get()`.',
  },
);

/** Such answers, cut short, for the reference of the API: an authenticator makes the real ones. */
const credentialExample = { id: 'q83vEjRWeJA', rawId: 'q83vEjRWeJA', type: 'public-key' } as const;
const clientDataJSON = 'eyJ0eXBlIjoid2ViYXV0aG4uLi4ifQ';
export const registrationExample = {
  ...credentialExample,
  response: { clientDataJSON, attestationObject: 'o2NmbXRkbm9uZWdhdHRTdG10oA', transports: ['internal'] },
};
export const assertionExample = {
  ...credentialExample,
  response: {
    clientDataJSON,
    authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLH',
    signature: 'MEUCIQDa8f0',
  },
};

export type RegistrationAnswer = Static<typeof registrationSchema>;
export type AssertionAnswer = Static<typeof assertionSchema>;
