import type { TSchema } from 'typebox';
import { emailCodeField } from '../../factors/email-code/index.ts';
import { secondFactors } from '../../factors/index.ts';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { tooManyAttempts } from '../../people/limits/index.ts';
import { sessionSchema, toSession } from '../../people/sessions/index.ts';
import {
  credentialFields,
  invalidCredentials,
  newTokenHeader,
  sessionBrowserErrorRoute,
  stepSchema,
} from '../index.ts';
import { inTrail } from '../trails/index.ts';
import { offersOf } from './offers.ts';
import { reauthenticate } from './renew.ts';
import { sendCode } from './send-code.ts';

const strict = { additionalProperties: false };

/** An answer of one factor that may follow a password, with its name beside what the factor itself asks for. */
const answers = secondFactors.map(({ name, answer }): [FactorName, TSchema] => {
  const { properties } = answer as TSchema & { properties: Record<string, TSchema> };
  return [name, Type.Object({ factor: Type.Literal(name), ...properties }, strict)];
});

/** What may be sent, by its factor. */
export const proofs: ReadonlyMap<FactorName, TSchema> = new Map<FactorName, TSchema>([
  ['password', Type.Object({ password: credentialFields.password }, strict)],
  ...answers,
  // Without the code, it asks for one.
  [
    'email-code',
    Type.Object({ factor: Type.Literal('email-code'), code: Type.Optional(emailCodeField) }, strict),
  ],
]);

const body = Type.Union([Type.Object({}, strict), ...proofs.values()]);

interface Sent {
  readonly password?: string;
  readonly factor?: FactorName;
  readonly code?: string;
}

export function proveRoutes(services: Services): Route[] {
  return [
    sessionBrowserErrorRoute(services, {
      path: '/api/reauthenticate/passkey-error',
      kind: 'prove',
      operationId: 'reportPasskeyError',
      tag: 'Account',
      summary: 'Report that the browser refused a passkey',
      description:
        'When `navigator.credentials.get()` throws while you confirm your identity. Whoever runs the site finds it in the trail.',
    }),
    route({
      method: 'POST',
      path: '/api/reauthenticate',
      kind: 'api',
      access: 'signed-in',
      operationId: 'reauthenticate',
      tag: 'Account',
      summary: 'Confirm your identity',
      description:
        'Sensitive changes need your identity confirmed in the last ten minutes. Send your `password`, or a `factor` with its answer. Send `{}` to see what you can use. An account with neither a password nor a second factor uses a code by email: send `{"factor": "email-code"}` to get one, then the same with `code`. The session gets a new token: a cookie is replaced, a bearer token is in the `Latchkey-Token` header.',
      example: { password: 'a quiet green lighthouse' },
      body,
      bodyLimit: 64 * 1024,
      answers: {
        200: {
          description: 'Your identity is confirmed, or what you can confirm it with.',
          headers: { 'Latchkey-Token': newTokenHeader },
          schema: Type.Union(
            [
              Type.Object(
                { status: Type.Literal('complete'), session: sessionSchema },
                { title: 'CompleteReauthentication', description: 'Your identity is confirmed.' },
              ),
              Type.Object(
                {
                  status: Type.Literal('more'),
                  next: Type.Array(stepSchema, { description: 'What you can confirm your identity with.' }),
                },
                { title: 'UnfinishedReauthentication', description: 'Your identity is not confirmed yet.' },
              ),
            ],
            { title: 'Reauthentication' },
          ),
        },
      },
      problems: [invalidCredentials, notFound, tooManyAttempts],
      async handle({ caller, body: sent, reply }) {
        const { session } = caller.via;
        const { password, factor, ...answer } = sent as Sent;
        const more = async () => ({ status: 'more' as const, next: await offersOf(services, session) });
        if (password === undefined && factor === undefined) return more();
        const request = { kind: 'prove', format: 'json' } as const;
        if (factor === 'email-code' && answer.code === undefined) {
          return inTrail(services, reply, request, async (requester) => {
            await sendCode(services, caller, requester);
            return more();
          });
        }
        const proof = factor === undefined ? { password: password ?? '' } : { factor, answer };
        const renewed = await inTrail(services, reply, request, (requester) =>
          reauthenticate(services, session, proof, { ...requester, reply }),
        );
        return { status: 'complete' as const, session: toSession(renewed, session.id) };
      },
    }),
  ];
}
