import { addableFactors, factors, secondFactors } from '../factors/index.ts';
import { describedAs, Type } from '../kit/schema.ts';
import { mustDos } from './next-step.ts';

/** The header with a program's new token, for the reference. */
export const newTokenHeader = {
  description: 'The new token of a session that uses a bearer token. The old one no longer works.',
};

const names = [
  ...factors.map(({ name }) => name),
  ...mustDos.filter((what) => what !== 'add-second-factor'),
  ...addableFactors.map(({ name }) => `add-${name}`),
  'password',
  'identity',
];

/** One thing that can be answered next, as it is written: whatever the factor offers. */
const written = Type.Object({ factor: Type.String() }, { additionalProperties: true });

/** One thing that can be answered next, with what its holder needs for it. */
export const stepSchema = describedAs(
  written,
  Type.Object(
    {
      factor: Type.String({
        title: 'Factor',
        description: `What to answer: ${names.map((name) => `\`${name}\``).join(', ')}. More may come: lead people to the server's own page, \`/login\`, for one you don't know.`,
        examples: secondFactors.map(({ name }) => name),
      }),
      options: Type.Optional(
        Type.Record(Type.String(), Type.Unknown(), {
          description:
            'With `passkey` and `add-passkey`: what `PublicKeyCredential.parseRequestOptionsFromJSON()` or `parseCreationOptionsFromJSON()` takes.',
        }),
      ),
      secret: Type.Optional(
        Type.String({ description: 'With `add-totp`: the key for the authenticator app, in base32.' }),
      ),
      uri: Type.Optional(
        Type.String({ description: 'With `add-totp`: the key as `otpauth://totp/…`, for a QR code.' }),
      ),
      email: Type.Optional(
        Type.Unsafe<string | null>({
          type: ['string', 'null'],
          description: 'With `verify-email` and `email-code`: where the email goes.',
        }),
      ),
      sent: Type.Optional(
        Type.Boolean({
          description:
            'With `email-code`, to confirm your identity: whether a code that still works was sent.',
        }),
      ),
      provider: Type.Optional(
        Type.String({
          description:
            'With `identity`, to confirm your identity: the provider, for `POST /api/reauthenticate/with/{provider}`.',
        }),
      ),
      expiresAt: Type.Optional(
        Type.String({ format: 'date-time', description: 'With `email-code`: when that code expires.' }),
      ),
    },
    {
      additionalProperties: true,
      title: 'Step',
      description: 'One thing you can answer next, with what you need to answer it.',
    },
  ),
);
