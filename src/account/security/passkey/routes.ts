import { codesSchema } from '../../../factors/enrol/index.ts';
import {
  passkeyNameField,
  passkeyRefused,
  passkeySchema,
  passkeysUnavailable,
  registrationSchema,
  tooManyPasskeys,
} from '../../../factors/passkey/index.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { lastWayIn, stayKnown } from '../../../login/index.ts';
import { proofRequired } from '../../../login/prove/index.ts';
import { secondFactorRequired } from '../problems.ts';
import { beginPasskey, finishPasskey } from './add-passkey.ts';
import { nameOwnPasskey, removeOwnPasskey } from './change-passkey.ts';

const own = { kind: 'api', access: 'signed-in', tag: 'Second factors' } as const;
const strict = { additionalProperties: false };

/** An authenticator may send certificates along, although none are asked for. */
const registrationLimit = 64 * 1024;

export const passkeyParams = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** What a passkey is to be called. */
export const wantedName = Type.Object({ name: passkeyNameField }, strict);

export function passkeyRoutes(services: Services): Route[] {
  return [
    route({
      ...own,
      method: 'POST',
      path: '/api/me/passkeys/options',
      summary: 'Begin to add a passkey',
      description:
        'What `PublicKeyCredential.parseCreationOptionsFromJSON()` takes, for `navigator.credentials.create()`. Good for five minutes and one answer, from a page of this server.',
      answers: {
        200: {
          description: 'The options, as WebAuthn Level 3 has them in JSON.',
          schema: Type.Object({ challenge: Type.String() }, { additionalProperties: true }),
        },
      },
      problems: [proofRequired, tooManyPasskeys, passkeysUnavailable],
      handle: ({ caller }) => beginPasskey(services, caller),
    }),
    route({
      ...own,
      method: 'POST',
      path: '/api/me/passkeys',
      summary: 'Add the passkey',
      description:
        'Takes what `toJSON()` makes of the new credential. With the first second factor come recovery codes.',
      body: Type.Object({ response: registrationSchema, name: Type.Optional(passkeyNameField) }, strict),
      bodyLimit: registrationLimit,
      answers: {
        201: {
          description: 'It is added.',
          schema: Type.Object({ passkey: passkeySchema, recoveryCodes: Type.Optional(codesSchema) }),
        },
      },
      problems: [proofRequired, passkeyRefused, tooManyPasskeys],
      async handle({ caller, body, request, reply }) {
        const { response, name } = body;
        const added = await finishPasskey(services, caller, { response, name }, request);
        const { passkey, recoveryCodes, securityVersion } = added;
        stayKnown(services, reply, caller.via.session, securityVersion);
        return reply.code(201).send({ passkey, recoveryCodes });
      },
    }),
    route({
      ...own,
      method: 'PATCH',
      path: '/api/me/passkeys/:id',
      summary: 'Rename a passkey',
      params: passkeyParams,
      body: wantedName,
      answers: { 200: { description: 'The passkey.', schema: passkeySchema } },
      problems: [proofRequired, notFound],
      async handle({ caller, params, body, request }) {
        const wish = { id: params.id, name: body.name };
        const renamed = await nameOwnPasskey(services, caller, wish, request);
        if (!renamed) throw noSuchPasskey();
        return renamed;
      },
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/api/me/passkeys/:id',
      summary: 'Remove a passkey',
      description:
        'Every other session ends, since it may have been opened by it. With the last second factor go the recovery codes.',
      params: passkeyParams,
      answers: { 204: { description: 'It opens nothing any more.' } },
      problems: [proofRequired, notFound, secondFactorRequired, lastWayIn],
      async handle({ caller, params, request, reply }) {
        const removed = await removeOwnPasskey(services, caller, params.id, request);
        if (!removed) throw noSuchPasskey();
        stayKnown(services, reply, caller.via.session, removed.securityVersion);
        return reply.code(204).send();
      },
    }),
  ];
}

function noSuchPasskey() {
  return problem(notFound, 'You have no passkey of this id. It may have been removed already.');
}
