import type { TSchema } from 'typebox';
import type { FactorName } from '../../factors/factor.ts';
import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { tooManyAttempts } from '../../people/limits/index.ts';
import { sessionSchema, toSession } from '../../people/sessions/index.ts';
import { credentialFields, invalidCredentials, loginFactors } from '../login/index.ts';
import { inTrail } from '../trails/index.ts';
import { offersOf } from './prove-factor.ts';
import { reauthenticate } from './renew.ts';

const strict = { additionalProperties: false };

/** An answer of one factor that may follow a password, with its name beside what the factor itself asks for. */
const answers = loginFactors
  .filter(({ isSecond }) => isSecond)
  .map(({ name, answer }) => {
    const { properties } = answer as TSchema & { properties: Record<string, TSchema> };
    return Type.Object({ factor: Type.Literal(name), ...properties }, strict);
  });

const body = Type.Union([
  Type.Object({}, strict),
  Type.Object({ password: credentialFields.password }, strict),
  ...answers,
]);

interface Sent {
  readonly password?: string;
  readonly factor?: FactorName;
}

export function proveRoutes(services: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/reauthenticate',
      kind: 'api',
      access: 'signed-in',
      tag: 'Your account',
      summary: 'Prove again that it is you',
      description:
        'What is sensitive asks for a proof that is not older than ten minutes. Send `{"password": …}`, or a `factor` with its answer; an empty object answers what there is to choose from. This session gets a new token, as after a change of the password.',
      body,
      bodyLimit: 64 * 1024,
      answers: {
        200: {
          description: 'The session with its new `authTime`, or what can be answered.',
          schema: Type.Union([
            Type.Object({ status: Type.Literal('complete'), session: sessionSchema }),
            Type.Object({
              status: Type.Literal('more'),
              next: Type.Array(Type.Object({ factor: Type.String() }, { additionalProperties: true })),
            }),
          ]),
        },
      },
      problems: [invalidCredentials, tooManyAttempts],
      async handle({ caller: { session }, body: sent, reply }) {
        const { password, factor, ...answer } = sent as Sent;
        if (password === undefined && factor === undefined) {
          const next = [{ factor: 'password' }, ...(await offersOf(services, session))];
          return { status: 'more' as const, next };
        }
        const proof = factor === undefined ? { password: password ?? '' } : { factor, answer };
        const renewed = await inTrail(services, reply, { kind: 'prove', format: 'json' }, (asker) =>
          reauthenticate(services, session, proof, { ...asker, reply }),
        );
        return { status: 'complete' as const, session: toSession(renewed, session.id) };
      },
    }),
  ];
}
