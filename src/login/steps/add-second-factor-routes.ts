import type { TSchema } from 'typebox';
import {
  passkeyNameField,
  passkeyRefused,
  registrationSchema,
  tooManyPasskeys,
} from '../../factors/passkey/index.ts';
import { codeRefused, totpCode, totpNotBegun } from '../../factors/totp/index.ts';
import { type Route, route } from '../../kit/http/index.ts';
import type { ProblemDefinition } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { asking } from '../asker.ts';
import { attemptParams } from '../fields.ts';
import { deliverStep, loggedInOrMore } from '../session/deliver.ts';
import { addSecondFactor, type NewFactor } from './add-second-factor.ts';

/** Adds a second factor in the middle of a login, for an account that must have one and has none. */
export function addSecondFactorApiRoutes(services: Services): Route[] {
  const add = (what: 'add-totp' | 'add-passkey', body: TSchema, refusals: readonly ProblemDefinition[]) =>
    route({
      method: 'POST',
      path: `/api/login/:attempt/${what}`,
      kind: 'api',
      access: 'anyone',
      tag: 'Log in',
      summary: `Go on with a login by ${what === 'add-totp' ? 'adding an authenticator app' : 'adding a passkey'}`,
      description:
        'For an account that must have a second factor and has none. Opens the session and answers recovery codes, once.',
      params: attemptParams,
      body,
      bodyLimit: 64 * 1024,
      answers: { 200: loggedInOrMore },
      problems: refusals,
      async handle({ params: { attempt }, body: made, reply }) {
        const more = { kind: 'login', format: 'json', attempt } as const;
        const { outcome, recoveryCodes } = await asking(services, reply, more, (asker) =>
          addSecondFactor(services, attempt, made as NewFactor, asker),
        );
        return { ...(await deliverStep(services, reply, outcome)), ...(recoveryCodes && { recoveryCodes }) };
      },
    });
  const passkey = Type.Object(
    { response: registrationSchema, name: Type.Optional(passkeyNameField) },
    { additionalProperties: false },
  );
  return [
    add('add-totp', totpCode, [codeRefused, totpNotBegun]),
    add('add-passkey', passkey, [passkeyRefused, tooManyPasskeys]),
  ];
}
