import { passkeySchema } from '../../factors/passkey/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { findOverview } from './overview.ts';

const since = Type.String({ format: 'date-time', description: 'Since when, in UTC.' });

const orNull = (schema: object) => Type.Unsafe<unknown>({ anyOf: [schema, { type: 'null' }] });

export function factorsRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/me/factors',
      kind: 'api',
      access: 'signed-in',
      tag: 'Second factors',
      summary: 'What protects your account',
      answers: {
        200: {
          description: 'The factors of the account besides its password; null for what it has not.',
          schema: Type.Object({
            hasSecondFactor: Type.Boolean({ description: 'Whether a password alone does not open it.' }),
            secondFactorRequired: Type.Boolean({
              description: 'Whether it must have one: its last cannot be removed.',
            }),
            passkeys: Type.Array(passkeySchema, { description: 'The oldest first.' }),
            passkeyOrigin: Type.Unsafe<string | null>({
              type: ['string', 'null'],
              description: 'The origin of the pages on which passkeys work; null when there is none.',
            }),
            totp: orNull(Type.Object({ since })),
            recoveryCodes: orNull(
              Type.Object({
                left: Type.Integer({ description: 'Codes that were not used.' }),
                of: Type.Integer({ description: 'How many there were.' }),
                since,
              }),
            ),
          }),
        },
      },
      handle: ({ caller }) => findOverview(services, caller.account.id),
    }),
  ];
}
